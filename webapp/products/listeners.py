"""What this room does when an account is erased: the unit is let go, what is personal about it is deleted."""

from sqlalchemy import delete, select

from webapp.accounts.models import User
from webapp.accounts.signals import user_erased
from webapp.core.db import db
from webapp.products import receipts
from webapp.products.models import Dispute, FamilyInvitation, Purchase, PurchaseShare, TransferCode
from webapp.products.models.purchase import Ending


@user_erased.connect
def forget_person(user: User) -> None:
    """End the person's purchases and drop names, places, papers, claims and family.

    The bare record (model, serial, dates) stays: service history belongs to the unit.
    """
    db.session.execute(delete(PurchaseShare).filter_by(user_id=user.id))
    db.session.execute(delete(FamilyInvitation).filter_by(invited_by=user.id))
    for purchase in db.session.scalars(select(Purchase).filter_by(owner_id=user.id)):
        _strip(purchase)
    for dispute in db.session.scalars(select(Dispute).filter_by(claimant_id=user.id)):
        dispute.statement, dispute.retailer = "", ""
        evidence, dispute.evidence_id = dispute.evidence_id, None
        receipts.drop(evidence)


def _strip(purchase: Purchase) -> None:
    TransferCode.revoke(purchase)
    purchase.end(Ending.RETIRED)
    papers = (purchase.receipt_id, purchase.label_photo_id)
    purchase.receipt_id = purchase.label_photo_id = None
    purchase.nickname = purchase.place = purchase.retailer = ""
    for paper in papers:
        receipts.drop(paper)

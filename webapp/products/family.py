"""Sharing a purchase: inviting by e-mail, accepting, removing, leaving."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flask import current_app
from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from webapp.core import clock
from webapp.core.db import db
from webapp.core.i18n import _, in_language
from webapp.core.mail import post
from webapp.core.security import hash_token, new_token
from webapp.products import errors
from webapp.products.models import FamilyInvitation, Purchase, PurchaseShare

if TYPE_CHECKING:
    from webapp.accounts.models import User

MOST = 10
VALID_FOR = timedelta(days=7)


def invite(purchase: Purchase, by: User, email: str) -> None:
    """Send a link to an address, whether or not it has an account; inviting again sends a new link.

    Raises AlreadyEnded, OwnAddress, or FamilyFull.
    """
    purchase.require_active()
    email = email.casefold()
    if email == by.email:
        raise errors.OwnAddress
    purchase.hold()
    db.session.execute(delete(FamilyInvitation).filter_by(purchase_id=purchase.id, email=email))
    if _count(PurchaseShare, purchase) + _count(FamilyInvitation, purchase) >= MOST:
        raise errors.FamilyFull(most=MOST)
    token = new_token()
    invitation = FamilyInvitation(
        purchase_id=purchase.id,
        email=email,
        token_hash=hash_token(token),
        invited_by=by.id,
        expires_at=clock.real_now() + VALID_FOR,
    )
    db.session.add(invitation)
    db.session.flush()
    _write(purchase, by, email, token)


def invited(token: str) -> tuple[FamilyInvitation, Purchase]:
    """Return the open invitation behind a link and its purchase. Raises InvitationOver."""
    invitation = db.session.scalar(select(FamilyInvitation).filter_by(token_hash=hash_token(token)))
    if invitation is None or invitation.expires_at <= clock.real_now():
        raise errors.InvitationOver
    purchase = db.session.get_one(Purchase, invitation.purchase_id)
    if not purchase.is_active:
        raise errors.InvitationOver
    return invitation, purchase


def accept(token: str, person: User) -> Purchase:
    """Join the family of a purchase; the link works once. Raises InvitationOver."""
    invitation, purchase = invited(token)
    used = db.session.execute(delete(FamilyInvitation).filter_by(id=invitation.id))
    if not used.rowcount:  # type: ignore[attr-defined]
        raise errors.InvitationOver
    if not purchase.is_seen_by(person):
        _join(purchase, person)
    return purchase


def _join(purchase: Purchase, person: User) -> None:
    try:
        with db.session.begin_nested():
            db.session.add(PurchaseShare(purchase_id=purchase.id, user_id=person.id))
    except IntegrityError:  # two links accepted at once: they are in
        return


def remove(purchase: Purchase, user_id: int) -> None:
    """Take somebody out of the family of a purchase. Removing whoever is not there changes nothing."""
    db.session.execute(delete(PurchaseShare).filter_by(purchase_id=purchase.id, user_id=user_id))


def withdraw(purchase: Purchase, invitation_id: int) -> None:
    """Withdraw an invitation that was not accepted yet."""
    db.session.execute(delete(FamilyInvitation).filter_by(purchase_id=purchase.id, id=invitation_id))


def _count(table: type[PurchaseShare] | type[FamilyInvitation], purchase: Purchase) -> int:
    counted = select(func.count()).select_from(table).where(table.purchase_id == purchase.id)
    return db.session.scalar(counted) or 0


def _write(purchase: Purchase, by: User, email: str, token: str) -> None:
    """Write in the owner's language: we do not know the reader's."""
    link = f"{current_app.config['PUBLIC_URL']}/family/{token}"
    product = purchase.nickname or in_language(purchase.model.names)
    text = _(
        "%(name)s would like to share %(product)s with you. You will see its cover and its services, and "
        "can book for it.\n\nOpen this link within 7 days:\n%(link)s\n\nIf you do not know %(name)s, "
        "do nothing.",
        name=by.name,
        product=product,
        link=link,
    )
    post(to=email, subject=_("%(name)s shares a product with you", name=by.name), text=text)

"""What owners and claimants are told when staff have decided, each in their own language."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from webapp.core import clock
from webapp.core.i18n import _, in_language, speaking
from webapp.notifications.telling import Message, Topic, notify

if TYPE_CHECKING:
    from webapp.accounts.models import User
    from webapp.products.models import Dispute, Purchase

KEPT = timedelta(days=30)


def approved(purchase: Purchase) -> None:
    """Tell the owner that the registration stands."""
    with speaking(purchase.owner.locale):
        title = _("Your product is registered")
        body = _("%(product)s is confirmed. See what is covered.", product=_name(purchase))
    _tell(purchase.owner, "approved", purchase.ref, title, body, f"/products/{purchase.ref}")


def rejected(purchase: Purchase) -> None:
    """Tell the owner that the registration was refused; the page says why, the lock screen does not."""
    with speaking(purchase.owner.locale):
        title = _("Your registration was not accepted")
        body = _("Open it to read why: %(product)s.", product=_name(purchase))
    _tell(purchase.owner, "rejected", purchase.ref, title, body, f"/products/{purchase.ref}")


def photo_wanted(purchase: Purchase) -> None:
    """Ask the owner for a photo of the label that can be read. Asking again later tells again."""
    with speaking(purchase.owner.locale):
        title = _("A better photo is needed")
        body = _("Take a clear photo of the label of %(product)s.", product=_name(purchase))
    key = f"{purchase.ref}:{purchase.photo_asked_at:%Y%m%d%H%M}"
    _tell(purchase.owner, "photo", key, title, body, f"/products/{purchase.ref}/label-photo")


def dispute_resolved(dispute: Dispute, stands: Purchase) -> None:
    """Tell the claimant the outcome: `stands` is the record of the unit from now on.

    By the model's name: what its holder calls the unit would say who that is.
    """
    won = stands.owner_id == dispute.claimant_id
    with speaking(dispute.claimant.locale):
        product = in_language(dispute.purchase.model.names)
        if won:
            title, path = _("The product is yours now"), f"/products/{stands.ref}"
            body = _("We looked into your claim: %(product)s is registered to you.", product=product)
        else:
            title, path = _("Your claim was not accepted"), f"/products/disputes/{dispute.ref}"
            body = _("We looked into your claim on %(product)s and could not confirm it.", product=product)
    _tell(dispute.claimant, "dispute", dispute.ref, title, body, path)


def lost(purchase: Purchase) -> None:
    """Tell the holder that the record is no longer theirs."""
    with speaking(purchase.owner.locale):
        title = _("A product left your list")
        body = _(
            "Another person proved to own %(product)s. Contact us if this is wrong.", product=_name(purchase)
        )
    _tell(purchase.owner, "lost", purchase.ref, title, body, f"/products/{purchase.ref}")


def _name(purchase: Purchase) -> str:
    return purchase.nickname or in_language(purchase.model.names)


def _tell(person: User, what: str, ref: str, title: str, body: str, path: str) -> None:
    message = Message(
        topic=Topic.REGISTRATION,
        title=title,
        body=body,
        path=path,
        key=f"registration:{what}:{ref}",
        lang=person.locale,
        expires_at=clock.now() + KEPT,
    )
    notify(person, message)

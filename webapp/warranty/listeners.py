"""What the warranty room does when a purchase comes, changes or goes: true lines in the same commit."""

from typing import Any

from sqlalchemy import exists, select

from webapp.core.db import db
from webapp.products import signals
from webapp.products.models import Purchase
from webapp.warranty.cover import rebuild
from webapp.warranty.models import CoverEvent, WarrantyCard


def on_registered(purchase: Purchase, **_facts: Any) -> None:
    """A purchase arrives: its card, what the unit went through with earlier owners, its lines."""
    if WarrantyCard.of(purchase.id) is None:
        db.session.add(WarrantyCard(purchase_id=purchase.id))
    if purchase.previous_id:
        _inherit(purchase.id, purchase.previous_id)
    rebuild(purchase)


def on_transferred(purchase: Purchase, previous: Purchase, **_facts: Any) -> None:
    """The next owner's record: cover goes with the unit."""
    _inherit(purchase.id, previous.id)
    on_registered(purchase)


def on_changed(purchase: Purchase, **_facts: Any) -> None:
    """Date, country or standing moved, so may every line."""
    rebuild(purchase)


def _inherit(purchase_id: int, previous_id: int) -> None:
    db.session.flush()
    if not db.session.scalar(select(exists().where(CoverEvent.purchase_id == purchase_id))):
        db.session.add_all(event.copied_to(purchase_id) for event in CoverEvent.of(previous_id))


def connect() -> None:
    """Listen to the products room."""
    signals.purchase_registered.connect(on_registered)
    signals.purchase_transferred.connect(on_transferred)
    signals.purchase_confirmed.connect(on_changed)
    signals.purchase_changed.connect(on_changed)
    signals.purchase_rejected.connect(on_changed)

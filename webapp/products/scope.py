"""The ways into purchases, each starting at the person: a stranger's reference is a 404 by construction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort

from webapp.core.db import db
from webapp.products.models import Purchase

if TYPE_CHECKING:
    from webapp.accounts.models import User


def purchase_for(user: User, ref: str) -> Purchase:
    """Return the purchase this person owns or shares, ended ones included; else 404."""
    found = db.session.scalar(Purchase.visible_to(user).where(Purchase.ref == ref))
    return found if found is not None else abort(404)


def owned_purchase(user: User, ref: str) -> Purchase:
    """Return the purchase only if this person owns it; family and strangers get 404."""
    found = db.session.scalar(
        Purchase.visible_to(user).where(Purchase.ref == ref, Purchase.owner_id == user.id)
    )
    return found if found is not None else abort(404)

"""The ways into purchases, each starting at the person: a stranger's reference is a 404 by construction."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask import abort
from sqlalchemy import Row, Select, select

from webapp.core import clock
from webapp.core.db import db, keyset
from webapp.products.models import Category, Model, Purchase

if TYPE_CHECKING:
    from webapp.accounts.models import User

REFUSED_SHOWN = timedelta(days=30)
_CARD: tuple[Any, ...] = (
    Purchase.id,
    Purchase.ref,
    Purchase.nickname,
    Purchase.place,
    Purchase.serial_number,
    Purchase.bought_on,
    Purchase.confirmed_at,
    Purchase.photo_asked_at,
    Purchase.ended_at,
    Purchase.ended_reason,
    Model.names,
    Model.picture,
    Category.icon,
)


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


def my_products(user: User, after: int | None = None, limit: int = 20) -> list[Row[Any]]:
    """Return a page of what the person has now, own and shared, newest first, in one statement of columns.

    `after` is the `id` of the last row seen. Rows carry what a card shows; refused ones stay for a month.
    """
    refused = (Purchase.ended_reason == "rejected") & (Purchase.ended_at > clock.now() - REFUSED_SHOWN)
    rows: Select[Any] = (
        select(*_CARD, (Purchase.owner_id != user.id).label("shared"))
        .join(Model, Model.id == Purchase.model_id)
        .join(Category, Category.id == Model.category_id)
        .where(Purchase.seen_by(user.id), Purchase.ended_at.is_(None) | refused)
    )
    return list(db.session.execute(keyset(rows, (Purchase.id,), None if after is None else (after,), limit)))

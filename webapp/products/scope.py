"""The ways into purchases, each starting at the person: a stranger's reference is a 404 by construction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import abort
from sqlalchemy import Row, Select, select

from webapp.core.db import db, keyset
from webapp.products.models import Model, Purchase

if TYPE_CHECKING:
    from webapp.accounts.models import User

_LISTED: tuple[Any, ...] = (
    Purchase.id,
    Purchase.ref,
    Purchase.nickname,
    Purchase.confirmed_at,
    Purchase.ended_at,
    Purchase.ended_reason,
    Model.names,
    Model.picture,
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


def past_products(user: User, after: int | None = None, limit: int = 20) -> list[Row[Any]]:
    """Return a page of what the person had, newest first, in one statement of columns.

    `after` is the `id` of the last row seen. Rows carry what a list shows.
    """
    rows: Select[Any] = (
        select(*_LISTED)
        .join(Model, Model.id == Purchase.model_id)
        .where(Purchase.owner_id == user.id, Purchase.ended_at.is_not(None))
    )
    return list(db.session.execute(keyset(rows, (Purchase.id,), None if after is None else (after,), limit)))

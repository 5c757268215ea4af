"""The room's part of a person's export: the cover of what they own and how it came about."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from webapp.accounts.models import User
from webapp.core.db import db
from webapp.products.models import Purchase
from webapp.warranty.models import CoverEvent, CoverLine

_LINE = (
    "component",
    "covers",
    "guarantor",
    "starts_on",
    "ends_on",
    "voided_on",
    "paused_since",
    "steps",
    "pack",
)
_EVENT = (
    "kind",
    "happened_on",
    "number",
    "reason",
    "component",
    "months",
    "days",
    "intake_on",
    "handed_back_on",
)


def cover_of_person(person: User) -> list[dict[str, Any]]:
    """Return lines and events by the purchase's reference. Which member of staff acted stays out."""
    purchases = db.session.execute(
        select(Purchase.id, Purchase.ref).where(Purchase.owner_id == person.id).order_by(Purchase.id)
    ).all()
    ids = [row.id for row in purchases]
    lines = select(CoverLine).where(CoverLine.purchase_id.in_(ids)).order_by(CoverLine.position)
    events = select(CoverEvent).where(CoverEvent.purchase_id.in_(ids)).order_by(CoverEvent.id)
    all_lines, all_events = db.session.scalars(lines).all(), db.session.scalars(events).all()
    return [
        {
            "product": row.ref,
            "lines": [_plain(line, _LINE) for line in all_lines if line.purchase_id == row.id],
            "events": [_plain(event, _EVENT) for event in all_events if event.purchase_id == row.id],
        }
        for row in purchases
    ]


def _plain(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}

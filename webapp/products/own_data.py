"""What this room holds about a person, for their export: records as plain values, papers as files."""

from typing import Any

from sqlalchemy import select

from webapp.accounts.models import User
from webapp.core.db import db
from webapp.core.media import Media
from webapp.products.models import Dispute, Purchase

_PURCHASE = (
    "ref",
    "serial_number",
    "bought_on",
    "zone",
    "country",
    "retailer",
    "nickname",
    "place",
    "registered_at",
    "confirmed_at",
    "rejected_at",
    "rejected_reason",
    "ended_at",
    "ended_reason",
)
_DISPUTE = ("ref", "statement", "bought_on", "country", "retailer", "created_at", "resolved_at", "outcome")


def products_of(user: User) -> dict[str, Any]:
    """Return the person's purchases, what is shared with them by reference, and their claims."""
    seen = list(db.session.scalars(Purchase.visible_to(user).order_by(Purchase.id)))
    disputes = db.session.scalars(select(Dispute).filter_by(claimant_id=user.id).order_by(Dispute.id))
    return {
        "purchases": [_purchase(row) for row in seen if row.owner_id == user.id],
        "shared_with_me": [
            {"ref": row.ref, "model": row.model.names} for row in seen if row.owner_id != user.id
        ],
        "claims": [_dispute(row) for row in disputes],
    }


def _purchase(row: Purchase) -> dict[str, Any]:
    facts = {name: getattr(row, name) for name in _PURCHASE}
    papers = {"receipt": _file(row.receipt_id), "label_photo": _file(row.label_photo_id)}
    return facts | {"model": row.model.names, "sku": row.model.sku} | papers


def _dispute(row: Dispute) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _DISPUTE} | {"evidence": _file(row.evidence_id)}


def _file(media_id: int | None) -> Media | None:
    """Return the stored file: the export puts it beside the JSON."""
    return db.session.get(Media, media_id) if media_id else None

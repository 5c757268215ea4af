"""The service history as its present owner may see it: the unit's, without what is personal to others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import abort
from sqlalchemy import select, update

from webapp.core import media
from webapp.core.db import db
from webapp.core.media import Media
from webapp.maintenance import wording
from webapp.maintenance.models import MeterReading, RecordKind, ServiceRecord
from webapp.products.models import Purchase

if TYPE_CHECKING:
    from webapp.accounts.models import User


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the history. `note` and `photo_path` are empty for what a former owner recorded."""

    title: str
    icon: str
    kind: str
    on: date
    until: date | None
    use: str
    note: str
    photo_path: str

    @property
    def done(self) -> bool:
        return self.kind == RecordKind.DONE

    @property
    def skipped(self) -> bool:
        return self.kind == RecordKind.SKIPPED


def history_of(purchase: Purchase, limit: int | None = None) -> list[Entry]:
    """Return what was recorded on the unit, the latest first, in one statement; former owners' included."""
    return [_entry(row, purchase) for row in ServiceRecord.of_unit(purchase.id, limit)]


def _entry(row: ServiceRecord, purchase: Purchase) -> Entry:
    own = row.purchase_id == purchase.id
    path = f"/products/{purchase.ref}/history/{row.id}/photo" if own and row.photo_id else ""
    return Entry(
        title=row.item.title,
        icon=row.item.icon,
        kind=row.kind,
        on=row.happened_on,
        until=row.until,
        use=wording.amount(purchase.model.usage_unit, row.usage) if row.usage is not None else "",
        note=row.note if own else "",
        photo_path=path,
    )


def photo_of(purchase: Purchase, record_id: int) -> Media:
    """Return the photo of a record this purchase's people made; else 404."""
    found = db.session.scalar(
        select(Media)
        .join(ServiceRecord, ServiceRecord.photo_id == Media.id)
        .where(ServiceRecord.id == record_id, ServiceRecord.purchase_id == purchase.id)
    )
    return found if found is not None else abort(404)


@dataclass(frozen=True, slots=True)
class ReadingEntry:
    """One meter reading as shown."""

    on: date
    amount: str
    reset: bool


def readings_of(purchase: Purchase) -> list[ReadingEntry]:
    """Return the unit's meter readings, the latest first."""
    unit = purchase.model.usage_unit
    return [
        ReadingEntry(row.read_on, wording.amount(unit, row.value), row.reset)
        for row in reversed(MeterReading.of_unit(purchase.id))
    ]


def kept_of(person: User) -> dict[str, Any]:
    """Return what this room holds about a person, for their export: what they recorded and read."""
    records = select(ServiceRecord).where(ServiceRecord.by_id == person.id).order_by(ServiceRecord.id)
    readings = select(MeterReading).where(MeterReading.by_id == person.id).order_by(MeterReading.id)
    refs = select(Purchase.id, Purchase.ref).where(Purchase.owner_id == person.id)
    ref_of = {row.id: row.ref for row in db.session.execute(refs)}
    return {
        "service_records": [
            {
                "product": ref_of.get(row.purchase_id),
                "what": row.item.title,
                "kind": row.kind,
                "on": row.happened_on,
                "until": row.until,
                "use": row.usage,
                "note": row.note,
                "photo": db.session.get(Media, row.photo_id) if row.photo_id else None,
            }
            for row in db.session.scalars(records)
        ],
        "meter_readings": [
            {
                "product": ref_of.get(row.purchase_id),
                "on": row.read_on,
                "value": row.value,
                "reset": row.reset,
            }
            for row in db.session.scalars(readings)
        ],
    }


def forget(person: User) -> None:
    """Keep what was done to units, for their next owners and for claims, without the person's own words."""
    theirs = ServiceRecord.by_id == person.id
    photos = select(Media).join(ServiceRecord, ServiceRecord.photo_id == Media.id).where(theirs)
    kept = list(db.session.scalars(photos))
    db.session.execute(update(ServiceRecord).where(theirs).values(note="", photo_id=None, by_id=None))
    db.session.execute(update(MeterReading).where(MeterReading.by_id == person.id).values(by_id=None))
    for photo in kept:
        media.discard(photo)

"""The service history as its present owner may see it: the unit's, without what is personal to others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import abort
from sqlalchemy import select

from webapp.core.db import db
from webapp.core.media import Media
from webapp.maintenance import wording
from webapp.maintenance.models import MeterReading, RecordKind, ServiceRecord
from webapp.products.models import Purchase


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
    """Return what was recorded on the unit, the latest first; former owners' included."""
    return [_entry(row, purchase) for row in ServiceRecord.of_unit(purchase.id)[:limit]]


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

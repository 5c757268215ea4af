"""What happened to a unit: meter readings and service records. Rows are only ever added."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, Select, String, select, text
from sqlalchemy.orm import Mapped, aliased, mapped_column, relationship

from webapp.core.db import Record, db
from webapp.core.media import Media
from webapp.maintenance.metering import Reading
from webapp.maintenance.models.plan import PlanItem
from webapp.maintenance.schedule import Closing
from webapp.products.models import Purchase


class RecordKind(StrEnum):
    """What was recorded about an occurrence."""

    DONE = "done"
    SKIPPED = "skipped"
    SNOOZED = "snoozed"


def unit_of(purchase_id: int) -> Select[tuple[int]]:
    """Select the ids of a purchase and of those before it: the history of the unit, whoever had it."""
    chain = select(Purchase.id, Purchase.previous_id).where(Purchase.id == purchase_id).cte(recursive=True)
    before = aliased(Purchase)
    chain = chain.union(select(before.id, before.previous_id).join(chain, before.id == chain.c.previous_id))
    return select(chain.c.id)


class MeterReading(Record):
    """What the counter showed on a day, in the model's usage unit."""

    __tablename__ = "meter_readings"
    __table_args__ = (
        Index("ix_meter_readings_purchase_id_read_on", "purchase_id", "read_on"),
        CheckConstraint("value >= 0", name="not_negative"),
    )

    purchase_id: Mapped[int] = mapped_column(ForeignKey("purchases.id"))
    read_on: Mapped[date]
    value: Mapped[int]
    reset: Mapped[bool] = mapped_column(default=False)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    @classmethod
    def of_unit(cls, purchase_id: int) -> list[MeterReading]:
        """The unit's readings in the order of their days, those of former owners included."""
        readings = select(cls).where(cls.purchase_id.in_(unit_of(purchase_id)))
        return list(db.session.scalars(readings.order_by(cls.read_on, cls.id)))

    @property
    def fact(self) -> Reading:
        return Reading(self.read_on, self.value, self.reset)


class ServiceRecord(Record):
    """Something done, skipped or put off. `note` and the photo are personal: a new owner never sees them."""

    __tablename__ = "service_records"
    __table_args__ = (
        Index("ix_service_records_purchase_id_happened_on", "purchase_id", "happened_on"),
        # An occurrence is closed once, whatever the race; it may be put off many times.
        Index(
            "uq_service_records_closing",
            "purchase_id",
            "plan_item_id",
            "occurrence",
            unique=True,
            sqlite_where=text("kind <> 'snoozed'"),
            postgresql_where=text("kind <> 'snoozed'"),
        ),
        CheckConstraint("kind IN ('done', 'skipped', 'snoozed')", name="kind_known"),
    )

    purchase_id: Mapped[int] = mapped_column(ForeignKey("purchases.id"))
    plan_item_id: Mapped[int] = mapped_column(ForeignKey("plan_items.id"))
    occurrence: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    happened_on: Mapped[date]
    until: Mapped[date | None]
    usage: Mapped[int | None]
    note: Mapped[str] = mapped_column(String(1000), default="")
    photo_id: Mapped[int | None] = mapped_column(ForeignKey("media.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    item: Mapped[PlanItem] = relationship(lazy="joined", innerjoin=True)
    photo: Mapped[Media | None] = relationship()

    @classmethod
    def of_unit(cls, purchase_id: int, limit: int | None = None) -> list[ServiceRecord]:
        """The unit's records, the latest first, those of former owners included."""
        records = select(cls).where(cls.purchase_id.in_(unit_of(purchase_id))).limit(limit)
        return list(db.session.scalars(records.order_by(cls.happened_on.desc(), cls.id.desc())))

    @property
    def closing(self) -> Closing:
        """What the schedule needs to know of it; only for what was done or skipped."""
        return Closing(self.occurrence, self.happened_on, self.kind == RecordKind.DONE, self.usage)

"""What happened to a purchase: the dated facts that move its cover."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Self

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core.db import Record, db, random_ref
from webapp.warranty.facts import (
    WHOLE_UNIT,
    Covers,
    Event,
    Extension,
    Goodwill,
    PartReplaced,
    PlanStart,
    Repair,
    Unvoid,
    Void,
)
from webapp.warranty.models.plan import ExtensionPlan


class EventKind(StrEnum):
    EXTENSION = "extension"
    REPAIR = "repair"
    PART_REPLACED = "part_replaced"
    GOODWILL = "goodwill"
    VOID = "void"
    UNVOID = "unvoid"
    DELIVERY = "delivery"


class CoverEvent(Record):
    """One dated fact. Only an open repair is ever changed, when the product is handed back.

    `number` is what the workshop or shop calls it (R-2041), `reason` is staff's sentence for the customer.
    """

    __tablename__ = "cover_events"
    __table_args__ = (
        Index("ix_cover_events_purchase_id_id", "purchase_id", "id"),
        CheckConstraint(
            "kind IN ('extension', 'repair', 'part_replaced', 'goodwill', 'void', 'unvoid', 'delivery')",
            name="kind_known",
        ),
        CheckConstraint("months IS NULL OR months >= 0", name="months_not_negative"),
        CheckConstraint("days IS NULL OR days >= 0", name="days_not_negative"),
        CheckConstraint("intake_on IS NULL OR intake_on >= happened_on", name="intake_after_request"),
        CheckConstraint(
            "handed_back_on IS NULL OR handed_back_on >= coalesce(intake_on, happened_on)",
            name="hand_back_last",
        ),
    )

    ref: Mapped[str] = mapped_column(String(16), unique=True, default=random_ref)
    purchase_id: Mapped[int] = mapped_column(ForeignKey("purchases.id"))
    kind: Mapped[str] = mapped_column(String(15))
    happened_on: Mapped[date]
    number: Mapped[str] = mapped_column(String(40), default="")
    reason: Mapped[str] = mapped_column(String(500), default="")
    component: Mapped[str | None] = mapped_column(String(40))
    names: Mapped[dict[str, str] | None] = mapped_column(db.JSON)
    months: Mapped[int | None]
    days: Mapped[int | None]
    intake_on: Mapped[date | None]
    handed_back_on: Mapped[date | None]
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("extension_plans.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    plan: Mapped[ExtensionPlan | None] = relationship(lazy="joined")

    @classmethod
    def of(cls, purchase_id: int) -> list[Self]:
        """Everything that happened to a purchase, oldest first."""
        query = select(cls).filter_by(purchase_id=purchase_id).order_by(cls.happened_on, cls.id)
        return list(db.session.scalars(query))

    @property
    def title(self) -> str:
        """What the explanation calls it."""
        return self.number or self.reason

    @property
    def fact(self) -> Event | None:
        """The event as `coverage` takes it; None for a delivery, which is a date and no event."""
        match self.kind:
            case EventKind.EXTENSION if self.plan:
                return self._extension(self.plan)
            case EventKind.REPAIR:
                taken_in = self.intake_on or self.happened_on
                return Repair(self.happened_on, taken_in, self.handed_back_on, self.title)
            case EventKind.PART_REPLACED:
                part, names = self.component or WHOLE_UNIT, self.names or {}
                return PartReplaced(
                    self.happened_on, part, self.title, self.handed_back_on, self.months, names
                )
            case EventKind.GOODWILL:
                part, names = self.component or WHOLE_UNIT, self.names or {}
                return Goodwill(self.happened_on, self.months or 0, self.title, self.days or 0, part, names)
            case EventKind.VOID:
                return Void(self.happened_on, self.reason, self.component)
            case EventKind.UNVOID:
                return Unvoid(self.happened_on, self.reason, self.component)
        return None

    def _extension(self, plan: ExtensionPlan) -> Extension:
        return Extension(
            self.happened_on,
            plan.months,
            plan.code,
            PlanStart(plan.start_basis),
            Covers(plan.covers),
            names=plan.names,
        )

    def copied_to(self, purchase_id: int) -> CoverEvent:
        """The same fact for the unit's next owner."""
        return CoverEvent(purchase_id=purchase_id, **{name: getattr(self, name) for name in _FACT_COLUMNS})


_FACT_COLUMNS = (
    "kind",
    "happened_on",
    "number",
    "reason",
    "component",
    "names",
    "months",
    "days",
    "intake_on",
    "handed_back_on",
    "plan_id",
    "by_id",
)

"""The service plan of a model: what it needs and how often."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Self

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core.calendar import Interval
from webapp.core.db import Record, UtcDateTime, db
from webapp.core.i18n import in_language
from webapp.maintenance.schedule import Anchor, Combination, Rule


class Kind(StrEnum):
    """Who does it: the person, or a technician by appointment."""

    SELF = "self"
    BOOKING = "booking"


class ServicePlan(Record):
    """One plan per model; `revision` counts the edits."""

    __tablename__ = "service_plans"

    model_id: Mapped[int] = mapped_column(ForeignKey("models.id"), unique=True)
    revision: Mapped[int] = mapped_column(default=1)

    items: Mapped[list[PlanItem]] = relationship(
        back_populates="plan", order_by="PlanItem.position, PlanItem.id", lazy="selectin"
    )

    @classmethod
    def of(cls, model_id: int) -> Self | None:
        return db.session.scalar(select(cls).where(cls.model_id == model_id))

    @property
    def current_items(self) -> list[PlanItem]:
        """The items in force; removed ones stay for the history that names them."""
        return [item for item in self.items if item.removed_at is None]


class PlanItem(Record):
    """One thing to do. `names` and `guide_note` hold one text per language, `season` months, `stages` days.

    Intervals: `every_months`, then `every_days` (0 for none), `usage_every` in the model's usage unit.
    """

    __tablename__ = "plan_items"
    __table_args__ = (
        UniqueConstraint("plan_id", "code"),
        CheckConstraint("kind IN ('self', 'booking')", name="kind_known"),
        CheckConstraint("anchor IN ('purchase', 'calendar', 'completion')", name="anchor_known"),
        CheckConstraint("combination IN ('any', 'all')", name="combination_known"),
        CheckConstraint("every_months >= 0 AND every_days >= 0", name="interval_forward"),
        CheckConstraint("every_months + every_days > 0 OR usage_every > 0", name="has_interval"),
        CheckConstraint("anchor <> 'calendar' OR calendar_from IS NOT NULL", name="calendar_has_date"),
    )

    plan_id: Mapped[int] = mapped_column(ForeignKey("service_plans.id"))
    code: Mapped[str] = mapped_column(String(40))
    names: Mapped[dict[str, str]] = mapped_column(db.JSON)
    icon: Mapped[str] = mapped_column(String(40), default="wrench")
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[str] = mapped_column(String(10), default=Kind.SELF)
    guide_note: Mapped[dict[str, str]] = mapped_column(db.JSON, default=dict)
    every_months: Mapped[int] = mapped_column(default=0)
    every_days: Mapped[int] = mapped_column(default=0)
    usage_every: Mapped[int | None]
    combination: Mapped[str] = mapped_column(String(3), default=Combination.ANY)
    anchor: Mapped[str] = mapped_column(String(10), default=Anchor.PURCHASE)
    calendar_from: Mapped[date | None]
    first_months: Mapped[int] = mapped_column(default=0)
    first_days: Mapped[int] = mapped_column(default=0)
    first_usage: Mapped[int | None]
    season: Mapped[list[int]] = mapped_column(db.JSON, default=list)
    stages: Mapped[list[int] | None] = mapped_column(db.JSON(none_as_null=True))
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    plan: Mapped[ServicePlan] = relationship(back_populates="items")

    @property
    def title(self) -> str:
        """Its name in the language being spoken."""
        return in_language(self.names)

    @property
    def rule(self) -> Rule:
        """What the schedule counts with."""
        return Rule(
            every=Interval(self.every_months, self.every_days),
            usage=self.usage_every,
            combination=Combination(self.combination),
            anchor=Anchor(self.anchor),
            calendar_from=self.calendar_from,
            first=Interval(self.first_months, self.first_days),
            first_usage=self.first_usage,
            season=frozenset(self.season or ()),
        )

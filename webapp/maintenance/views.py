"""Dues as pages show them: plain rows read in one statement."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from webapp.core import clock
from webapp.core.db import db
from webapp.core.i18n import current_zone, in_language
from webapp.maintenance import wording
from webapp.maintenance.models import Due, DueState, Kind, PlanItem
from webapp.products.models import Model, Purchase


@dataclass(frozen=True, slots=True)
class DueView:
    """One open due with what a page says about it, in the language being spoken and the person's zone."""

    id: int
    purchase_id: int
    names: dict[str, str]
    icon: str
    kind: str
    guide_note: dict[str, str]
    every_months: int
    every_days: int
    usage_every: int | None
    combination: str
    due_on: date | None
    due_from: date | None
    due_until: date | None
    usage_due: int | None
    since: date
    snoozed_until: date | None
    unit: str | None

    @property
    def title(self) -> str:
        return in_language(self.names)

    @property
    def note(self) -> str:
        return in_language(self.guide_note)

    @property
    def needs_booking(self) -> bool:
        return self.kind == Kind.BOOKING

    @property
    def how_often(self) -> str:
        return wording.how_often(self, self.unit)

    @property
    def when(self) -> str:
        """How near it is, fit for a chip."""
        return wording.when(self.due_on, self.today)

    @property
    def tone(self) -> str:
        return wording.tone(self.due_on, self.today)

    @property
    def foreseen(self) -> str:
        return wording.foreseen(self.due_from, self.due_until)

    @property
    def at_use(self) -> str:
        """The use at which it falls due, or nothing."""
        return wording.amount(self.unit, self.usage_due) if self.usage_due else ""

    @property
    def today(self) -> date:
        return clock.today(current_zone())

    @property
    def is_overdue(self) -> bool:
        return self.due_on is not None and self.due_on < self.today

    @property
    def is_snoozed(self) -> bool:
        return self.snoozed_until is not None and self.snoozed_until > self.today

    @property
    def fraction(self) -> float:
        """How much of the interval has passed, 0 to 1; 0 while the day is unknown."""
        if self.due_on is None:
            return 0.0
        whole = max(1, (self.due_on - self.since).days)
        return min(1.0, max(0.0, (self.today - self.since).days / whole))


# The nearest first; what only use decides comes last.
_NEAREST = (Due.due_on.is_(None), Due.due_on, PlanItem.position, Due.id)


def _rows() -> Select[*tuple[Any, ...]]:
    """Select the columns of DueView, in its order."""
    return (
        select(
            Due.id,
            Due.purchase_id,
            PlanItem.names,
            PlanItem.icon,
            PlanItem.kind,
            PlanItem.guide_note,
            PlanItem.every_months,
            PlanItem.every_days,
            PlanItem.usage_every,
            PlanItem.combination,
            Due.due_on,
            Due.due_from,
            Due.due_until,
            Due.usage_due,
            Due.since,
            Due.snoozed_until,
            Model.usage_unit,
        )
        .join(PlanItem, PlanItem.id == Due.plan_item_id)
        .join(Purchase, Purchase.id == Due.purchase_id)
        .join(Model, Model.id == Purchase.model_id)
        .order_by(*_NEAREST)
    )


def next_dues(purchase_ids: Collection[int]) -> dict[int, list[DueView]]:
    """Return the open dues of purchases, the nearest first, in one statement. Every id asked for is a key."""
    found: dict[int, list[DueView]] = {purchase_id: [] for purchase_id in purchase_ids}
    if found:
        for row in db.session.execute(_rows().where(Due.state == DueState.OPEN, Due.purchase_id.in_(found))):
            view = DueView(*row)
            found[view.purchase_id].append(view)
    return found


def care_plan_of(purchase: Purchase) -> list[DueView]:
    """Return what is open on one purchase, the nearest first: what `_care_plan.html` shows as `care`."""
    return next_dues([purchase.id])[purchase.id]


def view_of(due: Due) -> DueView:
    """Return one due as pages show it, open or not."""
    return DueView(*db.session.execute(_rows().where(Due.id == due.id)).one())

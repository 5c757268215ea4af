"""What is open on which purchase: computed from the facts, never stepped from what was computed before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from webapp.core.db import db
from webapp.maintenance import signals
from webapp.maintenance.models import (
    Due,
    DueState,
    MeterReading,
    PlanItem,
    RecordKind,
    ServicePlan,
    ServiceRecord,
    hold,
    unit_of,
)
from webapp.maintenance.schedule import Occurrence, next_occurrence
from webapp.maintenance.views import DueView, next_dues

if TYPE_CHECKING:
    from webapp.maintenance.schedule import Closing
    from webapp.products.models import Purchase

__all__ = ["DueView", "next_dues", "recalculate", "withdraw_all"]


def recalculate(purchase: Purchase) -> None:
    """Make the open dues of a purchase what plan, history and readings say now; twice changes nothing."""
    hold(purchase.id)
    if not purchase.is_active:
        withdraw_all(purchase)
        return
    plan = ServicePlan.of(purchase.model_id)
    items = plan.current_items if plan else []
    closings, readings = _closings(purchase.id), [row.fact for row in MeterReading.of_unit(purchase.id)]
    known = _dues_of(purchase.id)
    for due in known:
        if due.is_open and due.plan_item_id not in {item.id for item in items}:
            due.withdraw()
    for item in items:
        found = next_occurrence(item.rule, purchase.bought_on, closings.get(item.id, []), readings)
        _settle(purchase, item, found, [due for due in known if due.plan_item_id == item.id])


def withdraw_all(purchase: Purchase) -> None:
    """Close everything that is open: the unit is no longer this person's."""
    for due in _dues_of(purchase.id):
        if due.is_open:
            due.withdraw()


def _dues_of(purchase_id: int) -> list[Due]:
    states = (DueState.OPEN, DueState.WITHDRAWN)
    return list(db.session.scalars(select(Due).where(Due.purchase_id == purchase_id, Due.state.in_(states))))


def _closings(purchase_id: int) -> dict[int, list[Closing]]:
    """Return what was done and skipped on the unit, by plan item."""
    records = db.session.scalars(
        select(ServiceRecord).where(
            ServiceRecord.purchase_id.in_(unit_of(purchase_id)), ServiceRecord.kind != RecordKind.SNOOZED
        )
    )
    closings: dict[int, list[Closing]] = {}
    for record in records:
        closings.setdefault(record.plan_item_id, []).append(record.closing)
    return closings


def _settle(purchase: Purchase, item: PlanItem, found: Occurrence, known: list[Due]) -> None:
    for due in known:
        if due.is_open and due.occurrence != found.number:
            due.withdraw()
    same = next((due for due in known if due.occurrence == found.number), None)
    if same is None:
        _open(Due(purchase=purchase, item=item, occurrence=found.number), found)
    elif same.is_open:
        _move(same, found)
    else:
        same.state, same.closed_at = DueState.OPEN, None
        _open(same, found)


def _open(due: Due, found: Occurrence) -> None:
    _write(due, found)
    db.session.add(due)
    db.session.flush()
    signals.due_opened.send(due)


def _move(due: Due, found: Occurrence) -> None:
    before = due.due_on
    _write(due, found)
    db.session.flush()
    if due.due_on != before:
        signals.due_moved.send(due)


def _write(due: Due, found: Occurrence) -> None:
    span = (found.when.first, found.when.likely, found.when.last) if found.when else (None, None, None)
    due.due_from, due.due_on, due.due_until = span
    due.usage_due, due.since = found.usage, found.since

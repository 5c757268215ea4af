"""Keeping the book of reminders: what is planned for whom follows the dues, the cover and people's hours.

Every change of a fact plans the whole subject anew. What was told stays told: the unique key of a stage is
what makes a reminder go out once, however often it is planned.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, select, update

from webapp.core import clock
from webapp.core.db import db
from webapp.maintenance.models import Due, DueState, hold
from webapp.products.models import Purchase
from webapp.reminders import planning
from webapp.reminders.models import Reminder, State, Subject
from webapp.warranty.models import CoverLine

if TYPE_CHECKING:
    from webapp.accounts.models import User


@dataclass(frozen=True, slots=True)
class About:
    """What a run of stages is about; the first five columns of the unique key, the stage aside."""

    purchase_id: int
    user_id: int
    subject_kind: Subject
    subject_id: int
    occurrence: int
    due_on: date
    due_id: int | None = None

    @property
    def key(self) -> dict[str, Any]:
        names = ("purchase_id", "user_id", "subject_kind", "subject_id", "occurrence")
        return {name: getattr(self, name) for name in names}


def hours_of(person: User) -> planning.Person:
    """Return when this person wants to be told."""
    return planning.Person(
        person.zone, person.reminder_hour, person.quiet_from, person.quiet_until, person.daily_cap
    )


def plan_due(due: Due) -> None:
    """Plan the stages of an open due for the unit's owner; nothing while its day is unknown."""
    if due.due_on is None or not due.is_open:
        cancel(*_of_due(due))
        return
    owner = due.purchase.owner
    firings = planning.plan(
        due.due_on,
        hours_of(owner),
        clock.now(),
        stages=planning.SERVICE_STAGES if due.item.stages is None else due.item.stages,
        snoozed_until=due.snoozed_until,
    )
    about = About(
        due.purchase_id, owner.id, Subject.SERVICE, due.plan_item_id, due.occurrence, due.due_on, due.id
    )
    _write(about, firings)


def plan_cover(purchase: Purchase) -> None:
    """Plan the end of each cover line that ends; lines that end on one day are told as one."""
    standing = CoverLine.voided_on.is_(None)
    ends = select(CoverLine.ends_on).where(CoverLine.purchase_id == purchase.id, standing).distinct()
    days = set(db.session.scalars(ends)) if purchase.is_active else set()
    gone = Reminder.occurrence.not_in([day.toordinal() for day in days])
    cancel(Reminder.purchase_id == purchase.id, Reminder.subject_kind == Subject.COVER, gone)
    for day in sorted(days):
        firings = planning.plan(day, hours_of(purchase.owner), clock.now(), stages=planning.COVER_STAGES)
        about = About(purchase.id, purchase.owner_id, Subject.COVER, 0, day.toordinal(), day)
        _write(about, firings)


def plan_person(person: User) -> None:
    """Plan everything anew for a person whose zone, hours or cap changed."""
    purchases = select(Purchase).where(Purchase.owner_id == person.id, Purchase.ended_at.is_(None))
    for purchase in db.session.scalars(purchases.order_by(Purchase.id)).all():
        hold(purchase.id)
        for due in db.session.scalars(select(Due).filter_by(purchase_id=purchase.id, state=DueState.OPEN)):
            plan_due(due)
        plan_cover(purchase)


def cancel(*where: ColumnElement[bool]) -> None:
    """End every planned reminder that fits: it will not be told."""
    db.session.flush()
    db.session.execute(
        update(Reminder)
        .where(Reminder.state == State.PLANNED, *where)
        .values(state=State.CANCELLED, ended_at=clock.now())
        .execution_options(synchronize_session="fetch")
    )


def cancel_due(due: Due) -> None:
    """Its stages will not be told: it is done, skipped or withdrawn."""
    cancel(*_of_due(due))


def _of_due(due: Due) -> tuple[ColumnElement[bool], ...]:
    return (
        Reminder.purchase_id == due.purchase_id,
        Reminder.subject_kind == Subject.SERVICE,
        Reminder.subject_id == due.plan_item_id,
        Reminder.occurrence == due.occurrence,
    )


def _write(about: About, firings: Iterable[planning.Firing]) -> None:
    """Make the planned rows of a subject those of `firings`; what was told or capped stays as it is."""
    hold(about.purchase_id)
    # Locked, so that a tick which is telling one of them right now is waited for and not overwritten.
    rows = select(Reminder).filter_by(**about.key).with_for_update().execution_options(populate_existing=True)
    known = {row.stage: row for row in db.session.scalars(rows)}
    wanted = {firing.stage: firing for firing in firings}
    for stage, row in known.items():
        if stage not in wanted and row.state == State.PLANNED:
            row.state, row.ended_at = State.CANCELLED, clock.now()
    for stage, firing in wanted.items():
        if stage in known:
            _plan_again(known[stage], about, firing)
        else:
            db.session.add(_new(about, firing))
    db.session.flush()


def _new(about: About, firing: planning.Firing) -> Reminder:
    facts = {"due_on": about.due_on, "due_id": about.due_id, "fire_at": firing.at, "send_at": firing.at}
    return Reminder(**about.key, **facts, stage=firing.stage)


def _plan_again(row: Reminder, about: About, firing: planning.Firing) -> None:
    if row.state in (State.TOLD, State.CAPPED):
        return
    if row.state == State.PLANNED and row.fire_at == firing.at:
        row.due_on = about.due_on  # it may be waiting past its instant: keep where it waits
        return
    row.state, row.ended_at, row.due_on = State.PLANNED, None, about.due_on
    row.fire_at = row.send_at = firing.at


def planned_for(person: User) -> list[dict[str, Any]]:
    """Return what this room holds about a person, for their export: each reminder and how it ended."""
    rows = db.session.scalars(select(Reminder).filter_by(user_id=person.id).order_by(Reminder.fire_at))
    names = ("subject_kind", "due_on", "stage", "fire_at", "state", "ended_at")
    return [{name: getattr(row, name) for name in names} for row in rows]

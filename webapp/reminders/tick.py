"""The tick: claims reminders that have come and tells them, each once, whoever else is ticking.

One transaction per batch holds the claim, the inbox rows with their deliveries, and the reminders' new
states: killed anywhere, it never happened, and the next tick finds the same rows. On PostgreSQL ticks side
by side skip each other's rows; on SQLite a transaction has the only pen from its start.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from sqlalchemy import Select, and_, func, literal, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import aliased

from webapp.accounts.models import User
from webapp.core import clock
from webapp.core.db import db
from webapp.maintenance.models import PlanItem
from webapp.notifications.telling import notify, room_today
from webapp.products.models import Model, Purchase
from webapp.reminders.book import hours_of
from webapp.reminders.models import Reminder, State, Subject
from webapp.reminders.planning import Come, Fate, Verdict, judge
from webapp.reminders.texts import Told, message_of

log = logging.getLogger(__name__)

BATCH = 100  # on SQLite a batch keeps every other writer waiting
REMINDING = 7401  # the first half of our advisory locks on PostgreSQL; the second is the person
_OCCURRENCE = ("purchase_id", "subject_kind", "subject_id", "occurrence", "user_id")
_ENDS = {Fate.TELL: State.TOLD, Fate.MISS: State.MISSED, Fate.CAP: State.CAPPED}


def run(now: datetime | None = None) -> Counter[str]:
    """Deal with every reminder that has come; returns how many met which fate. Commits batch by batch."""
    now = now or clock.now()
    fates: Counter[str] = Counter()
    failed: set[int] = set()
    while True:
        try:
            rows = claim(now, failed)
            fates.update(_deal_with(rows, now, failed))
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise
        if len(rows) < BATCH:
            return fates


def due_select(now: datetime, limit: int) -> Select[int]:
    """Select the ids of planned reminders that have come, the longest waiting first."""
    # Written out, not bound: a database uses a partial index only where it sees that its condition holds.
    planned = literal(State.PLANNED.value, literal_execute=True)
    return (
        select(Reminder.id)
        .where(Reminder.state == planned, Reminder.send_at <= now)
        .order_by(Reminder.send_at, Reminder.id)
        .limit(limit)
    )


def claim(now: datetime, without: set[int] | None = None) -> Sequence[Told]:
    """Take a batch for this transaction alone, with everything its texts need."""
    due = due_select(now, BATCH)
    if without:
        due = due.where(Reminder.id.not_in(without))
    ids = db.session.scalars(due.with_for_update(skip_locked=True)).all()
    if not ids:
        return []
    rows = db.session.execute(
        select(Reminder, User, Purchase, Model, PlanItem)
        .join(User, User.id == Reminder.user_id)
        .join(Purchase, Purchase.id == Reminder.purchase_id)
        .join(Model, Model.id == Purchase.model_id)
        .outerjoin(
            PlanItem, (PlanItem.id == Reminder.subject_id) & (Reminder.subject_kind == Subject.SERVICE)
        )
        .where(Reminder.id.in_(ids))
        .order_by(Reminder.user_id, Reminder.send_at, Reminder.id)
        .execution_options(populate_existing=True)
    )
    return [Told(*row) for row in rows]


def _deal_with(rows: Sequence[Told], now: datetime, failed: set[int]) -> Counter[str]:
    overtaken = _overtaken([told.reminder.id for told in rows], now)
    fates: Counter[str] = Counter()
    for user_id, group in groupby(rows, key=lambda told: told.person.id):
        _alone_with(user_id)
        for told in group:
            fates[_tell(told, now, told.reminder.id in overtaken, failed)] += 1
    return fates


def _tell(told: Told, now: datetime, overtaken: bool, failed: set[int]) -> str:
    """Deal with one reminder. One that cannot be written stays planned and is tried again next minute."""
    try:
        with db.session.begin_nested():
            return _settle(told, now, _verdict(told, now, overtaken))
    except DBAPIError:
        raise
    except Exception:
        log.exception("reminder %s could not be told", told.reminder.id)
        failed.add(told.reminder.id)
        return "failed"


def _verdict(told: Told, now: datetime, overtaken: bool) -> Verdict:
    reminder, person = told.reminder, told.person
    come = Come(
        reminder.fire_at,
        reminder.send_at,
        newer=overtaken,
        told_today=person.daily_cap - room_today(person, now),
    )
    return judge(come, now, hours_of(person))


def _settle(told: Told, now: datetime, verdict: Verdict) -> str:
    reminder = told.reminder
    if verdict.fate in (Fate.TELL, Fate.CAP):  # a full day: `notify` writes the inbox only
        notify(told.person, message_of(told, now))
    if verdict.until:
        reminder.send_at = verdict.until
    else:
        reminder.state, reminder.ended_at = _ENDS[verdict.fate], now
    db.session.flush()
    return verdict.fate.value


def _overtaken(ids: Sequence[int], now: datetime) -> set[int]:
    """Return those of which a later stage has come or was told; only the newest goes out."""
    older, newer = aliased(Reminder), aliased(Reminder)
    same = and_(*(getattr(older, name) == getattr(newer, name) for name in _OCCURRENCE))
    told = newer.state.in_((State.TOLD, State.CAPPED))
    come = (newer.state == State.PLANNED) & (newer.fire_at <= now)
    later = select(older.id).join(newer, same).where(newer.fire_at > older.fire_at, told | come)
    return set(db.session.scalars(later.where(older.id.in_(ids))))


def _alone_with(user_id: int) -> None:
    """Let one transaction at a time count what a person was told today, so that ticks share one daily cap."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(REMINDING, user_id)))

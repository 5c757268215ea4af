"""Demo data: the planned reminders come with the dues; the inbox shows what was told in the last weeks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from webapp.core import clock
from webapp.core.db import db
from webapp.maintenance.models import Due
from webapp.notifications.models import Notification
from webapp.reminders import planning
from webapp.reminders.book import hours_of
from webapp.reminders.models import Reminder, State, Subject
from webapp.reminders.texts import Told, message_of

LOOKING_BACK = timedelta(days=16)
FRESH = timedelta(days=3)


def load(world: dict[str, Any]) -> None:
    """Load the room's demo into the current transaction."""
    for due in world["dues"].values():
        if due.due_on is not None:
            _tell_what_has_come(due)


def _tell_what_has_come(due: Due) -> None:
    """Write the last stage that has come as if it had been told at its hour; devices are not woken for it."""
    now, owner = clock.now(), due.purchase.owner
    firings = planning.plan(due.due_on, hours_of(owner), now - LOOKING_BACK) if due.due_on else []
    past = [firing for firing in firings if firing.at <= now]
    if not past:
        return
    reminder = _reminder(due, past[-1])
    if reminder.state == State.TOLD:
        return
    reminder.state, reminder.ended_at = State.TOLD, reminder.fire_at
    told = Told(reminder, owner, due.purchase, due.purchase.model, due.item)
    message = message_of(told, reminder.fire_at)
    read = reminder.fire_at + timedelta(hours=1) if reminder.fire_at < now - FRESH else None
    db.session.add(
        Notification(
            user_id=owner.id,
            key=message.key,
            topic=message.topic,
            title=message.title,
            body=message.body,
            path=message.path,
            lang=message.lang,
            expires_at=message.expires_at,
            created_at=reminder.fire_at,
            actions=[{"name": act.name, "title": act.title, "path": act.path} for act in message.actions],
            reminder_ref=message.reminder_ref,
            read_at=read,
        )
    )
    db.session.flush()


def _reminder(due: Due, firing: planning.Firing) -> Reminder:
    """Return the row of a stage, made where planning left it out because it had passed."""
    facts = {
        "purchase_id": due.purchase_id,
        "subject_kind": Subject.SERVICE.value,
        "subject_id": due.plan_item_id,
        "occurrence": due.occurrence,
        "stage": firing.stage,
        "user_id": due.purchase.owner_id,
    }
    found = db.session.query(Reminder).filter_by(**facts).one_or_none()
    if found is None:
        times = {"due_on": due.due_on, "fire_at": firing.at, "send_at": firing.at}
        found = Reminder(**facts, **times, due_id=due.id)
        db.session.add(found)
        db.session.flush()
    return found

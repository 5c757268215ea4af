"""The inbox: a person's notifications, newest first, and what they have read."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select, update

from webapp.accounts.models import User
from webapp.core import clock
from webapp.core.db import db, keyset
from webapp.notifications.models import Notification

PAGE = 20


@dataclass(frozen=True, slots=True)
class InboxPage:
    """A page of the inbox; `next_before` continues it, None at the end."""

    notifications: list[Notification]
    next_before: int | None


def read_page(person: User, before: int | None) -> InboxPage:
    """Return the newest notifications older than id `before` (None: the newest of all)."""
    # No row's id is beyond this, and a database refuses numbers it cannot hold.
    after = None if before is None else (min(before, 2**31 - 1),)
    wanted = keyset(Notification.inbox_of(person.id), (Notification.id,), after, PAGE + 1)
    rows = list(db.session.scalars(wanted))
    return InboxPage(rows[:PAGE], rows[PAGE - 1].id if len(rows) > PAGE else None)


def unread_count(person: User) -> int:
    """Count what waits unread."""
    return Notification.unread_count(person.id)


def mark_all_read(person: User) -> int:
    """Mark everything read; returns how many it was."""
    read = db.session.execute(
        update(Notification)
        .where(Notification.user_id == person.id, Notification.read_at.is_(None))
        .values(read_at=clock.now())
    )
    return int(read.rowcount)  # type: ignore[attr-defined]


def open_one(person: User, ref: str) -> Notification | None:
    """Mark one of the person's own notifications read and return it; None when it is not theirs."""
    notification = db.session.scalar(
        select(Notification).where(Notification.ref == ref, Notification.user_id == person.id)
    )
    if notification:
        notification.mark_read()
    return notification

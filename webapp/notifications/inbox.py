"""The inbox: a person's notifications, newest first, and what they have read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

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
    """Return the person's news that come after the one with id `before`; an unknown one starts anew."""
    after = None if before is None else _place_of(person, before)
    order = (Notification.created_at, Notification.id)
    rows = list(db.session.scalars(keyset(Notification.inbox_of(person.id), order, after, PAGE + 1)))
    return InboxPage(rows[:PAGE], rows[PAGE - 1].id if len(rows) > PAGE else None)


def _place_of(person: User, notification_id: int) -> tuple[datetime, int] | None:
    # No row's id is beyond this, and a database refuses numbers it cannot hold.
    seen = Notification.id == min(max(notification_id, 0), 2**31 - 1)
    created_at = db.session.scalar(
        select(Notification.created_at).where(seen, Notification.user_id == person.id)
    )
    return None if created_at is None else (created_at, notification_id)


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

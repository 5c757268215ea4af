"""The one door by which other rooms tell a person something: `notify`, `cancel_for`, `room_today`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from webapp.core import clock
from webapp.core.db import after_commit, db
from webapp.notifications import bell
from webapp.notifications.choices import Ways, ways_of
from webapp.notifications.message import Action, Message
from webapp.notifications.models import Delivery, Notification, PushSubscription, State, Topic

if TYPE_CHECKING:
    from webapp.accounts.models import User

__all__ = ["Action", "Message", "Topic", "cancel_for", "notify", "room_today"]

UNCOUNTED = (Topic.TEST, Topic.SAFETY)
"""Topics outside the daily cap."""


def notify(person: User, message: Message) -> Notification:
    """Write the inbox row and one delivery per device or address, in the caller's transaction.

    Telling the same key to the same person again returns the first row and adds nothing. Over the person's
    daily cap only the inbox is told; in quiet hours devices are told when those end; safety passes both.
    """
    if told := Notification.told(person.id, message.key):
        return told
    room = message.safety or message.topic in UNCOUNTED or room_today(person, clock.now()) > 0
    notification = _inbox_row(person, message)
    try:
        with db.session.begin_nested():
            db.session.add(notification)
    except IntegrityError:
        return db.session.scalars(
            select(Notification).where(Notification.user_id == person.id, Notification.key == message.key)
        ).one()
    if room:
        db.session.add_all(_deliveries(person, notification))
        db.session.flush()
        after_commit(bell.ring)
    return notification


def cancel_for(key_prefix: str) -> int:
    """Withdraw every notification whose key starts with `key_prefix`, from inbox and unsent deliveries.

    Returns how many notifications it withdrew. What already left cannot be called back.
    """
    withdrawn = db.session.scalars(
        update(Notification)
        .where(Notification.key.startswith(key_prefix, autoescape=True), Notification.cancelled_at.is_(None))
        .values(cancelled_at=clock.now())
        .returning(Notification.id)
    ).all()
    # A leased row is in a worker's hands: its worker, or the next one to claim it, reads `cancelled_at`.
    db.session.execute(
        update(Delivery)
        .where(Delivery.notification_id.in_(withdrawn), Delivery.state.in_((State.QUEUED, State.RETRY)))
        .values(state=State.CANCELLED, wake_at=None, reason="withdrawn", answered_at=clock.real_now())
    )
    return len(withdrawn)


def room_today(person: User, now: datetime) -> int:
    """Return how many more messages the person's daily cap leaves room for on their own calendar day.

    What only the inbox was told does not count, safety notices and tests neither.
    """
    zone = ZoneInfo(person.zone)
    midnight = datetime.combine(now.astimezone(zone).date(), time(), tzinfo=zone)
    told = db.session.scalar(
        select(func.count())
        .select_from(Notification)
        .where(
            Notification.user_id == person.id,
            Notification.created_at >= midnight.astimezone(UTC),
            Notification.created_at <= now,
            Notification.topic.not_in(UNCOUNTED),
            Notification.safety.is_(False),
            select(Delivery.id).where(Delivery.notification_id == Notification.id).exists(),
        )
    )
    return max(person.daily_cap - (told or 0), 0)


def quiet_until(person: User, now: datetime) -> datetime:
    """Return when this person may be disturbed: `now`, or the end of the quiet hours it falls into."""
    zone = ZoneInfo(person.zone)
    local = now.astimezone(zone)
    start, end = person.quiet_from, person.quiet_until
    if start == end or not _within(local.time(), start, end):
        return now
    day = local.date() if local.time() < end else local.date() + timedelta(days=1)
    return datetime.combine(day, end, tzinfo=zone).astimezone(UTC)


def _within(moment: time, start: time, end: time) -> bool:
    if start < end:
        return start <= moment < end
    return moment >= start or moment < end


def _inbox_row(person: User, message: Message) -> Notification:
    actions = [{"name": act.name, "title": act.title, "path": act.path} for act in message.actions]
    return Notification(
        user_id=person.id,
        key=message.key,
        topic=message.topic,
        title=message.title,
        body=message.body,
        path=message.path,
        lang=message.lang,
        urgency=message.urgency,
        safety=message.safety,
        actions=actions,
        reminder_ref=message.reminder_ref,
        expires_at=message.expires_at,
    )


def _deliveries(person: User, notification: Notification) -> Iterator[Delivery]:
    ways = Ways(True, True, True) if notification.safety else ways_of(person.id, Topic(notification.topic))
    devices = list(db.session.scalars(PushSubscription.of(person.id))) if ways.push else []
    ready = _ready_at(person, notification)
    for device in devices:
        yield Delivery.by_push(notification, device, ready)
    answering = any(not device.is_silent for device in devices)
    if person.email_verified_at and (ways.email or (ways.fallback and not answering)):
        yield Delivery.by_email(notification)


def _ready_at(person: User, notification: Notification) -> datetime:
    now = clock.now()
    undisturbed = notification.safety or notification.topic == Topic.TEST
    return now if undisturbed else quiet_until(person, now)

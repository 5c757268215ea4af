"""Taking deliveries that are ready, and asking once more whether they are still wanted.

A claim is one short transaction: rows become leased under a token for 60 s, what is no longer wanted becomes
final at once, letters go into the mail outbox, and only push messages come back to be sent.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select, update

from webapp.accounts.models import User
from webapp.core import clock
from webapp.core.db import db
from webapp.notifications import letters
from webapp.notifications.models import (
    Channel,
    Delivery,
    Notification,
    OriginHold,
    PushSubscription,
    State,
    TopicChoice,
)

LEASE = timedelta(seconds=60)
BATCH = 200


@dataclass(frozen=True, slots=True)
class Claimed:
    """One push message in this worker's hands: all that sending needs, read before the transaction ended."""

    id: int
    token: str
    tries: int
    expires_at: datetime
    origin: str
    notification_id: int
    key: str
    title: str
    body: str
    path: str
    lang: str
    urgency: str
    actions: list[dict[str, str]]
    subscription_id: int
    endpoint: str
    p256dh: str
    auth: str
    key_id: str
    unread: int


@dataclass(frozen=True, slots=True)
class Batch:
    """What one claim took: how many rows in all, and the push messages that are still wanted."""

    taken: int
    messages: list[Claimed]


def claim(limit: int = BATCH) -> Batch:
    """Lease up to `limit` ready deliveries, settle what needs no sending, and commit."""
    token = secrets.token_urlsafe(18)
    leased = _lease(limit, token)
    rows = _details(leased, token)
    unread = _unread_counts({row.user_id for row in rows})
    messages = []
    for row in rows:
        if refusal := _refusal(row):
            _close(row.id, token, *refusal)
        elif row.channel == Channel.EMAIL:
            letters.post(row.user_id, row.notification_id, row.id)
            _close(row.id, token, State.SENT, None)
        else:
            messages.append(_claimed(row, token, unread.get(row.user_id, 0)))
    db.session.commit()
    return Batch(len(leased), messages)


def ready(now: datetime) -> ColumnElement[bool]:
    """Return the condition of a delivery that may be taken now; `now` is real time."""
    held = select(OriginHold.origin).where(OriginHold.until > now)
    return and_(Delivery.wake_at <= now, Delivery.not_before <= clock.now(), Delivery.origin.not_in(held))


def expire_late() -> int:
    """Make final what outlived its sense while it waited, for example behind a held origin; commits."""
    late = and_(Delivery.wake_at <= clock.real_now() + timedelta(days=1), Delivery.expires_at <= clock.now())
    values = {"state": State.EXPIRED, "reason": "expired", "wake_at": None, "answered_at": clock.real_now()}
    expired = db.session.execute(update(Delivery).where(late, Delivery.token.is_(None)).values(values))
    db.session.commit()
    return int(expired.rowcount)  # type: ignore[attr-defined]


def _lease(limit: int, token: str) -> Sequence[int]:
    """Lease rows. PostgreSQL's workers skip each other's rows; SQLite's write lock lets one in at a time."""
    now = clock.real_now()
    found = db.session.scalars(
        select(Delivery.id)
        .where(ready(now))
        .order_by(Delivery.wake_at, Delivery.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=Delivery)
    ).all()
    return db.session.scalars(
        update(Delivery)
        .where(Delivery.id.in_(found), Delivery.wake_at <= now)
        .values(state=State.LEASED, token=token, wake_at=now + LEASE, tries=Delivery.tries + 1)
        .returning(Delivery.id)
        .execution_options(synchronize_session=False)
    ).all()


_DETAILS = (
    select(
        Delivery.id,
        Delivery.channel,
        Delivery.tries,
        Delivery.expires_at,
        Delivery.origin,
        Delivery.notification_id,
        Notification.user_id,
        Notification.key,
        Notification.title,
        Notification.body,
        Notification.path,
        Notification.lang,
        Notification.urgency,
        Notification.actions,
        Notification.safety,
        Notification.read_at,
        Notification.cancelled_at,
        User.erased_at,
        User.email_verified_at,
        TopicChoice.push.label("push_chosen"),
        PushSubscription.id.label("subscription_id"),
        PushSubscription.user_id.label("device_user_id"),
        PushSubscription.endpoint,
        PushSubscription.p256dh,
        PushSubscription.auth,
        PushSubscription.key_id,
    )
    .join(Notification, Notification.id == Delivery.notification_id)
    .join(User, User.id == Notification.user_id)
    .outerjoin(
        TopicChoice,
        and_(TopicChoice.user_id == Notification.user_id, TopicChoice.topic == Notification.topic),
    )
    .outerjoin(PushSubscription, PushSubscription.id == Delivery.subscription_id)
    .order_by(Delivery.id)
)


def _details(ids: Sequence[int], token: str) -> Sequence[Any]:
    return db.session.execute(_DETAILS.where(Delivery.id.in_(ids), Delivery.token == token)).all()


def _unread_counts(people: set[int]) -> dict[int, int]:
    rows = db.session.execute(
        select(Notification.user_id, func.count())
        .where(
            Notification.user_id.in_(people),
            Notification.read_at.is_(None),
            Notification.cancelled_at.is_(None),
        )
        .group_by(Notification.user_id)
    )
    return {user_id: count for user_id, count in rows}  # noqa: C416 (dict() cannot be typed here)


def _refusal(row: Any) -> tuple[State, str] | None:
    """Say why a delivery is no longer wanted, as its final state and reason; None when it is."""
    if row.expires_at <= clock.now():
        return State.EXPIRED, "expired"
    if row.cancelled_at:
        return State.CANCELLED, "withdrawn"
    if row.erased_at:
        return State.CANCELLED, "erased"
    if row.channel == Channel.EMAIL:
        return None if row.email_verified_at else (State.CANCELLED, "address not verified")
    if row.device_user_id != row.user_id:
        return State.CANCELLED, "device removed"
    if row.read_at:
        return State.CANCELLED, "read already"
    if row.push_chosen is False and not row.safety:
        return State.CANCELLED, "topic switched off"
    return None


def _close(delivery_id: int, token: str, state: State, reason: str | None) -> None:
    """Make a row final within the claim."""
    sent_at = clock.now() if state == State.SENT else None
    db.session.execute(
        update(Delivery)
        .where(Delivery.id == delivery_id, Delivery.token == token)
        .values(
            state=state,
            reason=reason,
            token=None,
            wake_at=None,
            answered_at=clock.real_now(),
            sent_at=sent_at,
        )
        .execution_options(synchronize_session=False)
    )


def _claimed(row: Any, token: str, unread: int) -> Claimed:
    names = (name for name in Claimed.__dataclass_fields__ if name not in ("token", "unread"))
    return Claimed(token=token, unread=unread, **{name: getattr(row, name) for name in names})

"""Writing outcomes back: only for rows whose lease is still held, and with all that follows from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update

from webapp.core import clock
from webapp.core.db import db
from webapp.notifications import holds
from webapp.notifications.alarms import raise_alarm
from webapp.notifications.backoff import MAX_TRIES, pause_after, retry_after
from webapp.notifications.claiming import Claimed
from webapp.notifications.fallback import fall_back
from webapp.notifications.models import Delivery, PushSubscription, State
from webapp.notifications.models.subscription import REFUSALS, REFUSED_FOR
from webapp.notifications.outcomes import Verdict, judge
from webapp.notifications.sender import Answer

MOST = 16
"""Outcomes in one commit: a worker killed before it commits repeats at most these and those in flight."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one claimed message."""

    message: Claimed
    verdict: Verdict
    status: int
    reason: str | None = None
    retry_after: str | None = None

    @classmethod
    def of(cls, message: Claimed, answer: Answer) -> Outcome:
        """Judge a push service's answer."""
        return cls(message, judge(answer.status), answer.status, answer.trouble, answer.retry_after)


def settle(outcomes: Sequence[Outcome]) -> None:
    """Write outcomes and commit. What another worker has taken over meanwhile is left to that worker."""
    _settle_sent([outcome for outcome in outcomes if outcome.verdict == Verdict.SENT])
    for outcome in outcomes:
        if outcome.verdict != Verdict.SENT:
            _REACTIONS[outcome.verdict](outcome)
    db.session.commit()


def release(messages: Sequence[Claimed]) -> None:
    """Give back messages that were never sent, as if they had not been claimed; commits."""
    for message in messages:
        wake_at = holds.held_until(message.origin) or clock.real_now()
        state = State.RETRY if message.tries > 1 else State.QUEUED
        _write(message, state, wake_at=wake_at, tries=Delivery.tries - 1)
    db.session.commit()


def _settle_sent(outcomes: Sequence[Outcome]) -> None:
    """The common case in two statements, however many."""
    if not outcomes:
        return
    now = clock.now()
    devices = db.session.scalars(
        update(Delivery)
        .where(
            Delivery.id.in_([outcome.message.id for outcome in outcomes]),
            Delivery.token == outcomes[0].message.token,
        )
        .values(
            state=State.SENT,
            answer=201,
            reason=None,
            token=None,
            wake_at=None,
            sent_at=now,
            answered_at=clock.real_now(),
        )
        .returning(Delivery.subscription_id)
        .execution_options(synchronize_session=False)
    ).all()
    db.session.execute(
        update(PushSubscription)
        .where(PushSubscription.id.in_(devices))
        .values(sent_at=now, silent_sends=PushSubscription.silent_sends + 1, refusals=0, refused_at=None)
        .execution_options(synchronize_session=False)
    )


def _gone(outcome: Outcome) -> None:
    if _write(outcome.message, State.GONE, outcome):
        _remove_subscription(outcome.message)
        fall_back(outcome.message.notification_id)


def _fault(outcome: Outcome) -> None:
    message = outcome.message
    if not _write(message, State.DEAD, outcome):
        return
    if outcome.status == 401:
        holds.hold(message.origin, clock.real_now() + holds.BLOCKED_FOR, "our key is refused")
    raise_alarm(message.origin, outcome.reason or "refused as wrong", answer=outcome.status or None)
    fall_back(message.notification_id)


def _retry(outcome: Outcome) -> None:
    now = clock.real_now()
    wake_at = now + pause_after(outcome.message.tries)
    if pause := retry_after(outcome.retry_after, now):
        wake_at = now + pause
        holds.hold(outcome.message.origin, wake_at, "asked for a pause")
    _try_later(outcome, wake_at)


def _try_later(outcome: Outcome, wake_at: datetime) -> None:
    message = outcome.message
    if message.tries < MAX_TRIES:
        _write(message, State.RETRY, outcome, wake_at=wake_at)
    elif _write(message, State.DEAD, outcome):
        fall_back(message.notification_id)


def _refused(outcome: Outcome) -> None:
    """403: our trouble when many are refused, else that one device's, which goes after 3 over 24 h."""
    message, now = outcome.message, clock.real_now()
    _try_later(outcome, now + pause_after(message.tries))
    if holds.refuses_many(message.origin):
        holds.hold(message.origin, now + holds.BLOCKED_FOR, "refuses many")
        raise_alarm(message.origin, "refuses many", answer=403)
    elif _refused_for_long(message.subscription_id, now):
        _remove_subscription(message)
        _end_as_gone(message)


def _refused_for_long(subscription_id: int, now: datetime) -> bool:
    since = func.coalesce(PushSubscription.refused_at, now)
    row = db.session.execute(
        update(PushSubscription)
        .where(PushSubscription.id == subscription_id)
        .values(refusals=PushSubscription.refusals + 1, refused_at=since)
        .returning(PushSubscription.refusals, PushSubscription.refused_at)
        .execution_options(synchronize_session=False)
    ).first()
    return row is not None and row.refusals >= REFUSALS and now - row.refused_at >= REFUSED_FOR


def _end_as_gone(message: Claimed) -> None:
    ended = db.session.execute(
        update(Delivery)
        .where(Delivery.id == message.id, Delivery.state == State.RETRY)
        .values(state=State.GONE, wake_at=None)
        .execution_options(synchronize_session=False)
    )
    if ended.rowcount:  # type: ignore[attr-defined]
        fall_back(message.notification_id)


def _remove_subscription(message: Claimed) -> None:
    """Delete the device, unless it has moved to another endpoint since this message was claimed."""
    found = db.session.scalar(
        select(PushSubscription.id).where(
            PushSubscription.id == message.subscription_id, PushSubscription.endpoint == message.endpoint
        )
    )
    db.session.execute(
        delete(PushSubscription)
        .where(PushSubscription.id == found)
        .execution_options(synchronize_session=False)
    )


def _write(message: Claimed, state: State, outcome: Outcome | None = None, **values: Any) -> bool:
    """Write one outcome if the lease still holds; False when another worker has the row."""
    answered = (
        {"answer": outcome.status or None, "reason": outcome.reason, "answered_at": clock.real_now()}
        if outcome
        else {}
    )
    written = db.session.execute(
        update(Delivery)
        .where(Delivery.id == message.id, Delivery.token == message.token)
        .values({"state": state, "token": None, "wake_at": None} | answered | values)
        .execution_options(synchronize_session=False)
    )
    return bool(written.rowcount)  # type: ignore[attr-defined]


_REACTIONS = {
    Verdict.GONE: _gone,
    Verdict.FAULT: _fault,
    Verdict.RETRY: _retry,
    Verdict.REFUSED: _refused,
}

"""One attempt channel of a notification, and the state machine its row goes through."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core import clock
from webapp.core.db import Record

if TYPE_CHECKING:
    from webapp.notifications.models.notification import Notification
    from webapp.notifications.models.subscription import PushSubscription


class Channel(StrEnum):
    """By what a notification travels."""

    PUSH = "push"
    EMAIL = "email"


class State(StrEnum):
    """Where a delivery stands. The last five are final."""

    QUEUED = "queued"
    LEASED = "leased"
    RETRY = "retry"
    SENT = "sent"
    GONE = "gone"
    DEAD = "dead"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


PENDING = (State.QUEUED, State.LEASED, State.RETRY)
FINAL = (State.SENT, State.GONE, State.DEAD, State.EXPIRED, State.CANCELLED)

_states = ", ".join(repr(state.value) for state in State)
_pending = ", ".join(repr(state.value) for state in PENDING)


class Delivery(Record):
    """One notification to one device or address, unique: (notification, target).

    `wake_at` is the earliest real instant at which a worker may take the row: now when queued, the next try
    when in retry, the end of the lease when leased, nothing when final. So one small index answers "what is
    to be done". `not_before` and `expires_at` are by the application's clock.
    `token` names the current lease; an outcome is written only by whoever still holds it.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("notification_id", "target"),
        Index(
            "ix_deliveries_wake_at_id",
            "wake_at",
            "id",
            sqlite_where=text("wake_at IS NOT NULL"),
            postgresql_where=text("wake_at IS NOT NULL"),
        ),
        Index("ix_deliveries_origin_answered_at", "origin", "answered_at"),
        CheckConstraint(f"state IN ({_states})", name="state_known"),
        CheckConstraint("channel IN ('push', 'email')", name="channel_known"),
        CheckConstraint("(state = 'leased') = (token IS NOT NULL)", name="leased_has_token"),
        CheckConstraint(f"(state IN ({_pending})) = (wake_at IS NOT NULL)", name="pending_wakes"),
    )

    notification_id: Mapped[int] = mapped_column(ForeignKey("notifications.id"))
    channel: Mapped[str] = mapped_column(String(5))
    target: Mapped[str] = mapped_column(String(40))
    subscription_id: Mapped[int | None] = mapped_column(
        ForeignKey("push_subscriptions.id", ondelete="SET NULL"), index=True
    )
    origin: Mapped[str] = mapped_column(String(300), default="")
    state: Mapped[str] = mapped_column(String(9), default=State.QUEUED)
    wake_at: Mapped[datetime | None] = mapped_column(default=lambda: clock.real_now())
    not_before: Mapped[datetime]
    expires_at: Mapped[datetime]
    token: Mapped[str | None] = mapped_column(String(32))
    tries: Mapped[int] = mapped_column(default=0)
    answer: Mapped[int | None]
    reason: Mapped[str | None] = mapped_column(String(60))
    answered_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    shown_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]

    @classmethod
    def by_push(cls, notification: Notification, device: PushSubscription, ready: datetime) -> Self:
        """Return a new delivery to one device, not to be made before `ready`."""
        return cls(
            notification_id=notification.id,
            channel=Channel.PUSH,
            target=device.ref,
            subscription_id=device.id,
            origin=device.origin,
            not_before=ready,
            expires_at=notification.expires_at,
        )

    @classmethod
    def by_email(cls, notification: Notification) -> Self:
        """Return a new delivery to the person's address; mail may come at any hour."""
        return cls(
            notification_id=notification.id,
            channel=Channel.EMAIL,
            target="email",
            not_before=clock.now(),
            expires_at=notification.expires_at,
        )


class OriginHold(Record):
    """A push service that asked for a pause, or that refuses us: nothing is sent there until then."""

    __tablename__ = "origin_holds"

    origin: Mapped[str] = mapped_column(String(300), unique=True)
    until: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(60))

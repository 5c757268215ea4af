"""A device that agreed to receive push messages."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import ForeignKey, Select, String, select
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core import clock
from webapp.core.db import Record, random_ref

MAX_DEVICES = 10
"""Devices a person may have; an eleventh takes the place of the one not seen for longest."""

SILENT_AFTER = 3
"""Sends without a "shown" beacon after which a device counts as silent."""

REFUSALS = 3
REFUSED_FOR = timedelta(hours=24)


def origin_of(endpoint: str) -> str:
    """Return scheme, host and port of an endpoint: the push service behind it, and the VAPID audience."""
    parts = urlsplit(endpoint)
    return f"{parts.scheme}://{parts.netloc}".lower()


class PushSubscription(Record):
    """One browser's subscription. An endpoint belongs to whoever proved it last.

    `session_id` is the server-side session that subscribed: ending it ends the subscription. `silent_sends`
    counts messages the push service took and the device never reported as shown.
    """

    __tablename__ = "push_subscriptions"

    ref: Mapped[str] = mapped_column(String(16), unique=True, default=random_ref)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    session_id: Mapped[int | None] = mapped_column(index=True)
    endpoint: Mapped[str] = mapped_column(String(1500), unique=True)
    origin: Mapped[str] = mapped_column(String(300))
    p256dh: Mapped[str] = mapped_column(String(100))
    auth: Mapped[str] = mapped_column(String(40))
    key_id: Mapped[str] = mapped_column(String(20), index=True)
    locale: Mapped[str | None] = mapped_column(String(5))
    name: Mapped[str] = mapped_column(String(80))
    is_phone: Mapped[bool]
    checked_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())
    sent_at: Mapped[datetime | None]
    last_shown_at: Mapped[datetime | None]
    silent_sends: Mapped[int] = mapped_column(default=0)
    refusals: Mapped[int] = mapped_column(default=0)
    refused_at: Mapped[datetime | None]

    @classmethod
    def of(cls, user_id: int) -> Select[Any]:
        """Select a person's devices, the last seen first."""
        return select(cls).where(cls.user_id == user_id).order_by(cls.checked_at.desc(), cls.id.desc())

    @property
    def is_silent(self) -> bool:
        """Whether messages to it vanish, so that e-mail has to take over."""
        return self.silent_sends >= SILENT_AFTER

    def was_shown(self) -> None:
        """The device itself reported that it showed a message: the only proof there is."""
        self.last_shown_at = clock.now()
        self.silent_sends = 0

"""What a person is told: a row of the inbox, true even when nothing can be delivered."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Select,
    String,
    UniqueConstraint,
    bindparam,
    func,
    select,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core import clock
from webapp.core.db import Record, db, random_ref


class Topic(StrEnum):
    """What a notification is about; channels are chosen per topic."""

    SERVICE_DUE = "service_due"
    WARRANTY_ENDING = "warranty_ending"
    REGISTRATION = "registration"
    ACCOUNT = "account"
    SAFETY = "safety"
    TEST = "test"


def _one_of(column: str, words: type[StrEnum]) -> str:
    return f"{column} IN ({', '.join(repr(word.value) for word in words)})"


class Notification(Record):
    """One thing told to one person. Unique (user, key): telling it twice is telling it once.

    `actions` is a list of {"name", "title", "path"}; `lang` is the language all its texts are in.
    """

    __tablename__ = "notifications"
    __table_args__ = (
        UniqueConstraint("user_id", "key"),
        # The inbox page walks this index backwards; the unread count reads only the small partial one.
        Index("ix_notifications_user_id_id", "user_id", "id"),
        Index(
            "ix_notifications_unread",
            "user_id",
            sqlite_where=text("read_at IS NULL AND cancelled_at IS NULL"),
            postgresql_where=text("read_at IS NULL AND cancelled_at IS NULL"),
        ),
        CheckConstraint(_one_of("topic", Topic), name="topic_known"),
    )

    ref: Mapped[str] = mapped_column(String(16), unique=True, default=random_ref)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    key: Mapped[str] = mapped_column(String(120))
    topic: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(String(1000))
    path: Mapped[str] = mapped_column(String(300))
    lang: Mapped[str] = mapped_column(String(5))
    urgency: Mapped[str] = mapped_column(String(10), default="normal")
    safety: Mapped[bool] = mapped_column(default=False)
    actions: Mapped[list[dict[str, str]]] = mapped_column(db.JSON, default=list)
    reminder_ref: Mapped[str | None] = mapped_column(String(60))
    expires_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]

    @classmethod
    def inbox_of(cls, user_id: int) -> Select[Any]:
        """Select a person's notifications that still hold."""
        return select(cls).where(cls.user_id == user_id, cls.cancelled_at.is_(None))

    @classmethod
    def told(cls, user_id: int, key: str) -> Self | None:
        """Return what was already told to this person under this key."""
        return db.session.scalar(select(cls).where(cls.user_id == user_id, cls.key == key))

    @classmethod
    def unread_count(cls, user_id: int) -> int:
        """Count what waits unread in the inbox: one read of a partial index."""
        return db.session.connection().execute(_UNREAD, {"user_id": user_id}).scalar() or 0

    def mark_read(self) -> None:
        """Remember that the person has seen it; the first time counts."""
        self.read_at = self.read_at or clock.now()


# Built once: every page counts, and building a statement costs more than running this one.
_inbox = Notification.__table__.c
_UNREAD = select(func.count()).where(
    _inbox.user_id == bindparam("user_id"), _inbox.read_at.is_(None), _inbox.cancelled_at.is_(None)
)


class TopicChoice(Record):
    """How one person wants to hear of one topic. No row: the topic's own defaults.

    `email` writes every time; `fallback` writes only where no device answers.
    """

    __tablename__ = "topic_choices"
    __table_args__ = (
        UniqueConstraint("user_id", "topic"),
        CheckConstraint(_one_of("topic", Topic), name="topic_known"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    topic: Mapped[str] = mapped_column(String(20))
    push: Mapped[bool]
    email: Mapped[bool]
    fallback: Mapped[bool]

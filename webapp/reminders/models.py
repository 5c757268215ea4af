"""The table of reminders: each says once to one person that something is coming, has come or has passed."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import Record, UtcDateTime


class Subject(StrEnum):
    """What a reminder is about: a plan item of the unit, or the end of its cover."""

    SERVICE = "service"
    COVER = "cover"


class State(StrEnum):
    """Planned, or how it ended. Capped: the day was full, so only the inbox was told."""

    PLANNED = "planned"
    TOLD = "told"
    MISSED = "missed"
    CANCELLED = "cancelled"
    CAPPED = "capped"


class Reminder(Record):
    """One stage of one occurrence for one person.

    `subject_id` is the plan item (service) or 0 (cover); `occurrence` the due's number, or the ordinal of the
    last day of cover. `fire_at` is when it is meant to go out, `send_at` when it does after being kept back.
    """

    __tablename__ = "reminders"
    __table_args__ = (
        UniqueConstraint("purchase_id", "subject_kind", "subject_id", "occurrence", "stage", "user_id"),
        # The tick reads this one: as small as what is still to come, whatever lies behind.
        Index(
            "ix_reminders_planned",
            "send_at",
            "id",
            sqlite_where=text("state = 'planned'"),
            postgresql_where=text("state = 'planned'"),
        ),
        Index("ix_reminders_user_id", "user_id"),
        CheckConstraint("subject_kind IN ('service', 'cover')", name="subject_known"),
        CheckConstraint("state IN ('planned', 'told', 'missed', 'cancelled', 'capped')", name="state_known"),
        CheckConstraint("(state = 'planned') = (ended_at IS NULL)", name="ended_has_instant"),
    )

    purchase_id: Mapped[int] = mapped_column(ForeignKey("purchases.id"))
    subject_kind: Mapped[str] = mapped_column(String(10))
    subject_id: Mapped[int] = mapped_column(default=0)
    occurrence: Mapped[int]
    stage: Mapped[int]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    due_id: Mapped[int | None] = mapped_column(ForeignKey("dues.id"))
    due_on: Mapped[date]
    fire_at: Mapped[datetime] = mapped_column(UtcDateTime)
    send_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(10), default=State.PLANNED)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

"""What a person agreed to, and when they took it back."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core import clock
from webapp.core.db import Record, UtcDateTime, db


class Purpose(StrEnum):
    """Optional uses of a person's data. Reminders about what they own need none: they are the service."""

    NEWS = "news"
    GREETINGS = "greetings"
    SURVEYS = "surveys"


class Consent(Record):
    """One giving of consent. A ledger: withdrawing stamps the row, giving again adds one, none is deleted."""

    __tablename__ = "consents"
    __table_args__ = (
        CheckConstraint("purpose IN ('news', 'greetings', 'surveys')", name="purpose"),
        Index(
            "uq_consents_standing",
            "user_id",
            "purpose",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    purpose: Mapped[str] = mapped_column(String(16))
    wording: Mapped[str] = mapped_column(
        Text
    )  # the very sentence that was agreed to, in the person's language
    given_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @classmethod
    def standing(cls, user_id: int) -> set[str]:
        """The purposes this person agrees to today."""
        rows = db.session.scalars(
            select(cls.purpose).where(cls.user_id == user_id, cls.withdrawn_at.is_(None))
        )
        return set(rows)

    @classmethod
    def give(cls, user_id: int, purpose: str, wording: str) -> None:
        """Record consent; giving what already stands changes nothing."""
        if purpose in cls.standing(user_id):
            return
        try:
            with db.session.begin_nested():
                db.session.add(cls(user_id=user_id, purpose=purpose, wording=wording))
        except IntegrityError:  # the same tap arrived twice: the other one's row stands
            return

    @classmethod
    def withdraw(cls, user_id: int, purpose: str) -> None:
        db.session.execute(
            update(cls)
            .where(cls.user_id == user_id, cls.purpose == purpose, cls.withdrawn_at.is_(None))
            .values(withdrawn_at=clock.now())
        )

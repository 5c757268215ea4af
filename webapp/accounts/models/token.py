"""Links sent by mail that work once."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, select, update
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core import clock
from webapp.core.db import Record, UtcDateTime, db
from webapp.core.security import hash_token, new_token

LIFE = timedelta(minutes=30)


class TokenPurpose(StrEnum):
    VERIFY_EMAIL = "verify_email"
    RESET_PASSWORD = "reset_password"  # noqa: S105 - a purpose, not a password
    CHANGE_EMAIL = "change_email"


class OneTimeToken(Record):
    """A 256-bit secret, stored hashed, for one person, purpose and address; used once, within 30 minutes."""

    __tablename__ = "one_time_tokens"
    __table_args__ = (
        CheckConstraint("purpose IN ('verify_email', 'reset_password', 'change_email')", name="purpose"),
        Index("ix_one_time_tokens_user_id_purpose", "user_id", "purpose"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    purpose: Mapped[str] = mapped_column(String(16))
    email: Mapped[str] = mapped_column(String(254))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @classmethod
    def issue(cls, user_id: int, purpose: TokenPurpose, email: str) -> str:
        """A new secret; every earlier one of this person for this purpose stops working."""
        cls.cancel(user_id, purpose)
        secret = new_token()
        row = cls(
            user_id=user_id,
            purpose=purpose.value,
            email=email,
            token_hash=hash_token(secret),
            expires_at=clock.real_now() + LIFE,
        )
        db.session.add(row)
        db.session.flush()
        return secret

    @classmethod
    def cancel(cls, user_id: int, *purposes: TokenPurpose) -> None:
        """Make outstanding links useless; without purposes, all of the person's."""
        chosen = [purpose.value for purpose in purposes or TokenPurpose]
        db.session.execute(
            update(cls)
            .where(cls.user_id == user_id, cls.purpose.in_(chosen), cls.used_at.is_(None))
            .values(used_at=clock.real_now())
        )

    @classmethod
    def find(cls, secret: str, *purposes: TokenPurpose) -> OneTimeToken | None:
        """The row of a link that still works. Using it needs ``spend``."""
        return db.session.scalar(
            select(cls).where(
                cls.token_hash == hash_token(secret),
                cls.purpose.in_([purpose.value for purpose in purposes]),
                cls.used_at.is_(None),
                cls.expires_at > clock.real_now(),
            )
        )

    def spend(self) -> bool:
        """Use the link up; False when another request did so first."""
        spent = db.session.execute(
            update(OneTimeToken)
            .where(OneTimeToken.id == self.id, OneTimeToken.used_at.is_(None))
            .values(used_at=clock.real_now())
        )
        return bool(spent.rowcount)  # type: ignore[attr-defined]

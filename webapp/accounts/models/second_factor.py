"""A staff member's authenticator app and the codes for the day it is lost."""

from __future__ import annotations

import secrets
from datetime import datetime

import pyotp
from sqlalchemy import ForeignKey, String, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core import clock
from webapp.core.db import Record, UtcDateTime, db
from webapp.core.security import hash_token

STEP = 30  # seconds, RFC 6238
RECOVERY_CODES = 10
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


class SecondFactor(Record):
    """One TOTP secret per person; it counts once ``confirmed_at`` is set by a first right code."""

    __tablename__ = "second_factors"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), unique=True)
    secret: Mapped[str] = mapped_column(String(64))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_step: Mapped[int] = mapped_column(default=0)

    @classmethod
    def of(cls, user_id: int) -> SecondFactor | None:
        return db.session.scalar(select(cls).where(cls.user_id == user_id))

    @classmethod
    def is_on(cls, user_id: int) -> bool:
        factor = cls.of(user_id)
        return factor is not None and factor.confirmed_at is not None

    def accepts(self, code: str) -> bool:
        """Check a six-digit code, one step of drift either way; a code once accepted never works again."""
        step = self._step_of(code)
        if step is None:
            return False
        used = db.session.execute(
            update(SecondFactor)
            .where(SecondFactor.id == self.id, SecondFactor.last_step < step)
            .values(last_step=step)
        )
        return bool(used.rowcount)  # type: ignore[attr-defined]

    def _step_of(self, code: str) -> int | None:
        now = int(clock.real_now().timestamp()) // STEP
        totp = pyotp.TOTP(self.secret, interval=STEP)
        return next(
            (n for n in (now, now - 1, now + 1) if secrets.compare_digest(totp.at(n * STEP), code)), None
        )


class RecoveryCode(Record):
    """A code that replaces the authenticator once. 50 bits of chance each, so a plain hash is enough."""

    __tablename__ = "recovery_codes"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @classmethod
    def renew(cls, user_id: int) -> list[str]:
        """Ten new codes to show once; the old ones stop working."""
        db.session.execute(delete(cls).where(cls.user_id == user_id))
        codes = ["".join(secrets.choice(ALPHABET) for _place in range(10)) for _code in range(RECOVERY_CODES)]
        db.session.add_all(cls(user_id=user_id, code_hash=cls.hash_of(user_id, code)) for code in codes)
        db.session.flush()
        return [f"{code[:5]}-{code[5:]}" for code in codes]

    @classmethod
    def spend(cls, user_id: int, code: str) -> bool:
        """Use a code up; however it was spaced or cased."""
        spent = db.session.execute(
            update(cls)
            .where(cls.user_id == user_id, cls.code_hash == cls.hash_of(user_id, code), cls.used_at.is_(None))
            .values(used_at=clock.real_now())
        )
        return bool(spent.rowcount)  # type: ignore[attr-defined]

    @staticmethod
    def hash_of(user_id: int, code: str) -> str:
        letters = "".join(character for character in code.casefold() if character in ALPHABET)
        return hash_token(f"{user_id}:{letters}")

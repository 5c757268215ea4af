"""A signed-in browser: the row behind the cookie."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index, Select, String, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from webapp.accounts.signals import signed_out
from webapp.core import clock
from webapp.core.db import Record, UtcDateTime, db

CUSTOMER_IDLE = timedelta(days=90)
STAFF_IDLE = timedelta(minutes=30)
FRESH = timedelta(minutes=15)
TOUCH_EVERY = timedelta(minutes=2)  # a page a second must not mean a write a second


class UserSession(Record):
    """The cookie holds a 256-bit token and this row its hash, so ending the row signs the browser out.

    Its times are real ones (``clock.real_now``): a moved demo clock neither keeps nor ends a session.
    """

    __tablename__ = "user_sessions"
    __table_args__ = (
        Index(
            "ix_user_sessions_live",
            "user_id",
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.real_now)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.real_now)
    fresh_until: Mapped[datetime] = mapped_column(UtcDateTime)
    second_factor_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    user_agent: Mapped[str] = mapped_column(String(300), default="")
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def is_fresh(self) -> bool:
        """The password was typed within the last 15 minutes."""
        return clock.real_now() < self.fresh_until

    @property
    def wants_touch(self) -> bool:
        """Its ``last_seen_at`` is old enough to be worth a write."""
        return clock.real_now() - self.last_seen_at >= TOUCH_EVERY

    def is_idle(self, *, staff: bool) -> bool:
        """Unused for so long that the browser must sign in again."""
        return clock.real_now() - self.last_seen_at > (STAFF_IDLE if staff else CUSTOMER_IDLE)

    def end(self) -> None:
        """Sign this browser out and tell ``signed_out`` once, even when two requests end it together."""
        ended = db.session.execute(
            update(UserSession)
            .where(UserSession.id == self.id, UserSession.ended_at.is_(None))
            .values(ended_at=clock.real_now())
        )
        db.session.refresh(self)
        if ended.rowcount:  # type: ignore[attr-defined]
            signed_out.send(self)

    @classmethod
    def live_of(cls, user_id: int) -> Select[UserSession]:
        """The browsers signed in as this person, last used first."""
        return (
            select(cls)
            .where(cls.user_id == user_id, cls.ended_at.is_(None))
            .order_by(cls.last_seen_at.desc(), cls.id.desc())
        )

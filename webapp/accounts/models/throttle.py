"""Counters that hold over all processes and restarts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import Record, UtcDateTime


class Throttle(Record):
    """How often a subject acted in its present window. ``key`` is a hash: the table names nobody."""

    __tablename__ = "throttles"

    key: Mapped[str] = mapped_column(String(64), unique=True)
    count: Mapped[int]
    resets_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

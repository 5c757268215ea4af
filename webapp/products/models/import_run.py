"""One CSV import of models or serials, and how far it has come."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import Record, UtcDateTime, db, random_ref


class ImportRun(Record):
    """Progress of an import: `done` lines good, `bad` refused, of `total`; `problems` lists each bad line."""

    __tablename__ = "import_runs"
    __table_args__ = (
        CheckConstraint("kind IN ('models', 'serials')", name="kind_known"),
        CheckConstraint("state IN ('waiting', 'running', 'finished', 'failed')", name="state_known"),
    )

    ref: Mapped[str] = mapped_column(String(16), unique=True, default=random_ref)
    kind: Mapped[str] = mapped_column(String(10))
    dry_run: Mapped[bool] = mapped_column(default=True)
    file_name: Mapped[str] = mapped_column(String(200), default="")
    source: Mapped[bytes] = mapped_column(db.LargeBinary, deferred=True)
    started_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    bad: Mapped[int] = mapped_column(default=0)
    problems: Mapped[list[dict[str, Any]]] = mapped_column(db.JSON, default=list)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

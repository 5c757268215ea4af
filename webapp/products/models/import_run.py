"""One CSV import of models or serials, and how far it has come."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Self

from sqlalchemy import CheckConstraint, ForeignKey, Select, String, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core import clock
from webapp.core.db import Record, UtcDateTime, db, random_ref

STALE = timedelta(minutes=2)


class ImportRun(Record):
    """Progress of an import: `done` lines good, `bad` refused, of `total`.

    `problems` lists each bad line as {"line", "reason"}; a dry run writes nothing else.
    """

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
    state: Mapped[str] = mapped_column(String(10), default="waiting", index=True)
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    bad: Mapped[int] = mapped_column(default=0)
    problems: Mapped[list[dict[str, Any]]] = mapped_column(db.JSON, default=list)
    beat_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def is_over(self) -> bool:
        return self.state in ("finished", "failed")

    @property
    def seen(self) -> int:
        """Return how many lines have been judged: where an interrupted run goes on."""
        return self.done + self.bad

    @classmethod
    def claimable(cls) -> Select[int]:
        """Select the ids of runs that wait, or whose worker fell silent."""
        return select(cls.id).where(cls._free()).order_by(cls.id)

    @classmethod
    def claim(cls, run_id: int) -> Self | None:
        """Take a run for this worker; None when another has it or it is over."""
        now = clock.real_now()
        claimed = db.session.execute(
            update(cls).where(cls.id == run_id, cls._free()).values(state="running", beat_at=now)
        )
        return db.session.get(cls, run_id, populate_existing=True) if claimed.rowcount else None  # type: ignore[attr-defined]

    @classmethod
    def _free(cls) -> Any:
        silent = (cls.state == "running") & (cls.beat_at < clock.real_now() - STALE)
        return or_(cls.state == "waiting", silent)

    def end(self, state: str) -> None:
        """Finish the run: `finished`, or `failed` when the file as a whole could not be read."""
        self.state, self.finished_at = state, clock.now()

"""Signs of life: a background loop beats, `/healthz/worker` looks whether the last beat is recent."""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core import clock
from webapp.core.db import Record, UtcDateTime, db

TOO_OLD = timedelta(seconds=120)


class Heartbeat(Record):
    """The last sign of life of a named loop, in real time."""

    __tablename__ = "heartbeats"

    name: Mapped[str] = mapped_column(db.String(60), unique=True)
    beat_at: Mapped[datetime] = mapped_column(UtcDateTime)


def beat(name: str) -> None:
    """Note that a loop lives, in the current transaction."""
    changed = db.session.execute(
        update(Heartbeat).where(Heartbeat.name == name).values(beat_at=clock.real_now())
    )
    if not changed.rowcount:  # type: ignore[attr-defined]
        db.session.add(Heartbeat(name=name, beat_at=clock.real_now()))


def is_alive(name: str) -> bool:
    """Tell whether a loop has beaten within the last 120 s."""
    last = db.session.scalar(db.select(Heartbeat.beat_at).where(Heartbeat.name == name))
    return last is not None and clock.real_now() - last < TOO_OLD

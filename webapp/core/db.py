"""Database: the declarative base, portable types, engine habits, keyset paging, after-commit work."""

import logging
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask import has_request_context, request
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import Connection, DateTime, Dialect, Engine, MetaData, Select, TypeDecorator, event, tuple_
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry
from sqlalchemy.orm.attributes import InstrumentedAttribute

from webapp.core import clock

log = logging.getLogger(__name__)

# Letters and digits that cannot be misread for one another on paper or over the telephone.
_UNAMBIGUOUS = "abcdefghjkmnpqrstvwxyz23456789"

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. Aware in Python, UTC in the database; a naive value is refused with ValueError.

    SQLite drops time zones, so the zone is put back on the way out.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Declarative base with the naming convention that migrations rely on."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING), type_annotation_map={datetime: UtcDateTime()}
    )


class UnitSession(FlaskSession):
    """A session whose commit then does what may only happen once the rows are true."""

    def commit(self) -> None:
        super().commit()
        for act in self.info.pop("after_commit", []):
            try:
                act()
            except Exception:  # the rows are committed and a later tick finds them: a lost bell loses nothing
                log.exception("after-commit work failed")

    def rollback(self) -> None:
        self.info.pop("after_commit", None)
        super().rollback()


def after_commit(act: Callable[[], Any]) -> None:
    """Run `act` once the current transaction has committed; forget it when it rolls back."""
    db.session.info.setdefault("after_commit", []).append(act)


db = SQLAlchemy(model_class=Base, session_options={"class_": UnitSession})

if TYPE_CHECKING:
    _Model = Base
else:
    _Model = db.Model


class Record(_Model):
    """A table row with a surrogate key and the instant it was made."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-2)
    created_at: Mapped[datetime] = mapped_column(default=lambda: clock.now(), sort_order=900)


def random_ref(length: int = 10) -> str:
    """Return a random public reference in unambiguous lower-case letters and digits."""
    return "".join(secrets.choice(_UNAMBIGUOUS) for _ in range(length))


def keyset(
    statement: Select[Any],
    columns: tuple[InstrumentedAttribute[Any], ...],
    after: tuple[Any, ...] | None,
    limit: int,
) -> Select[Any]:
    """Order a select by `columns` descending and continue after the last row seen.

    The columns must end in a unique one. Ask for `limit + 1` rows to learn whether there is a next page.
    """
    if after is not None:
        statement = statement.where(tuple_(*columns) < after)
    return statement.order_by(*(column.desc() for column in columns)).limit(limit)


def engine_options(url: str) -> dict[str, Any]:
    """Return engine options for a database URL: time limits on PostgreSQL, a patient lock on SQLite.

    Errors name no values: they are logged, and values are personal.
    """
    if url.startswith("sqlite"):
        return {"hide_parameters": True, "connect_args": {"timeout": 5, "check_same_thread": False}}
    limits = "-c statement_timeout=5000 -c lock_timeout=3000 -c idle_in_transaction_session_timeout=10000"
    return {
        "hide_parameters": True,
        "pool_pre_ping": True,
        "pool_timeout": 2,
        "connect_args": {"connect_timeout": 3, "options": limits},
    }


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    if "sqlite3" not in type(connection).__module__:
        return
    connection.isolation_level = None  # the driver must not begin transactions by itself: see _begin
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at the start: a read that turns into a write would fail instead of waiting."""
    if connection.dialect.name == "sqlite":
        reading = has_request_context() and request.method in ("GET", "HEAD")
        _driver(connection).execute("BEGIN" if reading else "BEGIN IMMEDIATE")


def _driver(connection: Connection) -> Any:
    """Return the driver's own connection: one word to it needs none of the machinery of a statement."""
    return connection.connection.driver_connection

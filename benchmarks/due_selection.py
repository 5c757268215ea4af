"""How long the tick takes to find 500 reminders that have come, over 10,000 and over 1,000,000 purchases.

Both sizes stand side by side with the application's own tables and indexes; the tick's own statement runs on
them in turn, in one process pinned to one core. On SQLite and, when it answers, on PostgreSQL.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

os.environ.setdefault("APP_ENV", "test")

import psycopg
from sqlalchemy import Engine, Table, create_engine, insert, text

from webapp.accounts.models import User
from webapp.app import create_app
from webapp.core.db import db
from webapp.products.models import Category, Model, Purchase
from webapp.reminders.models import Reminder
from webapp.reminders.tick import due_select

SMALL, LARGE, COME, RUNS = 10_000, 1_000_000, 500, 201
NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
YEAR = 525_600
ADMIN_URL = os.environ.get("TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres")

Row = dict[str, Any]


def run(small: int = SMALL, large: int = LARGE, runs: int = RUNS) -> list[dict[str, Any]]:
    """Measure on each database there is; medians in milliseconds, ratio = large / small."""
    results = []
    with tempfile.TemporaryDirectory(prefix="due-selection-") as folder:
        create_app(_settings(Path(folder)))  # registers every room's tables
        for name, place in (("SQLite", _files(Path(folder))), ("PostgreSQL", _databases())):
            results += _measure(name, place, small, large, runs)
    return results


def _settings(folder: Path) -> dict[str, Any]:
    return {"INSTANCE_DIR": folder, "SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder / 'unused.db'}"}


def _measure(name: str, place: Iterator[Any], small: int, large: int, runs: int) -> Iterator[dict[str, Any]]:
    with ExitStack() as open_places, pinned():
        try:
            engines = {size: open_places.enter_context(next(place)) for size in (small, large)}
        except psycopg.OperationalError:
            if os.environ.get("CI"):
                raise
            say(f"  {name} does not answer: LEFT OUT")
            return
        for size, engine in engines.items():
            began = time.perf_counter()
            fill(engine, size)
            say(f"  {name}: {size:,} purchases laid out in {time.perf_counter() - began:.0f} s")
        medians = alternate(engines, runs)
        figures = {f"{size:,}": round(seconds * 1000, 4) for size, seconds in medians.items()}
        ratio = medians[large] / medians[small]
        title = f"due selection of {COME}, {name}"
        yield {"name": title, "ratio": round(ratio, 3), "medians": figures, "runs": runs, "unit": "ms"}


def alternate(engines: dict[int, Engine], runs: int) -> dict[int, float]:
    """Run the tick's claim on each engine in turn and return the median seconds of each."""
    seconds: dict[int, list[float]] = {size: [] for size in engines}
    with ExitStack() as stack:
        connections = {size: stack.enter_context(engine.connect()) for size, engine in engines.items()}
        for connection in connections.values():
            pin_server(connection)
        for _round in range(runs + 10):
            for size, connection in connections.items():
                seconds[size].append(_claim_once(connection))
    return {size: median(taken[10:]) for size, taken in seconds.items()}  # the first ten warm caches


def _claim_once(connection: Any) -> float:
    statement = due_select(NOW, COME).with_for_update(skip_locked=True)
    began = time.perf_counter()
    found = connection.execute(statement).all()
    taken = time.perf_counter() - began
    connection.rollback()
    if len(found) != COME:
        raise RuntimeError(f"{len(found)} reminders had come instead of {COME}")
    return taken


# -- places ----------------------------------------------------------------------------------------


def _files(folder: Path) -> Iterator[Any]:
    for name in ("small", "large"):
        yield _closing(create_engine(f"sqlite:///{folder / name}.db"))


def _databases() -> Iterator[Any]:
    for _size in ("small", "large"):
        yield _database()


@contextmanager
def _database() -> Iterator[Engine]:
    name = f"aftercare_bench_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(ADMIN_URL, autocommit=True, connect_timeout=3) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE template0 LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'")
    url = f"{ADMIN_URL.rsplit('/', 1)[0]}/{name}".replace("postgresql://", "postgresql+psycopg://")
    try:
        with _closing(create_engine(url)) as engine:
            yield engine
    finally:
        with psycopg.connect(ADMIN_URL, autocommit=True) as admin:
            admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@contextmanager
def _closing(engine: Engine) -> Iterator[Engine]:
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def pinned() -> Iterator[None]:
    """Keep this process on one core."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


def pin_server(connection: Any) -> None:
    """Keep PostgreSQL's side of a connection on the same core, where we may."""
    if connection.dialect.name == "postgresql":
        process = connection.execute(text("SELECT pg_backend_pid()")).scalar()
        with suppress(PermissionError, ProcessLookupError):
            os.sched_setaffinity(process, os.sched_getaffinity(0))
        connection.rollback()


# -- rows ------------------------------------------------------------------------------------------


def fill(engine: Engine, purchases: int) -> None:
    """Make the tables, and for each purchase one reminder told and one planned; COME of those have come."""
    db.metadata.create_all(engine)
    with engine.begin() as connection:
        for statement in _catalogue():
            connection.execute(statement)
    load(engine, Purchase.__table__, OWNED, ("id", "ref", "serial_number"), purchase_rows(purchases))
    varying = ("id", "purchase_id", "stage", "state", "fire_at", "send_at", "ended_at")
    load(engine, Reminder.__table__, MEANT, varying, reminder_rows(purchases))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE" if engine.dialect.name == "postgresql" else "ANALYZE"))
    engine.dispose()  # what is measured gets a fresh connection with the usual settings


OWNED: Row = {"owner_id": 1, "model_id": 1, "bought_on": "2025-03-14", "zone": "UTC", "country": "VN"}
MEANT: Row = {
    "subject_kind": "service",
    "subject_id": 1,
    "occurrence": 1,
    "user_id": 1,
    "due_on": "2026-12-01",
}


def _catalogue() -> Iterator[Any]:
    person = {"email": "a@example.com", "password_hash": "", "name": "A", "locale": "en", "zone": "UTC"}
    yield insert(User).values(id=1, country="VN", **person)
    yield insert(Category).values(id=1, slug="a", names={})
    model = {"ref": "m", "sku": "m", "gtin": "0" * 14, "category_id": 1, "names": {}, "words": ""}
    yield insert(Model).values(id=1, on_sale_from=date(2020, 1, 1), **model)


def purchase_rows(count: int) -> Iterator[tuple[Any, ...]]:
    for number in range(1, count + 1):
        yield number, str(number), str(number)


def reminder_rows(count: int) -> Iterator[tuple[Any, ...]]:
    """Those that have come lie evenly among the purchases; the others come minute by minute over a year."""
    every, told = count // COME, stamp(NOW)
    for number in range(1, count + 1):
        ahead = timedelta(minutes=1 + number * 7919 % YEAR)
        at = stamp(NOW - timedelta(seconds=number % 900) if number % every == 0 else NOW + ahead)
        yield 2 * number - 1, number, -14, "told", told, told, told
        yield 2 * number, number, -3, "planned", at, at, None


def stamp(instant: datetime) -> str:
    """Write an instant as SQLAlchemy writes it into SQLite; PostgreSQL, set to UTC, reads the same."""
    return instant.replace(tzinfo=None).isoformat(" ", timespec="microseconds")


def load(engine: Engine, table: Any, facts: Row, varying: tuple[str, ...], rows: Iterable[Any]) -> None:
    """Bulk insert rows that share `facts` and the table's own defaults: COPY or executemany."""
    shared = {name: value for name, value in (_defaults(table) | facts).items() if name not in varying}
    columns = ", ".join((*shared, *varying))
    connection = engine.raw_connection()
    cursor = connection.cursor()
    if engine.dialect.name == "postgresql":
        # Rows are known to fit together: no key checks, which would be most of the time.
        cursor.execute("SET session_replication_role = replica; SET timezone = 'UTC'")
        start = "\t".join(str(value) for value in shared.values())
        with cursor.copy(f"COPY {table.name} ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write("\t".join((start, *("\\N" if v is None else str(v) for v in row))) + "\n")
    else:
        marks, start = ", ".join("?" * (len(shared) + len(varying))), tuple(shared.values())
        # Of this connection only: loading is not what is measured.
        cursor.execute("PRAGMA synchronous=OFF")
        cursor.execute("PRAGMA cache_size=-300000")
        cursor.execute("BEGIN")
        cursor.executemany(
            f"INSERT INTO {table.name} ({columns}) VALUES ({marks})", (start + row for row in rows)
        )
    connection.commit()
    connection.close()


def _defaults(table: Table) -> Row:
    """Return what the table fills in by itself where it must; instants that are made up are NOW."""
    columns = [column for column in table.columns if column.default is not None and not column.nullable]
    return {
        column.name: stamp(NOW) if column.default.is_callable else column.default.arg for column in columns
    }


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    for result in run():
        print(result)

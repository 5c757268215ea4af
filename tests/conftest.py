"""What every test stands on: both databases, a clock to move, people to sign in as.

Each test runs on SQLite and, when it answers, on PostgreSQL (`--db sqlite|postgres|both`). One application
per database and worker; after each test the rows it wrote are deleted.
"""

import contextvars
import os
import re
import socket
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

os.environ.setdefault("APP_ENV", "test")

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings
from sqlalchemy import Engine, event

from tests.world import PEOPLE, World
from webapp.accounts.models import User
from webapp.app import create_app
from webapp.core import clock
from webapp.core.db import db
from webapp.core.extensions import limiter

settings.register_profile("house", deadline=None)  # a busy machine is not a slow function
settings.load_profile("house")

ADMIN_URL = os.environ.get("TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
_WRITES = re.compile(r"^\s*(?:INSERT(?: OR \w+)? INTO|COPY)\s+\"?(\w+)", re.IGNORECASE)
_LOOPBACK = ("127.", "::1", "localhost")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--db", choices=("sqlite", "postgres", "both"), default="both", help="which databases")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database" in metafunc.fixturenames:
        wanted = metafunc.config.getoption("--db")
        names = ["sqlite", "postgres"] if wanted == "both" else [wanted]
        metafunc.parametrize("database", names, indirect=True, scope="session")


def postgres_answers() -> bool:
    try:
        psycopg.connect(ADMIN_URL, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


@pytest.fixture(scope="session")
def database(request: pytest.FixtureRequest) -> str:
    if request.param == "postgres" and not postgres_answers():
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL does not answer, and in CI nothing may be left out")
        pytest.skip("PostgreSQL does not answer on 127.0.0.1:5432")
    return str(request.param)


def make_postgres() -> str:
    """Create an empty database in C.UTF-8 and return its URL."""
    name = f"aftercare_test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(ADMIN_URL, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE template0 LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'")
    return f"{ADMIN_URL.rsplit('/', 1)[0]}/{name}"


def drop_postgres(url: str) -> None:
    with psycopg.connect(ADMIN_URL, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {url.rsplit('/', 1)[1]} WITH (FORCE)")


def database_url(kind: str, folder: Path) -> str:
    url = make_postgres() if kind == "postgres" else f"sqlite:///{folder / 'test.db'}"
    return url.replace("postgresql://", "postgresql+psycopg://")


@pytest.fixture(scope="session")
def _application(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp(database)
    url = database_url(database, folder)
    app = create_app(
        {
            "SQLALCHEMY_DATABASE_URI": url,
            "INSTANCE_DIR": folder,
            "MEDIA_URL": f"folder://{folder / 'media'}",
            "MAIL_URL": f"folder://{folder / 'mail'}",
            "PUBLIC_URL": "http://localhost",
            "REDIS_URL": "",
        }
    )
    app.test_client_class = OwnContextClient
    with app.app_context():
        _watch_writes(db.engine)
        db.create_all()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    if database == "postgres":
        drop_postgres(url.replace("+psycopg", ""))


_written: set[str] = set()


def _watch_writes(engine: Engine) -> None:
    @event.listens_for(engine, "before_cursor_execute")
    def _note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if found := _WRITES.match(statement):
            _written.add(found[1].lower())

    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def _hasten(connection: Any, _record: Any) -> None:
            connection.execute("PRAGMA synchronous=OFF")


def _forget_rows(engine: Engine) -> None:
    tables = [table for table in _written if table in db.metadata.tables]
    _written.clear()
    if not tables:
        return
    switch = {
        "sqlite": ("PRAGMA foreign_keys=OFF", "PRAGMA foreign_keys=ON"),
        "postgresql": ("SET session_replication_role = replica", "SET session_replication_role = DEFAULT"),
    }[engine.dialect.name]
    raw = engine.raw_connection()  # below SQLAlchemy: inside its transaction SQLite ignores the switch
    cursor = raw.cursor()
    for statement in (switch[0], *(f'DELETE FROM "{table}"' for table in tables), switch[1]):
        cursor.execute(statement)
    raw.commit()
    raw.close()


@pytest.fixture
def app(_application: Flask) -> Iterator[Flask]:
    """The application of one database, with its context pushed and no row in it."""
    with _application.app_context():
        limiter.reset()
        yield _application
        db.session.remove()
        _forget_rows(db.engine)


class OwnContextClient(FlaskClient):
    """A client whose requests get their own context, as in life: no shared session, no shared `g`."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        db.session.commit()  # what the test prepared must be true for the request, and no lock may stay
        answer = contextvars.Context().run(super().open, *args, **kwargs)
        db.session.expire_all()
        return answer


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor's browser."""
    browser = app.test_client()
    browser.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    return browser


@pytest.fixture
def sign_in(app: Flask) -> Callable[[User], FlaskClient]:
    """Return a browser signed in as a person: `sign_in(owner)`."""

    def browser_of(person: User) -> FlaskClient:
        browser = app.test_client()
        browser.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
        with browser.session_transaction() as cookie:
            cookie["_user_id"] = _open_session(person)
            cookie["_fresh"] = True
            cookie.permanent = True
        return browser

    return browser_of


def _open_session(person: User) -> str:
    from webapp.accounts.models import UserSession
    from webapp.accounts.models.session import FRESH
    from webapp.core.security import hash_token, new_token

    secret = new_token()
    row = UserSession(user_id=person.id, token_hash=hash_token(secret), fresh_until=clock.real_now() + FRESH)
    db.session.add(row)
    db.session.commit()
    return secret


@pytest.fixture
def world(app: Flask) -> World:
    """The named people and things, each made when first asked for."""
    return World()


def _person_fixture(name: str) -> Any:
    @pytest.fixture(name=name)
    def person(world: World) -> User:
        return world.person(name)

    return person


for _name in PEOPLE:
    globals()[f"_{_name}_fixture"] = _person_fixture(_name)


@pytest.fixture
def at() -> Iterator[Callable[[str | datetime], None]]:
    """Stop the application's clock at an instant, and move it: `at("2026-11-21T09:00+07:00")`."""

    def stop(moment: str | datetime) -> None:
        instant = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        assert instant.tzinfo is not None, "an instant needs a zone"
        clock.set_source(lambda: instant.astimezone(UTC))

    yield stop
    clock.set_source(None)


@pytest.fixture
def count_statements(app: Flask) -> Iterator[list[str]]:
    """A list that collects every SQL statement run; clear it before the act."""
    seen: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.split(None, 1)[0].upper() not in ("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE", "ROLLBACK"):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)


@pytest.fixture(autouse=True)
def _only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test talks to another machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if self.family in (socket.AF_INET, socket.AF_INET6) and not str(host).startswith(_LOOPBACK):
            raise AssertionError(f"a test tried to reach {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)

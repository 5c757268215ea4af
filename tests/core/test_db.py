"""Instants keep their zone on both databases; lists are continued by key; references are readable."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError, StatementError

from webapp.core import audit
from webapp.core.audit import AuditEntry
from webapp.core.db import db, engine_options, keyset, random_ref
from webapp.core.heartbeat import Heartbeat


def test_an_instant_comes_back_aware_and_in_utc(app: Flask) -> None:
    there = datetime(2026, 11, 21, 9, tzinfo=timezone(timedelta(hours=7)))
    db.session.add(Heartbeat(name="tick", beat_at=there))
    db.session.commit()
    db.session.expire_all()
    back = db.session.scalars(db.select(Heartbeat)).one().beat_at
    assert back == there
    assert back.tzinfo is UTC or back.utcoffset() == timedelta(0)
    assert db.session.scalar(db.select(Heartbeat.id).where(Heartbeat.beat_at <= there)) is not None


def test_a_naive_instant_is_refused(app: Flask) -> None:
    db.session.add(Heartbeat(name="tick", beat_at=datetime(2026, 11, 21)))  # noqa: DTZ001
    with pytest.raises(StatementError, match="an instant needs a time zone"):
        db.session.flush()
    db.session.rollback()


def test_a_list_is_continued_by_key_without_gap_or_repeat(app: Flask) -> None:
    for n in range(7):
        audit.record(1, f"act {n % 2}", f"x:{n}")
    db.session.commit()
    seen, after = list[int](), None
    while True:
        wanted = keyset(db.select(AuditEntry), (AuditEntry.act, AuditEntry.id), after, 3)
        rows = db.session.scalars(wanted).all()
        if not rows:
            break
        seen += [row.id for row in rows]
        after = (rows[-1].act, rows[-1].id)
    assert len(seen) == len(set(seen)) == 7
    assert seen[0] == max(row.id for row in db.session.scalars(db.select(AuditEntry).filter_by(act="act 1")))


def test_references_have_no_letters_that_look_alike() -> None:
    refs = {random_ref() for _n in range(2000)}
    assert len(refs) == 2000
    assert not set("".join(refs)) & set("il1o0IO")


def test_postgres_is_given_time_limits() -> None:
    options = engine_options("postgresql+psycopg://x@127.0.0.1/x")
    assert options["connect_args"]["connect_timeout"] == 3
    for limit in ("statement_timeout=5000", "lock_timeout=3000", "idle_in_transaction_session_timeout=10000"):
        assert limit in options["connect_args"]["options"]


def test_sqlite_keeps_its_promises(app: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        return
    read = {
        name: db.session.execute(db.text(f"PRAGMA {name}")).scalar()
        for name in ("journal_mode", "foreign_keys")
    }
    assert read == {"journal_mode": "wal", "foreign_keys": 1}


def test_an_error_of_the_database_names_no_values(app: Flask) -> None:
    with pytest.raises(IntegrityError) as caught:
        db.session.execute(db.text("INSERT INTO audit_entries (act) VALUES (:act)"), {"act": "a secret"})
    db.session.rollback()
    assert "a secret" not in str(caught.value).split("DETAIL")[0]

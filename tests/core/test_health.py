"""What operators' tools ask, and what a person sees while the database is away."""

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from webapp.app import create_app
from webapp.core import clock, heartbeat
from webapp.core.db import db
from webapp.core.heartbeat import Heartbeat


def test_the_site_says_that_it_answers(client: FlaskClient) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok\n")


def test_the_worker_is_alive_for_two_minutes_after_a_beat(client: FlaskClient) -> None:
    assert client.get("/healthz/worker").status_code == 503
    heartbeat.beat("tick")
    db.session.commit()
    assert client.get("/healthz/worker").status_code == 200
    heartbeat.beat("tick")
    row = db.session.scalars(db.select(Heartbeat)).one()
    row.beat_at = clock.real_now() - timedelta(seconds=121)
    db.session.commit()
    assert client.get("/healthz/worker").status_code == 503


def test_figures_are_for_the_private_port_only(app: Flask, client: FlaskClient) -> None:
    assert client.get("/metrics").status_code == 404
    app.config["METRICS_PORT"] = 9100
    try:
        assert client.get("/metrics").status_code == 404
        answer = client.get("/metrics", environ_overrides={"SERVER_PORT": "9100"})
    finally:
        app.config["METRICS_PORT"] = 0
    assert answer.status_code == 200
    assert "aftercare_requests_total" in answer.text


@pytest.fixture
def cut_off(tmp_path: Path) -> Iterator[FlaskClient]:
    """A visitor's browser at a site whose database is away."""
    settings = {
        "SQLALCHEMY_DATABASE_URI": "postgresql+psycopg://nobody@127.0.0.1:1/none",
        "INSTANCE_DIR": tmp_path,
    }
    away = create_app(settings | {"PUBLIC_URL": "http://localhost", "REDIS_URL": ""})
    browser = away.test_client()
    browser.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    yield browser
    with away.app_context():
        db.engine.dispose()
    clock.set_source(None)


def test_without_its_database_the_site_says_so_soon(cut_off: FlaskClient) -> None:
    started = time.perf_counter()
    answer = cut_off.get("/healthz")
    assert time.perf_counter() - started < 2
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"


def test_the_page_of_an_outage_needs_no_database(cut_off: FlaskClient) -> None:
    with cut_off.session_transaction() as cookie:
        cookie["_user_id"] = "x" * 43
    answer = cut_off.get("/settings")
    assert answer.status_code == 503
    assert "<h1>" in answer.text
    assert "Traceback" not in answer.text
    part = cut_off.post(
        "/sign-in", data={"email": "a@example.com", "password": "x" * 12}, headers={"HX-Request": "true"}
    )
    assert part.status_code == 503


def test_pages_without_the_database_still_open(cut_off: FlaskClient) -> None:
    assert cut_off.get("/offline").status_code == 200
    assert cut_off.get("/service-worker.js").status_code == 200


def test_a_forwarded_host_does_not_open_the_private_port(tmp_path: Path) -> None:
    settings = {"SQLALCHEMY_DATABASE_URI": f"sqlite:///{tmp_path / 'a.db'}", "INSTANCE_DIR": tmp_path}
    behind = create_app(
        settings | {"PUBLIC_URL": "http://localhost", "REDIS_URL": "", "PROXIES": 1, "METRICS_PORT": 9100}
    )
    answer = behind.test_client().get("/metrics", headers={"X-Forwarded-Host": "localhost:9100"})
    clock.set_source(None)
    assert answer.status_code == 404

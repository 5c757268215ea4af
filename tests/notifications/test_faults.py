"""Workers that fail at any statement, run four at once, or are killed: nothing lost, little doubled."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from tests.notifications.conftest import Phone, deliveries, wake_all
from webapp.accounts.models import User
from webapp.core.db import db
from webapp.notifications import delivery, jobs, settling
from webapp.notifications.models import Delivery, Notification, OriginHold, PushSubscription, State
from webapp.notifications.sandbox import Service
from webapp.notifications.sender import IN_FLIGHT, Sender
from webapp.notifications.settling import MOST
from webapp.notifications.transport import Push

Tell = Callable[..., Notification]
Enrol = Callable[..., Phone]

pytestmark = pytest.mark.usefixtures("noon", "push")


class Fault(Exception):
    """The database connection broke at this statement."""


@contextmanager
def fault_at(number: int) -> Iterator[list[str]]:
    """Let the statement with this number, and commits counted alike, fail."""
    seen: list[str] = []

    def note(statement: str) -> None:
        seen.append(statement)
        if len(seen) == number:
            raise Fault(statement)

    def on_statement(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        note(statement)

    def on_commit(_conn: Any) -> None:
        note("COMMIT")

    event.listen(db.engine, "before_cursor_execute", on_statement)
    event.listen(db.engine, "commit", on_commit)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", on_statement)
        event.remove(db.engine, "commit", on_commit)


def tick(push: Push) -> None:
    sender = Sender()
    try:
        jobs.sweep()
        delivery.deliver_ready(push, sender)
    finally:
        sender.close()


def received_by(service: Service) -> Counter[str]:
    return Counter(received.channel for received in service.received)


def enrol_quickly(person: User, service: Service, count: int) -> list[str]:
    """Give one person many devices at once, with one pair of keys: what they receive is only counted."""
    one = Phone.at(service.endpoint())
    from webapp.notifications.transport import current_push

    endpoints = [service.endpoint() for _ in range(count)]
    db.session.add_all(
        PushSubscription(
            user_id=person.id,
            endpoint=endpoint,
            origin=service.origin,
            p256dh=one.p256dh,
            auth=one.to_json()["keys"]["auth"],
            key_id=current_push().keyring.current.id,
            name="",
            is_phone=True,
        )
        for endpoint in endpoints
    )
    db.session.commit()
    return [endpoint.rsplit("/", 1)[1] for endpoint in endpoints]


ANSWERS = (201, 410, 503, 403, 401, 400)


def test_a_fault_at_any_statement_loses_nothing(
    owner: User,
    stranger: User,
    phone: Enrol,
    tell: Tell,
    service: Service,
    push: Push,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A message of every fate and a letter; a worker fails at statement n, then another carries on."""
    monkeypatch.setattr(settling, "MAX_TRIES", 2)
    monkeypatch.setattr("webapp.core.mail.send_due_mail", lambda: None)  # mail has its own tests
    number, failed = 0, True
    while failed:
        number += 1
        failed = _run_with_fault_at(number, owner, stranger, phone, tell, service, push)
    assert number > 25  # the whole way was walked


def _run_with_fault_at(
    number: int, owner: User, stranger: User, phone: Enrol, tell: Tell, service: Service, push: Push
) -> bool:
    service.received.clear()
    for table in (Delivery, PushSubscription, Notification, OriginHold):
        db.session.execute(db.delete(table))
    db.session.commit()
    phones = [phone(owner) for _ in ANSWERS]
    for each, status in zip(phones, ANSWERS, strict=True):
        service.answer_always(each.endpoint, status)
    service.answer_always(phone(stranger).endpoint, 410)
    tell(owner, f"fault:{number}"), tell(stranger, f"fault:{number}")
    with fault_at(number) as seen:
        try:
            tick(push)
        except Fault:
            db.session.rollback()
    _carry_on(push)
    counts = received_by(service)
    first = counts[phones[0].endpoint.rsplit("/", 1)[1]]
    assert 1 <= first <= 2, f"statement {number}"  # sent, and at most once more after the fault
    states = {row.state for row in deliveries()}
    assert states <= {State.SENT, State.GONE, State.DEAD}, f"statement {number}"
    letters = [row.state for row in deliveries() if row.channel == "email"]
    assert letters == [State.SENT], f"statement {number}"  # the stranger, whose only device is gone
    return len(seen) >= number


def _carry_on(push: Push) -> None:
    while any(row.wake_at for row in deliveries()):
        db.session.execute(db.delete(OriginHold))
        wake_all()
        tick(push)


def test_two_ticks_at_the_same_time_are_one(
    owner: User, tell: Tell, service: Service, push: Push, app: Flask
) -> None:
    channels = enrol_quickly(owner, service, 120)
    tell(owner)
    _at_once(app, push, 4)
    assert received_by(service) == Counter(channels)
    assert {row.state for row in deliveries()} == {State.SENT}
    assert {row.tries for row in deliveries()} == {1}


def _at_once(app: Flask, push: Push, workers: int) -> None:
    """Run several workers, each with its own connection, from the same moment on."""
    db.session.commit()
    start, troubles = threading.Barrier(workers), []

    def work() -> None:
        with app.app_context():
            try:
                start.wait()
                tick(push)
            except Exception as trouble:
                troubles.append(trouble)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=work) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []


def test_a_killed_worker_doubles_at_most_what_was_in_its_hands(
    owner: User, tell: Tell, service: Service, push: Push, app: Flask
) -> None:
    channels = enrol_quickly(owner, service, 400)
    tell(owner)
    killed = 0
    for delay in (0.02, 0.1):
        killed += _kill_a_worker(app, service, len(service.received) + 20, delay)
        wake_all()
    assert killed
    tick(push)
    counts = received_by(service)
    assert set(counts) == set(channels)  # none lost
    doubled = sum(count - 1 for count in counts.values())
    assert doubled <= killed * (IN_FLIGHT + MOST)
    assert {row.state for row in deliveries()} == {State.SENT}


WORKER = """
    import sys
    from pathlib import Path
    from webapp.app import create_app
    from webapp.core import clock
    from webapp.core.db import db
    from webapp.notifications import jobs
    from webapp.notifications.delivery import deliver_ready
    from webapp.notifications.transport import current_push
    url, folder, service, now = sys.argv[1:]
    app = create_app({
        "SQLALCHEMY_DATABASE_URI": url, "INSTANCE_DIR": Path(folder), "PUBLIC_URL": "http://localhost",
        "REDIS_URL": "", "PUSH_TEST_ENDPOINTS": [service], "CLOCK": clock.source_from(now),
    })
    with app.app_context():
        push = current_push()
        print("ready", flush=True)
        deliver_ready(push, push.sender())
    print("done", flush=True)
"""


def _kill_a_worker(app: Flask, service: Service, after: int, delay: float) -> int:
    """Start a real worker process and kill it hard once it has sent some; returns 1 when it died at work."""
    url, folder = app.config["SQLALCHEMY_DATABASE_URI"], str(app.config["INSTANCE_DIR"])
    command = [
        sys.executable,
        "-c",
        textwrap.dedent(WORKER),
        url,
        folder,
        service.origin,
        "2026-11-21T12:00+07:00",
    ]
    root = Path(__file__).resolve().parents[2]
    environ = os.environ | {"APP_ENV": "test", "PYTHONPATH": str(root)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environ, cwd=root) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
        until = time.monotonic() + 20
        while len(service.received) < after and worker.poll() is None and time.monotonic() < until:
            time.sleep(0.001)
        time.sleep(delay)
        died = worker.poll() is None
        worker.send_signal(signal.SIGKILL)
    return int(died)


def test_two_days_down_expires_and_does_not_send(
    owner: User, phone: Enrol, tell: Tell, service: Service, push: Push, at: Callable[[str], None]
) -> None:
    phone(owner)
    tell(owner)
    at("2026-11-23T12:00+07:00")
    tick(push)
    assert service.received == []
    assert [row.state for row in deliveries()] == [State.EXPIRED]


def test_a_lost_bell_loses_nothing(
    owner: User, phone: Enrol, tell: Tell, service: Service, push: Push
) -> None:
    phone(owner)
    tell(owner)  # the bell of these tests never rings
    tick(push)
    assert len(service.received) == 1


def test_news_and_cause_are_one_transaction(owner: User, phone: Enrol, tell: Tell) -> None:
    from datetime import timedelta

    from webapp.core import clock
    from webapp.notifications.telling import Message, Topic, notify

    phone(owner)
    message = Message(
        topic=Topic.ACCOUNT,
        title="x",
        body="",
        path="/",
        key="k",
        lang="vi",
        expires_at=clock.now() + timedelta(1),
    )
    notify(owner, message)
    db.session.rollback()
    assert deliveries() == []

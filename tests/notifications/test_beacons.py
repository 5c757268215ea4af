"""Proof of receipt: what a device reports, and who can report it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.notifications.conftest import Phone, only_delivery
from webapp.accounts.models import User
from webapp.core import clock
from webapp.core.db import db
from webapp.notifications.models import Notification, PushSubscription
from webapp.notifications.sandbox import Service

URL = "/notifications/beacon"
pytestmark = pytest.mark.usefixtures("noon", "push")


@pytest.fixture
def data(
    owner: User,
    phone: Callable[..., Phone],
    tell: Callable[..., Notification],
    deliver: Callable[[], int],
    service: Service,
) -> dict[str, Any]:
    """What the worker on the phone holds after a message arrived."""
    own = phone(owner, silent_sends=2)
    tell(owner)
    deliver()
    (received,) = service.received
    data: dict[str, Any] = own.read(received.body)["notification"]["data"]
    return data


def test_shown_proves_the_device(client: FlaskClient, data: dict[str, Any]) -> None:
    assert client.post(URL, json={**data, "event": "shown"}).status_code == 204
    device = db.session.scalars(db.select(PushSubscription)).one()
    assert (device.silent_sends, device.last_shown_at) == (0, clock.now())
    assert (only_delivery().shown_at, only_delivery().opened_at) == (clock.now(), None)


def test_opened_also_reads_it(client: FlaskClient, owner: User, data: dict[str, Any]) -> None:
    assert client.post(URL, json={**data, "event": "opened"}).status_code == 204
    assert only_delivery().opened_at == only_delivery().shown_at == clock.now()
    assert Notification.unread_count(owner.id) == 0


def test_the_first_report_counts(
    client: FlaskClient, data: dict[str, Any], at: Callable[[str], None]
) -> None:
    client.post(URL, json={**data, "event": "shown"})
    first = only_delivery().shown_at
    at("2026-11-21T13:00+07:00")
    client.post(URL, json={**data, "event": "shown"})
    assert only_delivery().shown_at == first


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"token": "guess"}, 404),
        ({"token": "ключ"}, 404),
        ({"id": 10**9}, 404),
        ({"id": -1}, 404),
        ({"id": 10**40}, 404),
        ({"id": "x"}, 422),
        ({"id": None}, 422),
        ({"event": "stolen"}, 422),
    ],
)
def test_wrong_proofs_are_refused(
    client: FlaskClient, data: dict[str, Any], change: dict[str, Any], status: int
) -> None:
    assert client.post(URL, json={**data, "event": "shown", **change}).status_code == status
    assert only_delivery().shown_at is None


def test_a_removed_device_may_still_report(client: FlaskClient, data: dict[str, Any]) -> None:
    db.session.execute(db.delete(PushSubscription))
    assert client.post(URL, json={**data, "event": "shown"}).status_code == 204
    assert only_delivery().shown_at == clock.now()

"""Things of the notifications tests: a scriptable push service, and devices whose messages can be read."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask import Flask

from webapp.accounts.models import User
from webapp.core import clock
from webapp.core.db import db
from webapp.notifications import delivery, jobs, sandbox
from webapp.notifications.message import Message
from webapp.notifications.models import Delivery, Notification, PushSubscription, Topic
from webapp.notifications.sender import Sender
from webapp.notifications.telling import notify
from webapp.notifications.transport import Push, current_push


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


@dataclass
class Phone:
    """A device's own side: its private key, so that a test can read what was sent to it."""

    key: ec.EllipticCurvePrivateKey
    secret: bytes
    endpoint: str

    @classmethod
    def at(cls, endpoint: str) -> Phone:
        return cls(ec.generate_private_key(ec.SECP256R1()), os.urandom(16), endpoint)

    @property
    def p256dh(self) -> str:
        return b64(self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))

    def to_json(self, **more: Any) -> dict[str, Any]:
        keys = {"p256dh": self.p256dh, "auth": b64(self.secret)}
        return {"endpoint": self.endpoint, "expirationTime": None, "keys": keys, **more}

    def read(self, body: bytes) -> dict[str, Any]:
        plain = http_ece.decrypt(body, private_key=self.key, auth_secret=self.secret, version="aes128gcm")
        message: dict[str, Any] = json.loads(plain)
        return message


@pytest.fixture(scope="session")
def _service() -> Iterator[sandbox.Service]:
    with sandbox.running() as service:
        yield service


@pytest.fixture
def service(_service: sandbox.Service) -> sandbox.Service:
    """A push service that answers 201 unless told otherwise."""
    _service.received.clear()
    _service.script.clear()
    _service.always.clear()
    return _service


@pytest.fixture
def push(app: Flask, service: sandbox.Service) -> Iterator[Push]:
    """The application's web push, allowed to call the push service of the tests."""
    own = current_push()
    own.guard.test_endpoints, before = [service.origin], own.guard.test_endpoints
    yield own
    own.guard.test_endpoints = before


@pytest.fixture
def sender() -> Iterator[Sender]:
    sender = Sender()
    yield sender
    sender.close()


@pytest.fixture
def quiet_bell(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is delivered by itself: the test says when."""
    monkeypatch.setattr("webapp.notifications.bell.ring", lambda: None)


@pytest.fixture
def phone(service: sandbox.Service) -> Callable[..., Phone]:
    """Enrol a device for a person: `phone(owner)`."""

    def enrol(person: User, endpoint: str | None = None, **columns: Any) -> Phone:
        device = Phone.at(endpoint or service.endpoint())
        row = PushSubscription(
            user_id=person.id,
            endpoint=device.endpoint,
            origin=device.endpoint.split("/push/")[0],
            p256dh=device.p256dh,
            auth=b64(device.secret),
            key_id=current_push().keyring.current.id,
            name="Chrome · Android",
            is_phone=True,
        )
        for name, value in columns.items():
            setattr(row, name, value)
        db.session.add(row)
        db.session.commit()
        return device

    return enrol


@pytest.fixture
def tell(quiet_bell: None) -> Callable[..., Notification]:
    """Tell a person something, committed and not yet delivered: `tell(owner, key="due:1:0")`."""

    def say(person: User, key: str = "due:1:0", **more: Any) -> Notification:
        given: dict[str, Any] = {
            "topic": Topic.SERVICE_DUE,
            "title": "Thay lõi lọc số 1 sau 3 ngày",
            "body": "Máy lọc nước",
            "path": "/products/k7m2p4q9xa",
            "lang": "vi",
            "expires_at": clock.now() + timedelta(hours=24),
        }
        notification = notify(person, Message(key=key, **(given | more)))
        db.session.commit()
        return notification

    return say


@pytest.fixture
def deliver(push: Push, sender: Sender) -> Callable[[], int]:
    """Run one tick of the worker; returns how many rows it took."""

    def tick() -> int:
        jobs.sweep()
        taken = delivery.deliver_ready(push, sender)
        db.session.expire_all()
        return taken

    return tick


@pytest.fixture
def noon(at: Callable[[str], None]) -> None:
    """A time outside everyone's quiet hours."""
    at("2026-11-21T12:00+07:00")


def deliveries() -> list[Delivery]:
    db.session.expire_all()
    return list(db.session.scalars(db.select(Delivery).order_by(Delivery.id)))


def only_delivery() -> Delivery:
    (row,) = deliveries()
    return row


def wake_all() -> None:
    """Let the time of every retry and lease come."""
    db.session.execute(
        db.update(Delivery)
        .where(Delivery.wake_at.is_not(None))
        .values(wake_at=clock.real_now() - timedelta(seconds=1))
    )
    db.session.commit()

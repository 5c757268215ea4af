"""Demo data: what a new customer finds in the inbox, in each one's language. No device is woken for it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from webapp.accounts.models import User
from webapp.core import clock
from webapp.core.db import db
from webapp.core.i18n import _, speaking
from webapp.notifications.models import Notification, Topic

CUSTOMERS = ("customer.vi@", "customer.ru@", "customer.th@", "customer.en@")


def load(world: dict[str, Any]) -> None:
    """Load the room's demo into the current transaction; loading twice loads once."""
    now = clock.now()
    for email, person in world["people"].items():
        if email.startswith(CUSTOMERS):
            with speaking(person.locale):
                _welcome(person, now - timedelta(days=20))
                _advise(person, now - timedelta(hours=5))
    db.session.flush()


def _welcome(person: User, at: datetime) -> None:
    title = _("Welcome")
    body = _("Register what you own, and we tell you what is covered and what is due.")
    _put(person, "demo:welcome", title, body, "/products", at, at + timedelta(hours=1))


def _advise(person: User, at: datetime) -> None:
    title = _("Turn on reminders on this phone")
    body = _("It takes one tap, and you choose what we write to you about.")
    _put(person, "demo:advice", title, body, "/notifications", at, None)


def _put(
    person: User, key: str, title: str, body: str, path: str, at: datetime, read_at: datetime | None
) -> None:
    if Notification.told(person.id, key):
        return
    db.session.add(
        Notification(
            user_id=person.id,
            key=key,
            topic=Topic.ACCOUNT,
            title=title,
            body=body,
            path=path,
            lang=person.locale,
            expires_at=at + timedelta(days=1),
            created_at=at,
            read_at=read_at,
        )
    )

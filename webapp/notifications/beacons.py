"""Proof of receipt: a device tells that it showed or opened a message, without being signed in."""

from __future__ import annotations

import base64
import hmac
from enum import StrEnum

from flask import current_app
from sqlalchemy import select

from webapp.core import clock
from webapp.core.db import db
from webapp.notifications.models import Delivery, Notification, PushSubscription


class Event(StrEnum):
    """What a device can report."""

    SHOWN = "shown"
    OPENED = "opened"


def token_for(delivery_id: int, secret: str) -> str:
    """Return the proof carried in the encrypted payload: only the device it was sent to can know it."""
    digest = hmac.digest(secret.encode(), f"beacon:{delivery_id}".encode(), "sha256")
    return base64.urlsafe_b64encode(digest[:15]).decode()


def receive(delivery_id: int, token: str, event: Event) -> bool:
    """Note what the device reported; False when the proof is wrong. The first report of each kind counts."""
    proof = token_for(delivery_id, current_app.config["SECRET_KEY"])
    if not hmac.compare_digest(proof.encode(), token.encode()):
        return False
    delivery = db.session.get(Delivery, delivery_id)
    if delivery is None:
        return False
    now = clock.now()
    delivery.shown_at = delivery.shown_at or now
    if event == Event.OPENED:
        delivery.opened_at = delivery.opened_at or now
        _read(delivery.notification_id)
    _prove(delivery.subscription_id)
    db.session.flush()
    return True


def _read(notification_id: int) -> None:
    notification = db.session.get_one(Notification, notification_id)
    notification.mark_read()


def _prove(subscription_id: int | None) -> None:
    device = db.session.scalar(select(PushSubscription).where(PushSubscription.id == subscription_id))
    if device:
        device.was_shown()

"""The room's part of a person's export: what they were told, where, and how they wanted it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from webapp.accounts.models import User
from webapp.core.db import db
from webapp.notifications.choices import CHOOSABLE, all_ways
from webapp.notifications.models import Delivery, Notification, PushSubscription


def notifications_of(person: User) -> dict[str, Any]:
    """Return inbox, devices and choices. Endpoints and keys stay out: who has them could send messages."""
    ways = all_ways(person.id)
    return {
        "inbox": [
            {name: getattr(row, name) for name in ("topic", "title", "body", "lang", "created_at", "read_at")}
            for row in db.session.scalars(
                select(Notification).where(Notification.user_id == person.id).order_by(Notification.id)
            )
        ],
        "deliveries": [dict(row) for row in _deliveries(person)],
        "devices": [
            {name: getattr(row, name) for name in ("name", "created_at", "sent_at", "last_shown_at")}
            for row in db.session.scalars(PushSubscription.of(person.id))
        ],
        "topics": {
            topic.value: {"push": ways[topic].push, "email": ways[topic].email} for topic in CHOOSABLE
        },
    }


def _deliveries(person: User) -> Any:
    told = (
        select(
            Delivery.notification_id,
            Delivery.channel,
            Delivery.state,
            Delivery.sent_at,
            Delivery.shown_at,
            Delivery.opened_at,
        )
        .join(Notification, Notification.id == Delivery.notification_id)
        .where(Notification.user_id == person.id)
        .order_by(Delivery.id)
    )
    return db.session.execute(told).mappings()

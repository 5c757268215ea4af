"""When no device can be reached, the same message goes by e-mail, where the person allows it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from webapp.accounts.models import User
from webapp.core.db import db
from webapp.notifications.choices import ways_of
from webapp.notifications.models import Channel, Delivery, Notification, State, Topic
from webapp.notifications.models.delivery import PENDING


def fall_back(notification_id: int) -> None:
    """Queue a letter if every push delivery of this notification has ended without being sent."""
    if _still_hopeful(notification_id):
        return
    notification = db.session.get_one(Notification, notification_id)
    person = db.session.get_one(User, notification.user_id)
    ways = ways_of(person.id, Topic(notification.topic))
    if person.email_verified_at and (notification.safety or ways.email or ways.fallback):
        _queue(notification)


def _still_hopeful(notification_id: int) -> bool:
    hope = select(Delivery.id).where(
        Delivery.notification_id == notification_id,
        (Delivery.channel == Channel.EMAIL) | Delivery.state.in_((*PENDING, State.SENT)),
    )
    return db.session.scalar(hope.limit(1)) is not None


def _queue(notification: Notification) -> None:
    try:
        with db.session.begin_nested():
            db.session.add(Delivery.by_email(notification))
    except IntegrityError:  # its last two devices failed at the same moment
        return

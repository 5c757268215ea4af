"""The e-mail channel: one notification as a letter, in the person's language, with a way to stop them."""

from __future__ import annotations

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from webapp.accounts.models import User
from webapp.core import mail
from webapp.core.db import db
from webapp.core.i18n import speaking
from webapp.core.web import render
from webapp.notifications.models import Notification, Topic


def post(user_id: int, notification_id: int, delivery_id: int) -> None:
    """Put the letter of one delivery into the outbox, in the caller's transaction."""
    person = db.session.get_one(User, user_id)
    notification = db.session.get_one(Notification, notification_id)
    stop = absolute(f"/notifications/unsubscribe/{stop_token(user_id, Topic(notification.topic))}")
    words = {
        "person": person,
        "notification": notification,
        "href": absolute(notification.path),
        "settings": absolute("/settings"),
        "stop": stop,
    }
    with speaking(person.locale):
        mail.post(
            to=person.email,
            subject=notification.title,
            text=render("notifications/mail/notification.txt", **words),
            html=render("notifications/mail/notification.html", **words),
            key=f"delivery:{delivery_id}",
            List_Unsubscribe=f"<{stop}>",
        )


def absolute(path: str) -> str:
    """Return the public address of a local path, whatever host a request came to."""
    return f"{current_app.config['PUBLIC_URL']}{path}"


def stop_token(user_id: int, topic: Topic) -> str:
    """Return the signed part of an unsubscribe link; it never expires, for old mail has to stop too."""
    return str(_serializer().dumps([user_id, topic.value]))


def read_stop_token(token: str) -> tuple[int, Topic] | None:
    """Return whose letters about what a link stops; None when it is not ours."""
    try:
        user_id, topic = _serializer().loads(token)
        return int(user_id), Topic(topic)
    except (BadSignature, ValueError, TypeError):
        return None


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="stop-letters")

"""The number beside the bell on every page."""

from __future__ import annotations

from flask import Flask, has_request_context

from webapp.accounts.current import someone
from webapp.core.web import is_htmx
from webapp.notifications.models import Notification


def _unread() -> dict[str, int]:
    """Give whole pages `unread`; parts and letters have no bell, visitors no inbox."""
    if not has_request_context() or is_htmx():
        return {}
    person = someone()
    return {"unread": Notification.unread_count(person.id)} if person else {}


def init_app(app: Flask) -> None:
    """Count once per page."""
    app.context_processor(_unread)

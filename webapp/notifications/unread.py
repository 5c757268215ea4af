"""What every page carries of the inbox: the number beside the bell, and what looks after the subscription."""

from __future__ import annotations

from functools import lru_cache

from flask import Flask, g, has_request_context
from markupsafe import Markup

from webapp.accounts.current import someone
from webapp.core.web import is_htmx, on_every_page
from webapp.notifications.models import Notification
from webapp.notifications.transport import current_push


def _unread() -> dict[str, int]:
    """Give whole pages `unread`; parts and letters have no bell, visitors no inbox."""
    if not has_request_context() or is_htmx():
        return {}
    if (person := someone()) is None:
        return {}
    g.unread = Notification.unread_count(person.id)
    return {"unread": g.unread}


def _keeper() -> Markup:
    """Draw the element that renews this browser's subscription at each start (static/js/elements)."""
    person, key = someone(), current_push().keyring.current.public
    if person is None or person.session is None:
        return Markup("")
    return _drawn(key, person.session.id, g.get("unread", 0))


@lru_cache(maxsize=4096)  # the same from page to page, and filling in a text is slower than remembering it
def _drawn(key: str, session_id: int, unread: int) -> Markup:
    drawn = Markup('<push-keeper data-key="{}" data-session="{}" data-unread="{}" hidden></push-keeper>')
    return drawn.format(key, session_id, unread)


def init_app(app: Flask) -> None:
    """Count once per page."""
    app.context_processor(_unread)
    on_every_page(app, _keeper)

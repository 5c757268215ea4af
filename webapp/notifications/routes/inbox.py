"""The inbox page: this device, the other devices, and what was told."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, request
from sqlalchemy import select

from webapp.accounts.current import me
from webapp.core.access import allow
from webapp.core.db import db
from webapp.core.i18n import _
from webapp.core.web import is_htmx, page, row_id, see_other
from webapp.notifications import devices, inbox
from webapp.notifications.models import PushSubscription
from webapp.notifications.routes.blueprint import bp


@bp.get("/notifications")
@allow.signed_in
def show() -> Response:
    """Show the inbox; htmx asking for an older page receives only its rows."""
    person = me()
    told = inbox.read_page(person, request.args.get("before", type=row_id))
    if is_htmx():
        return page("notifications/_rows.html", page=told)
    own = list(db.session.scalars(select(PushSubscription).where(PushSubscription.user_id == person.id)))
    here = devices.pick_session(own, person)
    return page(
        "notifications/inbox.html",
        page=told,
        here=here,
        others=[device for device in own if device is not here],
        person=person,
    )


@bp.post("/notifications/<ref>/reading")
@allow.signed_in
def read(ref: str) -> Any:
    """Mark one notification read and go where it leads."""
    notification = inbox.open_one(me(), ref)
    if notification is None:
        abort(404)
    return see_other(notification.path)


@bp.post("/notifications/reading")
@allow.signed_in
def read_all() -> Any:
    """Mark everything read."""
    inbox.mark_all_read(me())
    flash(_("Everything is marked as read."))
    return see_other("/notifications")

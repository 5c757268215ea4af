"""Where the person is signed in, and ending it from here."""

from __future__ import annotations

from typing import Any

from flask import abort, url_for

from webapp.accounts import sessions, settings
from webapp.accounts.current import me
from webapp.accounts.routes.blueprint import bp
from webapp.core.access import allow
from webapp.core.web import page, see_other


@bp.route("/settings/devices", methods=["GET"])
@allow.signed_in
def devices() -> Any:
    return page("accounts/devices.html", "accounts/_devices.html", devices=settings.devices(me()))


@bp.route("/settings/devices/<int:session_id>/ending", methods=["POST"])
@allow.signed_in
def end_device(session_id: int) -> Any:
    """Sign one of the person's other browsers out; it notices with its very next request."""
    row = sessions.device_of(me(), session_id)
    if row is None:
        abort(404)
    row.end()
    return see_other(url_for(".devices"))


@bp.route("/settings/devices/endings", methods=["POST"])
@allow.signed_in
def end_other_devices() -> Any:
    sessions.end_all(me().id, keep=me().session)
    return see_other(url_for(".devices"))

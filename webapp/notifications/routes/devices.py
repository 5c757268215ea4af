"""What browsers say about their push subscriptions, and the person's say over their devices."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from flask import Response, abort, flash, request
from sqlalchemy import delete, select

from webapp.accounts.current import me
from webapp.core import clock
from webapp.core.access import allow
from webapp.core.db import db
from webapp.core.errors import DomainError
from webapp.core.i18n import _, _l, speaking
from webapp.core.limits import limit
from webapp.core.web import see_other
from webapp.notifications import beacons, devices
from webapp.notifications.models import PushSubscription
from webapp.notifications.routes.blueprint import bp
from webapp.notifications.telling import Message, Topic, notify
from webapp.notifications.transport import current_push

TEST_LIFE = timedelta(minutes=10)


class NoDevice(DomainError):
    """There is no device to send a test to."""

    status = 409
    text = _l("Turn on reminders on this device first, then send yourself a test.")


@bp.get("/notifications/vapid-key")
@allow.everyone
def vapid_key() -> Response:
    """Answer the public key a browser subscribes with."""
    return Response(current_push().keyring.current.public, mimetype="text/plain")


@bp.post("/notifications/subscriptions")
@allow.signed_in
@limit("10/hour", by="person")
def subscribe() -> tuple[dict[str, Any], int]:
    """Take a `PushSubscription.toJSON()`; answers how this device is known from now on."""
    offer = devices.Offer.read(request.get_json(silent=True))
    device = devices.enrol(me(), offer, current_push(), request.user_agent.string)
    return {"ref": device.ref, "key": current_push().keyring.current.public}, 201


@bp.delete("/notifications/subscriptions")
@allow.signed_in
def unsubscribe() -> tuple[str, int]:
    """Stop sending to the endpoint named in the JSON body; one that is not theirs changes nothing."""
    data = request.get_json(silent=True)
    endpoint = data.get("endpoint") if isinstance(data, dict) else None
    if not isinstance(endpoint, str):
        abort(422)
    devices.leave(me(), endpoint)
    return "", 204


@bp.post("/notifications/devices/<ref>/removal")
@allow.signed_in
def remove(ref: str) -> Any:
    """Stop sending to one of the person's devices, chosen from the list."""
    own = select(PushSubscription.id).where(PushSubscription.ref == ref, PushSubscription.user_id == me().id)
    device_id = db.session.scalar(own)
    if device_id is None:
        abort(404)
    db.session.execute(delete(PushSubscription).where(PushSubscription.id == device_id))
    flash(_("This device no longer receives reminders."))
    return see_other("/notifications")


@bp.post("/notifications/test")
@allow.signed_in
@limit("10/hour", by="person")
def send_test() -> Any:
    """Send the person a test to every device of theirs. Raises NoDevice."""
    person = me()
    if db.session.scalar(PushSubscription.of(person.id).limit(1)) is None:
        raise NoDevice
    with speaking(person.locale):
        notify(
            person,
            Message(
                topic=Topic.TEST,
                title=_("It works"),
                body=_("Reminders will reach you on this device."),
                path="/notifications",
                key=f"test:{secrets.token_hex(8)}",
                lang=person.locale,
                expires_at=clock.now() + TEST_LIFE,
                urgency="high",
            ),
        )
    flash(_("The test is on its way."))
    return see_other("/notifications")


@bp.post("/notifications/beacon")
@allow.everyone
@limit("120/minute", by="address")
def beacon() -> tuple[str, int]:
    """Hear from a device that it showed or opened a message. The proof came in the message itself."""
    data: Any = request.get_json(silent=True)
    try:
        delivery_id, token, event = int(data["id"]), str(data["token"]), beacons.Event(data["event"])
    except (KeyError, TypeError, ValueError):
        abort(422)
    if not 0 < delivery_id < 2**31 or not beacons.receive(delivery_id, token, event):
        abort(404)
    return "", 204

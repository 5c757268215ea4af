"""Devices that agreed to receive messages: enrolling, moving and removing their subscriptions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from webapp.accounts.devices import name_of
from webapp.accounts.models import User
from webapp.core import clock
from webapp.core.db import db
from webapp.core.errors import DomainError
from webapp.core.i18n import LOCALES, _l
from webapp.notifications.endpoints import EndpointRefused, Unresolved, decode_keys
from webapp.notifications.models import MAX_DEVICES, PushSubscription
from webapp.notifications.models.subscription import origin_of
from webapp.notifications.transport import Push


class SubscriptionRefused(DomainError):
    """What the browser sent is no subscription we may send to."""

    text = _l(
        "This browser's push service cannot be used. Reminders still arrive in the inbox and by e-mail."
    )


@dataclass(frozen=True, slots=True)
class Offer:
    """A subscription as a browser offers it; `replaces` is the endpoint it had before."""

    endpoint: str
    p256dh: str
    auth: str
    replaces: str | None = None
    locale: str | None = None

    @classmethod
    def read(cls, data: Any) -> Self:
        """Read `PushSubscription.toJSON()` plus our own members; raises SubscriptionRefused."""
        try:
            keys = data["keys"]
            offer = cls(
                endpoint=_text(data["endpoint"]),
                p256dh=_text(keys["p256dh"]).rstrip("="),
                auth=_text(keys["auth"]).rstrip("="),
                replaces=_optional(data.get("replaces")),
                locale=_optional(data.get("locale")),
            )
            decode_keys(offer.p256dh, offer.auth)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise SubscriptionRefused from error
        return offer


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("text expected")
    return value


def _optional(value: object) -> str | None:
    return None if value is None else _text(value)


def enrol(person: User, offer: Offer, push: Push, user_agent: str) -> PushSubscription:
    """Let this browser receive the person's messages. It moves what it had before and never adds a second.

    An endpoint belongs to whoever proved it last. Raises SubscriptionRefused for one the guard refuses.
    """
    _guard(offer.endpoint, push)
    session_id = person.session.id if person.session else None
    device = _existing(person, offer, session_id) or _new(person, offer)
    device.user_id = person.id
    device.session_id = session_id
    device.endpoint, device.p256dh, device.auth = offer.endpoint, offer.p256dh, offer.auth
    device.origin = origin_of(offer.endpoint)
    device.key_id = push.keyring.current.id
    device.locale = offer.locale if offer.locale in LOCALES else person.locale
    device.name, device.is_phone = name_of(user_agent)
    device.checked_at = clock.now()
    db.session.flush()
    return device


def _guard(endpoint: str, push: Push) -> None:
    try:
        push.guard.check(endpoint)
    except Unresolved:
        return  # a resolver that is silent just now says nothing about the endpoint; every send asks again
    except EndpointRefused as error:
        raise SubscriptionRefused from error


def _existing(person: User, offer: Offer, session_id: int | None) -> PushSubscription | None:
    """Find the row this browser already has, and drop others that stand for the same browser."""
    device = db.session.scalar(select(PushSubscription).where(PushSubscription.endpoint == offer.endpoint))
    before = [other for other in _earlier(person, offer, session_id) if other is not device]
    if device is None:
        return before[0] if before else None
    for other in before:
        db.session.delete(other)
    db.session.flush()
    if device.user_id != person.id:
        _forget_history(device)
    return device


def _earlier(person: User, offer: Offer, session_id: int | None) -> list[PushSubscription]:
    same_browser = PushSubscription.endpoint == offer.replaces
    if session_id is not None:
        same_browser |= PushSubscription.session_id == session_id
    return list(db.session.scalars(PushSubscription.of(person.id).where(same_browser)))


def _forget_history(device: PushSubscription) -> None:
    """What was shown to the last person is not this one's to see."""
    device.sent_at = device.last_shown_at = device.refused_at = None
    device.silent_sends = device.refusals = 0


def _new(person: User, offer: Offer) -> PushSubscription:
    _make_room(person)
    device = PushSubscription(
        user_id=person.id,
        endpoint=offer.endpoint,
        origin=origin_of(offer.endpoint),
        p256dh=offer.p256dh,
        auth=offer.auth,
        key_id="",
        name="",
        is_phone=False,
    )
    try:
        with db.session.begin_nested():
            db.session.add(device)
    except IntegrityError:  # the same browser's other window was quicker
        return db.session.scalars(
            select(PushSubscription).where(PushSubscription.endpoint == offer.endpoint)
        ).one()
    return device


def _make_room(person: User) -> None:
    """Keep a person at MAX_DEVICES: the one not seen for longest gives way."""
    for device in db.session.scalars(PushSubscription.of(person.id).offset(MAX_DEVICES - 1)).all():
        db.session.delete(device)
    db.session.flush()


def leave(person: User, endpoint: str) -> None:
    """Stop sending to one of the person's own endpoints; an unknown one is already stopped."""
    db.session.execute(
        delete(PushSubscription).where(
            PushSubscription.user_id == person.id, PushSubscription.endpoint == endpoint
        )
    )


def leave_session(session_id: int) -> None:
    """Stop sending to the browser whose session ended."""
    db.session.execute(delete(PushSubscription).where(PushSubscription.session_id == session_id))


def pick_session(own: Iterable[PushSubscription], person: User) -> PushSubscription | None:
    """Return, out of a person's devices, the browser that is asking."""
    session_id = person.session.id if person.session else None
    return next(
        (device for device in own if session_id is not None and device.session_id == session_id), None
    )

"""What a push message carries to a phone: the contract with the service worker.

The plaintext is compact UTF-8 JSON of at most 1,024 bytes in the declarative form, so that Safari shows it
even without a worker. Optional members are left out when they have no value::

    {"web_push": 8030,
     "notification": {
        "title": "Replace filter no. 1 in 3 days",
        "body": "Kitchen purifier",
        "lang": "en", "dir": "ltr",
        "navigate": "https://shop.example/products/k7m2p4q9xa",      always absolute, always our own origin
        "tag": "q1J0...",                32 characters; the same notification always has the same tag
        "silent": false,
        "app_badge": "3",                unread in the inbox
        "actions": [{"action": "done", "title": "I did it", "navigate": "https://shop.example/products/..."}],
        "data": {
           "id": 812, "token": "b9X..",  the delivery, and the proof that this device received it
           "post": {"done": "/dues/7/completion", "snooze": "/dues/7/snooze"}}},
     "app_badge": "3"}

What the worker does with it:

* **push**: always `showNotification(title, {body, lang, dir, tag, silent, actions, data})` with `navigate`
  kept in `data`, then `setAppBadge(Number(app_badge))`, then the beacon "shown". A push that cannot be read
  still shows something.
  It remembers the last 200 `data.id` and replaces, not repeats, one it has shown.
* **notificationclick** with an `action` found in `data.post`: POST that path with an `Idempotency-Key`
  (`push-<data.id>-<action>`), cookies included; any other answer than 2xx or 303 opens `navigate`.
  With an action that is not in `data.post` (book): open that action's own `navigate`.
  Without an action: focus an open window and navigate it, else open one at `navigate`; then beacon "opened".
* **beacon**: `POST /notifications/beacon` with JSON `{"id": 812, "token": "b9X..", "event": "shown"}` or
  `"opened"`. No session is needed, so it works after sign-out too. Answers 204; send it with `keepalive`
  inside `waitUntil`. A declarative push shown without the worker sends none.
* **pushsubscriptionchange**: `POST /notifications/subscriptions` with the new subscription's `toJSON()` plus
  `{"replaces": old endpoint}`: a subscription moves, it is never added.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

MAX_PAYLOAD = 1024
"""Our own limit in bytes of plaintext; the push services accept 3,993."""

_DECLARATIVE = 8030  # the number of the RFC is the marker of the declarative form
_ELLIPSIS = "…"
_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class PayloadTooLong(ValueError):
    """Even without a body the message does not fit: its title, path or actions are too long."""


@dataclass(frozen=True, slots=True)
class Button:
    """One action on the notification. With `post` the worker posts there; else it opens `navigate`."""

    name: str
    title: str
    navigate: str
    post: str | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """Everything one device is told. `navigate` is absolute; `tag` comes from `tag_of`."""

    title: str
    body: str
    lang: str
    navigate: str
    tag: str
    delivery_id: int
    token: str
    unread: int = 0
    buttons: Sequence[Button] = ()


def tag_of(key: str) -> str:
    """Return the notification's tag and `Topic` header: 32 URL-safe characters out of its key."""
    return base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest())[:32].decode()


def encode(content: Content) -> bytes:
    """Return the plaintext to encrypt, its body shortened until it fits.

    Raises PayloadTooLong when it cannot fit, which only a programming error can cause.
    """
    whole = _dump(content, content.body)
    if len(whole) <= MAX_PAYLOAD:
        return whole
    room = MAX_PAYLOAD - len(_dump(content, _ELLIPSIS))
    if room < 0:
        raise PayloadTooLong(content.navigate)
    return _dump(content, _shortened(content.body, room) + _ELLIPSIS)


def _dump(content: Content, body: str) -> bytes:
    return _compact(_declarative(content, body)).encode()


def _declarative(content: Content, body: str) -> dict[str, object]:
    badge = str(content.unread)
    notification: dict[str, object] = {
        "title": content.title,
        "body": body,
        "lang": content.lang,
        "dir": "ltr",
        "navigate": content.navigate,
        "tag": content.tag,
        "silent": False,
        "app_badge": badge,
    }
    if content.buttons:
        notification["actions"] = [
            {"action": button.name, "title": button.title, "navigate": button.navigate}
            for button in content.buttons
        ]
    notification["data"] = _data(content)
    return {"web_push": _DECLARATIVE, "notification": notification, "app_badge": badge}


def _data(content: Content) -> Mapping[str, object]:
    data: dict[str, object] = {"id": content.delivery_id, "token": content.token}
    posts = {button.name: button.post for button in content.buttons if button.post}
    return {**data, "post": posts} if posts else data


def _shortened(text: str, room: int) -> str:
    """Cut `text` so that its JSON takes at most `room` bytes, never inside a word when a space is near.

    Escapes make some characters longer in JSON than in UTF-8, so the length is taken after encoding.
    """
    size = 0
    for index, character in enumerate(text):
        size += len(json.dumps(character, ensure_ascii=False).encode()) - 2
        if size > room:
            return _at_word(text[:index])
    return text


def _at_word(text: str) -> str:
    head, space, _tail = text.rpartition(" ")
    return head if space and len(head) > len(text) * 2 // 3 else text.rstrip()

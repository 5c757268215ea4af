"""Web push as this deployment uses it: its keys, its guard, and how a claimed message becomes a request."""

from __future__ import annotations

import threading
from pathlib import Path

from flask import Flask, current_app

from webapp.core import clock
from webapp.notifications import payload
from webapp.notifications.beacons import token_for
from webapp.notifications.claiming import Claimed
from webapp.notifications.encryption import encrypt
from webapp.notifications.endpoints import Guard
from webapp.notifications.payload import Button, Content
from webapp.notifications.sender import Request, Sender
from webapp.notifications.vapid import KEY_FILE, Keyring, read_key_file, split_keys


class Push:
    """Everything of web push that an application holds once."""

    def __init__(self, keyring: Keyring, guard: Guard, public_url: str, secret: str) -> None:
        self.keyring = keyring
        self.guard = guard
        self._public_url = public_url.rstrip("/")
        self._secret = secret
        self._own = threading.local()

    def sender(self) -> Sender:
        """Return this thread's sender, whose connections stay open between batches."""
        if not hasattr(self._own, "sender"):
            self._own.sender = Sender()
        sender: Sender = self._own.sender
        return sender

    def request(self, message: Claimed) -> Request:
        """Write, encrypt and address one message.

        Raises EndpointRefused, NoKey, BadKeys or PayloadTooLong.
        """
        return self.seal(message, payload.encode(self._content(message)))

    def seal(self, message: Claimed, plaintext: bytes) -> Request:
        """Encrypt and address a plaintext: guard, signature, headers and encryption."""
        target = self.guard.check(message.endpoint)
        headers = (
            f"TTL: {self._seconds_left(message)}",
            f"Urgency: {message.urgency}",
            f"Topic: {payload.tag_of(message.key)}",
            "Content-Encoding: aes128gcm",
            "Content-Type: application/octet-stream",
            f"Authorization: {self.keyring.authorization(message.key_id, target.origin)}",
        )
        return Request(message.id, target, headers, encrypt(plaintext, message.p256dh, message.auth))

    def absolute(self, path: str) -> str:
        """Return the public address of a local path."""
        return f"{self._public_url}{path}"

    def _seconds_left(self, message: Claimed) -> int:
        return max(int((message.expires_at - clock.now()).total_seconds()), 0)

    def _content(self, message: Claimed) -> Content:
        return Content(
            title=message.title,
            body=message.body,
            lang=message.lang,
            navigate=self.absolute(message.path),
            tag=payload.tag_of(message.key),
            delivery_id=message.id,
            token=token_for(message.id, self._secret),
            unread=message.unread,
            buttons=[self._button(action, message.path) for action in message.actions],
        )

    def _button(self, action: dict[str, str], path: str) -> Button:
        """`book` opens its page; the others are posted, and open the notification's page where that fails."""
        opens = action["name"] == "book"
        return Button(
            name=action["name"],
            title=action["title"],
            navigate=self.absolute(action["path"] if opens else path),
            post=None if opens else action["path"],
        )


def current_push() -> Push:
    """Return the running application's web push."""
    push: Push = current_app.extensions["push"]
    return push


def key_file(app: Flask) -> Path:
    """Return where development and test keep their own key pairs."""
    return Path(app.config["INSTANCE_DIR"]) / KEY_FILE


def init_app(app: Flask) -> None:
    """Read keys and guard from the configuration; production brings its keys itself."""
    given = split_keys(app.config["VAPID_PRIVATE_KEY"])
    keyring = Keyring(given or read_key_file(key_file(app)), app.config["VAPID_SUBJECT"])
    guard = Guard(
        test_endpoints=app.config["PUSH_TEST_ENDPOINTS"], production=app.config["ENV"] == "production"
    )
    app.extensions["push"] = Push(keyring, guard, app.config["PUBLIC_URL"], app.config["SECRET_KEY"])
    app.jinja_env.globals["push_key"] = lambda: current_push().keyring.current.public

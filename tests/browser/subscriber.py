"""A phone's side of web push: its keys, its subscription, and the decryption of what it receives."""

import base64
import secrets
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import Page

_SUBSCRIBE = """async (subscription) => {
    const headers = { "Content-Type": "application/json" };
    const body = JSON.stringify(subscription);
    return (await fetch("/notifications/subscriptions", { method: "POST", headers, body })).status;
}"""


class Subscriber:
    """Stands for the browser where there is no push service: it subscribes with keys of its own."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._auth = secrets.token_bytes(16)

    def as_json(self) -> dict[str, Any]:
        """Return what `PushSubscription.toJSON()` would, and the language."""
        public = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        keys = {"p256dh": _text(public), "auth": _text(self._auth)}
        return {"endpoint": self.endpoint, "expirationTime": None, "keys": keys, "locale": "vi"}

    def subscribe(self, page: Page) -> None:
        """Turn on reminders for whoever is signed in on the page."""
        assert page.evaluate(_SUBSCRIBE, self.as_json()) == 201

    def decrypt(self, body: bytes) -> str:
        """Return the plaintext of a message that was sent to this subscription."""
        plain = http_ece.decrypt(body, private_key=self._key, auth_secret=self._auth, version="aes128gcm")
        return bytes(plain).decode()


def _text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")

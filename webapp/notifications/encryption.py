"""Encryption of one message for one device: pywebpush's (RFC 8291, aes128gcm), with keys decoded once.

`http_ece` is the part of pywebpush that encrypts. It is called as `WebPusher.encode` calls it, without what
that wrapper adds for each message (copies of the subscription, a second encoding of the key, log lines),
5 to 11 % of the time measured. There is no cryptography of our own here.
"""

from __future__ import annotations

from functools import lru_cache

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec

from webapp.notifications.endpoints import decode_keys


class BadKeys(ValueError):
    """The subscription's keys cannot be used; no retry will make them good."""


def encrypt(plaintext: bytes, p256dh: str, auth: str) -> bytes:
    """Return the body to POST. A fresh key and salt each time, so the same text never encrypts alike.

    Raises BadKeys.
    """
    try:
        receiver, secret = _decoded(p256dh, auth)
        sealed: bytes = http_ece.encrypt(
            plaintext,
            private_key=ec.generate_private_key(ec.SECP256R1()),
            dh=receiver,
            auth_secret=secret,
            version="aes128gcm",
        )
    except (ValueError, TypeError, http_ece.ECEException) as error:
        raise BadKeys(type(error).__name__) from error
    return sealed


@lru_cache(maxsize=4096)
def _decoded(p256dh: str, auth: str) -> tuple[ec.EllipticCurvePublicKey, bytes]:
    return decode_keys(p256dh, auth)


def forget_keys() -> None:
    """Drop every decoded key."""
    _decoded.cache_clear()

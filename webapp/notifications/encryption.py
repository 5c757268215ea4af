"""Encryption of one message for one device: pywebpush's (RFC 8291, aes128gcm), with keys decoded once."""

from __future__ import annotations

import threading
from functools import lru_cache

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from pywebpush import WebPusher, WebPushException

from webapp.notifications.endpoints import decode_keys


class BadKeys(ValueError):
    """The subscription's keys cannot be used; no retry will make them good."""


def encrypt(plaintext: bytes, p256dh: str, auth: str) -> bytes:
    """Return the body to POST. A fresh key and salt each time, so the same text never encrypts alike.

    Raises BadKeys where pywebpush would raise any of IndexError, ValueError, TypeError or its own exception.
    """
    try:
        pusher = _pusher()
        # Set instead of passed in: its constructor copies deeply and decodes anew, a tenth of the whole time.
        # `encode` hands both to http_ece, which takes a decoded key as well as its bytes.
        pusher.receiver_key, pusher.auth_key = _decoded(p256dh, auth)
        return bytes(pusher.encode(plaintext)["body"])
    except (ValueError, TypeError, IndexError, UnsupportedAlgorithm, WebPushException) as error:
        raise BadKeys(type(error).__name__) from error


@lru_cache(maxsize=4096)
def _decoded(p256dh: str, auth: str) -> tuple[ec.EllipticCurvePublicKey, bytes]:
    return decode_keys(p256dh, auth)


_own = threading.local()


def _pusher() -> WebPusher:
    """Return this thread's encoder."""
    if not hasattr(_own, "pusher"):
        _own.pusher = WebPusher({"endpoint": ""})
    return _own.pusher


def forget_keys() -> None:
    """Drop every decoded key."""
    _decoded.cache_clear()

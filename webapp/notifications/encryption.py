"""Encryption of one message for one device: pywebpush's (RFC 8291), with the device's keys decoded once."""

from __future__ import annotations

from functools import lru_cache

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from pywebpush import WebPusher, WebPushException

from webapp.notifications.endpoints import check_keys


class BadKeys(ValueError):
    """The subscription's keys cannot be used; no retry will make them good."""


def encrypt(plaintext: bytes, p256dh: str, auth: str) -> bytes:
    """Return the body to POST. A fresh key and salt each time, so the same text never encrypts alike.

    Raises BadKeys where pywebpush would raise any of IndexError, ValueError, TypeError or its own exception.
    """
    try:
        return bytes(_pusher(p256dh, auth).encode(plaintext)["body"])
    except (ValueError, TypeError, IndexError, UnsupportedAlgorithm, WebPushException) as error:
        raise BadKeys(type(error).__name__) from error


@lru_cache(maxsize=4096)
def _pusher(p256dh: str, auth: str) -> WebPusher:
    check_keys(p256dh, auth)
    pusher = WebPusher({"endpoint": "", "keys": {"p256dh": p256dh, "auth": auth}})
    # http_ece takes a decoded key as well as bytes; decoding the point anew for each message costs 20 us.
    pusher.receiver_key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), pusher.receiver_key)
    return pusher

"""VAPID: the key pair that proves to push services who is sending (RFC 8292).

Several pairs may be in force at once: the first is the one new subscriptions are made with, the others stay
until no subscription uses them. A token is signed once per key, audience and hour, not once per message.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

from webapp.core import clock

LIFE = timedelta(hours=12)
"""How long a token is good for; services refuse more than 24 h."""

KEY_FILE = "vapid-keys"


class NoKey(RuntimeError):
    """There is no key pair to sign with."""


class Key:
    """One key pair. `id` is short and public: the start of the public key's hash."""

    def __init__(self, private: str) -> None:
        self.private = private
        self._vapid = Vapid02.from_string(private)
        public: ec.EllipticCurvePublicKey = self._vapid.public_key
        point = public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.public = _base64(point)
        self.id = _base64(hashlib.sha256(point).digest())[:16]

    @classmethod
    def generate(cls) -> Key:
        """Make a new pair."""
        number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
        return cls(_base64(number.to_bytes(32, "big")))

    def header(self, audience: str, subject: str, expires: datetime) -> str:
        """Sign an Authorization header for one push service."""
        claims = {"aud": audience, "sub": subject, "exp": int(expires.timestamp())}
        return str(self._vapid.sign(claims)["Authorization"])


class Keyring:
    """All pairs in force, the current one first, with the tokens signed this hour."""

    def __init__(self, privates: Sequence[str], subject: str) -> None:
        self._keys = {key.id: key for key in map(Key, privates)}
        self._subject = subject
        self._signed: dict[tuple[str, str, int], str] = {}

    @property
    def current(self) -> Key:
        """The pair new subscriptions are made with; raises NoKey."""
        for key in self._keys.values():
            return key
        raise NoKey("no VAPID key: make one with 'flask push keys'")

    def __contains__(self, key_id: str) -> bool:
        return key_id in self._keys

    def __iter__(self) -> Iterator[Key]:
        return iter(self._keys.values())

    def authorization(self, key_id: str, audience: str) -> str:
        """Return the header for a subscription made with `key_id`; raises NoKey once that pair is dropped."""
        if key_id not in self._keys:
            raise NoKey(key_id)
        now = clock.real_now()
        slot = (key_id, audience, int(now.timestamp()) // 3600)
        if slot not in self._signed:
            self._forget_older_than(slot[2])
            self._signed[slot] = self._keys[key_id].header(audience, self._subject, now + LIFE)
        return self._signed[slot]

    def _forget_older_than(self, hour: int) -> None:
        self._signed = {slot: header for slot, header in self._signed.items() if slot[2] >= hour}


def split_keys(text: str) -> list[str]:
    """Read private keys from a setting or file: base64url, between commas or white space, current first."""
    return text.replace(",", " ").split()


def read_key_file(path: Path) -> list[str]:
    """Return the private keys kept in a file, making the file and its first pair where it is missing."""
    if not path.exists():
        write_key_file(path, [Key.generate().private])
    return split_keys(path.read_text("utf-8"))


def write_key_file(path: Path, privates: Sequence[str]) -> None:
    """Keep private keys in a file that only its owner can read, replacing it in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.write_text("\n".join(privates) + "\n", "utf-8")
    fresh.replace(path)


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")

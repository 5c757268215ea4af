"""Everything we hold about a person, to take along: what rooms know as JSON, their files beside it.

A room calls ``contribute("products", products_of)`` from its ``init_app``; the function gets the User and
returns what ``json`` can write, plus dates, times and ``Media`` rows: those become files of the archive, and
their place in it stands in the JSON.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from sqlalchemy import select

from webapp.accounts.devices import name_of
from webapp.accounts.models import Consent, User, UserSession
from webapp.core import clock
from webapp.core.db import db
from webapp.core.media import Media, storage

Contribution = Callable[[User], Any]
_contributions: dict[str, Contribution] = {}
IN_MEMORY = 4 * 1024 * 1024


def contribute(name: str, of: Contribution) -> None:
    """Let a room add its part under ``name``; saying it again replaces it."""
    _contributions[name] = of


class Archive:
    """A zip of ``aftercare.json`` and ``files/``. One file at a time is in memory."""

    def __init__(self, user: User) -> None:
        self._storage = storage()
        self._keys: dict[str, str] = {}
        parts = {name: of(user) for name, of in sorted(_contributions.items())}
        whole = {"exported_at": clock.now(), "account": account_of(user), **parts}
        self.json = json.dumps(whole, ensure_ascii=False, indent=2, default=self._plain).encode()

    def _plain(self, value: Any) -> str:
        if isinstance(value, date | datetime | time):
            return value.isoformat()
        if isinstance(value, Media):
            place = f"files/{value.id}{Path(value.key).suffix}"
            self._keys[place] = value.key
            return place
        raise TypeError(f"{type(value).__name__} cannot be exported")

    def stream(self) -> Iterator[bytes]:
        """The bytes of the zip. Needs no request any more: everything asked of the database is known."""
        with SpooledTemporaryFile(IN_MEMORY) as out:
            with ZipFile(out, "w", ZIP_DEFLATED) as archive:
                archive.writestr("aftercare.json", self.json)
                for place, key in self._keys.items():
                    archive.writestr(place, self._storage.get(key), ZIP_STORED)
            out.seek(0)
            while chunk := out.read(64 * 1024):
                yield chunk


def as_json(user: User) -> bytes:
    """The export without its files, UTF-8, indented so that a person can read it."""
    return Archive(user).json


_FIELDS = ("email", "name", "role", "locale", "zone", "country", "email_verified_at", "created_at")
_TIMES = ("reminder_hour", "quiet_from", "quiet_until", "daily_cap")
_CONSENT = ("purpose", "wording", "given_at", "withdrawn_at")


def account_of(user: User) -> dict[str, Any]:
    """What this room itself holds. Hashes of passwords and tokens are ours, not data about the person."""
    consents = db.session.scalars(select(Consent).where(Consent.user_id == user.id).order_by(Consent.id))
    sessions = db.session.scalars(
        select(UserSession).where(UserSession.user_id == user.id).order_by(UserSession.id)
    )
    return {
        **{name: getattr(user, name) for name in _FIELDS + _TIMES},
        "consents": [{name: getattr(row, name) for name in _CONSENT} for row in consents],
        "sessions": [
            {"device": name_of(row.user_agent)[0], "opened_at": row.opened_at, "ended_at": row.ended_at}
            for row in sessions
        ],
    }

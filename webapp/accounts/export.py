"""Everything we hold about a person, as JSON: each room contributes what it owns.

A room calls ``contribute("products", products_of)`` from its ``init_app``; the function gets the User and
returns what ``json`` can write, plus dates and times.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select

from webapp.accounts.devices import name_of
from webapp.accounts.models import Consent, User, UserSession
from webapp.core import clock
from webapp.core.db import db

Contribution = Callable[[User], Any]
_contributions: dict[str, Contribution] = {}


def contribute(name: str, of: Contribution) -> None:
    """Let a room add its part under ``name``; saying it again replaces it."""
    _contributions[name] = of


def as_json(user: User) -> bytes:
    """The whole export, UTF-8, indented so that a person can read it."""
    parts = {name: of(user) for name, of in sorted(_contributions.items())}
    whole = {"exported_at": clock.now(), "account": account_of(user), **parts}
    return json.dumps(whole, ensure_ascii=False, indent=2, default=_plain).encode()


def _plain(value: Any) -> str:
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be exported")


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

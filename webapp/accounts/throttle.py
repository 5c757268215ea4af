"""How often one may try, counted in the database so that it holds over all processes.

Sign-in: 10 in 3 minutes per address (an IPv6 /64 counts as one) and 25 an hour per account, whether or not
the account exists. Sign-up, reset and verification mail: 5 in 30 minutes.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Response, current_app
from sqlalchemy import case, delete
from sqlalchemy.dialects import postgresql, sqlite
from werkzeug.exceptions import TooManyRequests

from webapp.accounts.models import Throttle
from webapp.core import clock
from webapp.core.db import db
from webapp.core.error_pages import answer_for
from webapp.core.i18n import _n
from webapp.core.limits import address
from webapp.core.security import hash_token

HALF_HOUR = timedelta(minutes=30)


def spend_sign_in(email: str) -> None:
    """Count one try at an account's password. Raises TooManyRequests."""
    spend("sign-in from", address(), 10, timedelta(minutes=3))
    spend("sign-in to", email, 25, timedelta(hours=1))


def spend(act: str, subject: str, most: int, window: timedelta) -> None:
    """Count one try within the request's transaction. Raises TooManyRequests past ``most``.

    A try that is refused must count too: the view answers it with ``keep_rows()``.
    """
    if not current_app.config.get("RATELIMIT_ENABLED", True):
        return
    now = clock.real_now()
    row = db.session.execute(_counted(hash_token(f"{act}\n{subject}"), now, now + window)).one()
    count, resets_at = row
    if count > most:
        raise TooManyRequests(response=_refusal(int((resets_at - now).total_seconds()) + 1))


def _refusal(seconds: int) -> Response:
    minutes = max(1, -(-seconds // 60))
    sentence = _n(
        "That was too many tries. Wait %(num)s minute and try again.",
        "That was too many tries. Wait %(num)s minutes and try again.",
        minutes,
    )
    answer = answer_for(429, sentence)
    answer.headers["Retry-After"] = str(seconds)
    return answer


def _counted(key: str, now: Any, resets_at: Any) -> Any:
    dialect: Any = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    over = Throttle.resets_at <= now
    return (
        dialect.insert(Throttle)
        .values(key=key, count=1, resets_at=resets_at)
        .on_conflict_do_update(
            index_elements=[Throttle.key],
            set_={
                "count": case((over, 1), else_=Throttle.count + 1),
                "resets_at": case((over, resets_at), else_=Throttle.resets_at),
            },
        )
        .returning(Throttle.count, Throttle.resets_at)
    )


def forget_old() -> int:
    """Delete counters whose window is over; returns how many."""
    done = db.session.execute(delete(Throttle).where(Throttle.resets_at <= clock.real_now()))
    return int(done.rowcount)  # type: ignore[attr-defined]

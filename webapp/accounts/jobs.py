"""Housekeeping at night: rows that no longer mean anything."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete

from webapp.accounts import throttle
from webapp.accounts.models import OneTimeToken, UserSession
from webapp.core import clock
from webapp.core.db import db
from webapp.core.jobs import job, periodic

KEPT_FOR = timedelta(days=90)


@periodic(minute="23", hour="3")
@job()
def forget_what_is_over() -> None:
    """Delete spent throttles, links and sessions that ended 90 days ago or idled for 180."""
    now = clock.real_now()
    throttle.forget_old()
    db.session.execute(delete(OneTimeToken).where(OneTimeToken.expires_at < now - timedelta(days=7)))
    db.session.execute(
        delete(UserSession).where(
            (UserSession.ended_at < now - KEPT_FOR) | (UserSession.last_seen_at < now - 2 * KEPT_FOR)
        )
    )
    db.session.commit()

"""Opening and ending signed-in browsers, and keeping their rows up to date."""

from __future__ import annotations

import logging
from datetime import timedelta

from flask import Flask, Request, Response, session as cookie
from flask_login import login_user, logout_user
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from webapp.accounts.current import someone
from webapp.accounts.models import User, UserSession
from webapp.accounts.models.session import FRESH
from webapp.core import clock
from webapp.core.db import db
from webapp.core.i18n import forget_locale
from webapp.core.security import hash_token, new_token

log = logging.getLogger(__name__)

# A page a second must not mean a write a second: the row is touched at most this often.
TOUCH_EVERY = timedelta(minutes=2)


def open(user: User, request: Request) -> UserSession:
    """Sign this browser in as ``user`` with a new token, whatever it was before; the row is fresh."""
    if (before := someone()) is not None and before.session is not None:
        before.session.end()
    secret = new_token()
    row = UserSession(
        user_id=user.id,
        token_hash=hash_token(secret),
        fresh_until=clock.real_now() + FRESH,
        user_agent=request.user_agent.string[:300],
    )
    db.session.add(row)
    db.session.flush()
    cookie.clear()
    cookie.permanent = True
    user.session, user.session_token = row, secret
    login_user(user)
    forget_locale()
    return row


def close() -> None:
    """Sign this browser out: its row ends and its cookie is emptied."""
    if (user := someone()) is not None and user.session is not None:
        user.session.end()
    logout_user()
    cookie.clear()
    forget_locale()


def end_all(user_id: int, *, keep: UserSession | None = None) -> int:
    """End the person's other browsers; returns how many."""
    rows = db.session.scalars(UserSession.live_of(user_id)).all()
    ending = [row for row in rows if keep is None or row.id != keep.id]
    for row in ending:
        row.end()
    return len(ending)


def device_of(user: User, session_id: int) -> UserSession | None:
    """One of the person's own signed-in browsers."""
    return db.session.scalar(UserSession.live_of(user.id).where(UserSession.id == session_id))


def devices_of(user: User) -> list[UserSession]:
    """The browsers that can still act for this person, last used first."""
    rows = db.session.scalars(UserSession.live_of(user.id))
    return [row for row in rows if not row.is_idle(staff=user.is_staff)]


def init_app(app: Flask) -> None:
    """Note after each request that its session was used."""

    @app.after_request
    def touch(response: Response) -> Response:
        if "_user_id" in cookie and (user := someone()) is not None and user.session is not None:
            _touch(user.session)
        return response


def _touch(row: UserSession) -> None:
    now = clock.real_now()
    if row.ended_at is not None or now - row.last_seen_at < TOUCH_EVERY:
        return
    try:  # on a connection of its own: the page's unit of work has nothing to do with it
        with db.engine.begin() as connection:
            connection.execute(
                update(UserSession)
                .where(UserSession.id == row.id, UserSession.last_seen_at < now)
                .values(last_seen_at=now)
            )
    except OperationalError:  # a busy database: the next page touches it
        log.info("session not touched, the database was busy")

"""Opening and ending signed-in browsers, and keeping their rows up to date."""

from __future__ import annotations

import logging

from flask import Flask, Request, Response, g, request
from flask import session as cookie
from flask_login import login_user, logout_user
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from webapp.accounts.current import someone
from webapp.accounts.models import User, UserSession
from webapp.accounts.models.session import FRESH
from webapp.core import clock
from webapp.core.db import db
from webapp.core.forms import clean
from webapp.core.i18n import forget_locale
from webapp.core.security import hash_token, new_token

log = logging.getLogger(__name__)


def open(user: User, browser: Request, *, second_factor: bool = False) -> UserSession:
    """Sign this browser in as ``user`` with a new token, whatever it was before; the row is fresh.

    ``second_factor`` says that a code was given too. The same person signing in again keeps an earlier one.
    """
    proven_at = clock.real_now() if second_factor else None
    if (before := someone()) is not None and before.session is not None:
        before.session.end()
        proven_at = proven_at or (before.session.second_factor_at if before.id == user.id else None)
    secret = new_token()
    row = UserSession(
        user_id=user.id,
        token_hash=hash_token(secret),
        fresh_until=clock.real_now() + FRESH,
        second_factor_at=proven_at,
        user_agent=clean(browser.user_agent.string)[:300],
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
    """Note after a page was read that its session is in use."""

    # The cookie is sent again only when the row is touched, so that other answers stay free of Set-Cookie.
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False

    @app.after_request
    def touch(response: Response) -> Response:
        if "session_to_touch" in g and request.method == "GET":
            _touch(g.pop("session_to_touch"))
            cookie.modified = True
        return response


def _touch(session_id: int) -> None:
    now = clock.real_now()
    try:  # on a connection of its own: reading a page stays a reading transaction
        with db.engine.begin() as connection:
            connection.execute(
                update(UserSession)
                .where(UserSession.id == session_id, UserSession.ended_at.is_(None))
                .values(last_seen_at=now)
            )
    except OperationalError:  # a busy database: the next page touches it
        log.info("session not touched: the database was busy")

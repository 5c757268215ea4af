"""Who is asking: the signed-in person of this request."""

from __future__ import annotations

from flask import Flask, g
from flask_login import current_user
from sqlalchemy import bindparam, select

from webapp.accounts.models import User, UserSession
from webapp.core.db import db
from webapp.core.extensions import login_manager
from webapp.core.i18n import choose_locale_with, choose_zone_with
from webapp.core.security import hash_token


def me() -> User:
    """The signed-in person. Call it only in views that require one."""
    user = current_user._get_current_object()
    if not isinstance(user, User):
        raise RuntimeError("me() needs a signed-in person: mark the view @allow.signed_in.")
    return user


def someone() -> User | None:
    """The signed-in person, or None for a visitor."""
    user = current_user._get_current_object()
    return user if isinstance(user, User) else None


# Built once: it runs for every page, and building a statement costs more than running this one.
_BY_TOKEN = (
    select(User, UserSession)
    .join(UserSession, UserSession.user_id == User.id)
    .where(
        UserSession.token_hash == bindparam("token_hash"),
        UserSession.ended_at.is_(None),
        User.erased_at.is_(None),
    )
)


def load_session(token: str) -> User | None:
    """Flask-Login's loader: the person behind a session token, in one statement.

    None once the session ended or idled out.
    """
    row = db.session.execute(_BY_TOKEN, {"token_hash": hash_token(token)}).first()
    if row is None or row.UserSession.is_idle(staff=row.User.is_staff):
        return None
    user: User = row.User
    user.session, user.session_token = row.UserSession, token
    if row.UserSession.wants_touch:
        g.session_to_touch = row.UserSession.id
    return user


def init_app(app: Flask) -> None:
    """Let Flask-Login load people by session token, and core speak the person's language in their zone."""
    login_manager.user_loader(load_session)
    # The session row is what remembers: no cookie of Flask-Login is looked for after each answer.
    app.after_request_funcs[None].remove(login_manager._update_remember_cookie)
    login_manager.session_protection = None  # the row decides; a phone changes its address all day
    choose_locale_with(_own_locale)
    choose_zone_with(_own_zone)


def _own_locale() -> str | None:
    person = someone()
    return person.locale if person else None


def _own_zone() -> str | None:
    person = someone()
    return person.zone if person else None

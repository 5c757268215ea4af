"""Erasing an account: what names the person goes, the row stays so that records kept by law hang together."""

from __future__ import annotations

from sqlalchemy import delete, update

from webapp.accounts import letters, sessions
from webapp.accounts.models import (
    Consent,
    OneTimeToken,
    Purpose,
    RecoveryCode,
    SecondFactor,
    User,
    UserSession,
)
from webapp.accounts.signals import user_erased
from webapp.core import clock, mail
from webapp.core.db import db

NO_PASSWORD = "erased"  # noqa: S105 - not a hash, so no password can ever match


def erase(user: User) -> None:
    """Anonymise the account, sign it out everywhere and tell ``user_erased``. Cannot be undone."""
    email, locale, name = user.email, user.locale, user.name
    sessions.end_all(user.id)
    _drop_rows(user.id)
    for purpose in Purpose:
        Consent.withdraw(user.id, purpose)
    user.email = f"erased-{user.id}@erased.invalid"
    user.name = ""
    user.password_hash = NO_PASSWORD
    user.email_verified_at = None
    user.erased_at = clock.now()
    db.session.flush()
    user_erased.send(user)
    mail.forget_address(email)
    letters.erased(email, locale, name)


def _drop_rows(user_id: int) -> None:
    for table in (OneTimeToken, SecondFactor, RecoveryCode):
        db.session.execute(delete(table).where(table.user_id == user_id))
    db.session.execute(update(UserSession).where(UserSession.user_id == user_id).values(user_agent=""))

"""Coming in: who has this address and password, and what a browser must still show before it is let in.

Sign-up has a conflict: to tell nobody whether an address has an account, and to carry a new customer, who
stands in a shop with one bar of signal, straight in. It is decided so: a new address is signed in at once; a
known address with its right password is signed in too (pressing twice, or having forgotten, is no error); a
known address with another password gets a sentence that fits a mistyped password as well, its owner gets a
letter, and such tries are counted like sign-ins (and 5 in 30 minutes), so that addresses cannot be listed.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from flask import current_app, request, url_for
from flask import session as cookie
from sqlalchemy import select
from werkzeug.wrappers import Response

from webapp.accounts import guess, letters, passwords, sessions, throttle
from webapp.accounts.current import someone
from webapp.accounts.forms import SignUpForm
from webapp.accounts.models import EmailTaken, SecondFactor, User
from webapp.accounts.next_page import known_path
from webapp.core import clock
from webapp.core.db import db
from webapp.core.errors import DomainError
from webapp.core.i18n import _l, current_locale
from webapp.core.limits import address
from webapp.core.web import see_other

SECOND_STEP = "second_step"
SECOND_STEP_LIFE = timedelta(minutes=10)


class DoNotGoTogether(DomainError):
    """No account has this address and password. The same words whether or not the address is known."""

    text = _l("This e-mail address and password do not go together. Check both, or choose a new password.")


class CodeRefused(DomainError):
    field = "code"
    text = _l("This code is not valid now. Wait for the next one and try again.")


class NotYourPassword(DomainError):
    field = "password"
    text = _l("This is not your password. Try again, or choose a new one.")


class AddressInUse(DomainError):
    """Sign-up with a known address and another password."""

    field = "email"
    text = _l(
        "This address does not go with this password. Sign in, choose a new password, or use another address."
    )


def recognise(email: str, password: str) -> User:
    """The account that has this address and password.

    Raises DoNotGoTogether, after the same work for any address.
    """
    known = select(User.id, User.password_hash).where(User.email == email, User.erased_at.is_(None))
    found = db.session.execute(known).first()
    if someone() is None:
        db.session.commit()  # what was counted; and nobody waits for the database while a password is hashed
    if not passwords.matches(found.password_hash if found else None, password) or found is None:
        raise DoNotGoTogether
    user = db.session.scalars(select(User).where(User.id == found.id)).one()
    if passwords.needs_rehash(user.password_hash):
        user.set_password(password)
    return user


def knows_password(user: User, password: str) -> bool:
    """Whether the signed-in person typed their own password."""
    return passwords.matches(user.password_hash, password)


def join(form: SignUpForm) -> User:
    """The account of who signs up: a new one, or the one that this very address and password have already.

    Raises AddressInUse when the address is known and the password is another.
    """
    throttle.spend("sign-up from", address(), 5, throttle.HALF_HOUR)
    email, password = str(form.email.data), str(form.password.data)
    if User.with_email(email) is None:
        with suppress(EmailTaken):  # the other half of a double tap was faster: its account is this person's
            return _register(form)
    throttle.spend_sign_in(email)
    try:
        return recognise(email, password)
    except DoNotGoTogether as error:
        _warn_owner(email)
        raise AddressInUse from error


def _register(form: SignUpForm) -> User:
    locale = current_locale()
    zone = guess.zone(form.zone.data, locale)
    user = User.register(
        email=str(form.email.data),
        password=str(form.password.data),
        name=str(form.name.data),
        locale=locale,
        zone=zone,
        country=guess.country(zone, request.accept_languages, locale),
    )
    letters.verify_email(user)
    return user


def _warn_owner(email: str) -> None:
    if owner := User.with_email(email):
        letters.sign_up_tried(owner)


def let_in(user: User, wanted: str | None) -> Response:
    """Sign the browser in and go to the wanted page; or first ask for the code of a second factor."""
    target = known_path(wanted)
    if not SecondFactor.is_on(user.id):
        sessions.open(user, request)
        return see_other(target)
    until = clock.real_now() + SECOND_STEP_LIFE
    cookie[SECOND_STEP] = {"user": user.id, "until": until.timestamp(), "next": target}
    return see_other(url_for("accounts.sign_in_code"))


def waiting_for_code() -> User | None:
    """Who typed the right password in this browser in the last ten minutes and owes a code."""
    step = cookie.get(SECOND_STEP)
    if not step or step["until"] < clock.real_now().timestamp():
        return None
    return db.session.scalar(User.living().where(User.id == step["user"]))


def wanted_after_code() -> str:
    step = cookie.get(SECOND_STEP) or {}
    return known_path(step.get("next"))


def owes_second_factor(user: User) -> bool:
    """Staff must prove a second factor in this session where the operator asks for it (production does)."""
    if not user.is_staff or not current_app.config.get("STAFF_SECOND_FACTOR"):
        return False
    return user.session is None or user.session.second_factor_at is None

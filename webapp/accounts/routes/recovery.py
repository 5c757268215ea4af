"""Links that came by mail: confirm an address, choose a new password, move to another address.

Opening a link (GET) changes nothing, because mail scanners open links too; its button (POST) uses it up.
"""

from __future__ import annotations

from typing import Any

from flask import flash, url_for

from webapp.accounts import entry, letters, sessions, throttle
from webapp.accounts.forms import EmailForm, NewPasswordForm
from webapp.accounts.models import EmailTaken, OneTimeToken, TokenPurpose, User
from webapp.accounts.routes.blueprint import bp
from webapp.core.access import allow
from webapp.core.db import db
from webapp.core.errors import DomainError
from webapp.core.i18n import _, _l
from webapp.core.limits import address
from webapp.core.web import page, see_other


class LinkSpent(DomainError):
    """The link was used, is older than 30 minutes, or a later one replaced it."""

    status = 410
    text = _l("This link no longer works. Links work once, for 30 minutes. Ask for a new one.")


def _open(secret: str, purpose: TokenPurpose) -> tuple[OneTimeToken, User]:
    token = OneTimeToken.find(secret, purpose)
    user = db.session.get(User, token.user_id) if token else None
    if token is None or user is None or user.erased_at is not None:
        raise LinkSpent
    return token, user


def _spend(token: OneTimeToken) -> None:
    if not token.spend():
        raise LinkSpent


@bp.route("/verify-email/<secret>", methods=["GET"])
@allow.everyone
def verify_email(secret: str) -> Any:
    token, _user = _open(secret, TokenPurpose.VERIFY_EMAIL)
    return page("accounts/verify_email.html", email=token.email, secret=secret)


@bp.route("/verify-email/<secret>", methods=["POST"])
@allow.everyone
def confirm_verified(secret: str) -> Any:
    """The address is theirs. Works signed in or not, and on another device than the one that asked."""
    token, user = _open(secret, TokenPurpose.VERIFY_EMAIL)
    _spend(token)
    user.verify_email(token.email)
    flash(_("Your e-mail address is confirmed."))
    return see_other("/")


@bp.route("/reset-password", methods=["GET", "POST"])
@allow.everyone
def reset_password() -> Any:
    """Send a link to choose a new password; the answer is the same for an unknown address."""
    form = EmailForm()
    if form.validate_on_submit():
        throttle.spend("reset from", address(), 5, throttle.HALF_HOUR)
        throttle.spend("reset of", str(form.email.data), 5, throttle.HALF_HOUR)
        if user := User.with_email(str(form.email.data)):
            letters.reset_password(user)
        else:
            letters.to_nobody()
        return see_other(url_for(".reset_sent"))
    return page("accounts/reset_password.html", status=422 if form.errors else 200, form=form)


@bp.route("/reset-password/sent", methods=["GET"])
@allow.everyone
def reset_sent() -> Any:
    return page("accounts/reset_sent.html")


@bp.route("/reset-password/<secret>", methods=["GET", "POST"])
@allow.everyone
def choose_password(secret: str) -> Any:
    """Set a new password: it proves the address, ends every other session and every other link."""
    token, user = _open(secret, TokenPurpose.RESET_PASSWORD)
    form = NewPasswordForm(user.name, user.email)
    if not form.validate_on_submit():
        return page(
            "accounts/choose_password.html", status=422 if form.errors else 200, form=form, email=user.email
        )
    _spend(token)
    user.set_password(str(form.password.data))
    user.verify_email(token.email)
    OneTimeToken.cancel(user.id)
    sessions.end_all(user.id)
    letters.password_changed(user)
    flash(_("Your password is changed. Other devices were signed out."))
    return entry.let_in(user, "/")


@bp.route("/change-email/<secret>", methods=["GET"])
@allow.everyone
def confirm_email(secret: str) -> Any:
    token, _user = _open(secret, TokenPurpose.CHANGE_EMAIL)
    return page("accounts/confirm_email.html", email=token.email, secret=secret)


@bp.route("/change-email/<secret>", methods=["POST"])
@allow.everyone
def move_email(secret: str) -> Any:
    """The new address is proved: the account moves to it and the old address is told."""
    token, user = _open(secret, TokenPurpose.CHANGE_EMAIL)
    _spend(token)
    before = user.email
    try:
        user.move_to(token.email)
    except EmailTaken as error:  # taken between asking and proving
        raise LinkSpent from error
    OneTimeToken.cancel(user.id)
    letters.email_changed(user, before)
    flash(_("Your e-mail address is changed."))
    return see_other("/")

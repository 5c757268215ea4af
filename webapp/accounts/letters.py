"""Mail this room sends, each in the language of the person it goes to."""

from __future__ import annotations

import secrets
from typing import Any

from flask import current_app

from webapp.accounts.models import OneTimeToken, TokenPurpose, User
from webapp.core import mail
from webapp.core.db import after_commit
from webapp.core.i18n import _, speaking
from webapp.core.security import new_token
from webapp.core.web import render


def verify_email(user: User) -> None:
    """Ask whether the address is theirs; the link works once, for 30 minutes."""
    with speaking(user.locale):
        _ask(user, user.email, _("Confirm your e-mail address"), TokenPurpose.VERIFY_EMAIL, "verify_email")


def reset_password(user: User) -> None:
    with speaking(user.locale):
        _ask(user, user.email, _("Choose a new password"), TokenPurpose.RESET_PASSWORD, "choose_password")


def to_nobody() -> None:
    """As much work as ``reset_password``, for an unknown address: the time of an answer tells nothing."""
    words = {"subject": _("Choose a new password"), "href": link("choose_password", new_token()), "name": ""}
    render("accounts/mail/reset_password.txt", **words)
    render("accounts/mail/reset_password.html", **words)
    after_commit(mail.send_due_mail)


def change_email(user: User, email: str) -> None:
    """Sent to the new address: only who reads it can make it theirs."""
    with speaking(user.locale):
        _ask(user, email, _("Confirm your new e-mail address"), TokenPurpose.CHANGE_EMAIL, "confirm_email")


def password_changed(user: User) -> None:
    with speaking(user.locale):
        _post(user, user.email, _("Your password was changed"), "password_changed", link("reset_password"))


def email_changed(user: User, before: str) -> None:
    """Sent to the address that was left, in case its owner knows nothing of it."""
    with speaking(user.locale):
        _post(user, before, _("Your e-mail address was changed"), "email_changed", None)


def sign_up_tried(user: User) -> None:
    """Someone typed this address at sign-up with another password: perhaps the owner, who forgot."""
    with speaking(user.locale):
        _post(user, user.email, _("You already have an account"), "sign_up_tried", link("reset_password"))


def second_factor_changed(user: User, *, on: bool) -> None:
    with speaking(user.locale):
        subject = _("Sign-in codes were turned on") if on else _("Sign-in codes were turned off")
        _post(user, user.email, subject, "second_factor_changed", link("devices"), on=on)


def erased(email: str, locale: str, name: str) -> None:
    with speaking(locale):
        _post(None, email, _("Your account was erased"), "erased", None, name=name)


def link(endpoint: str, secret: str | None = None) -> str:
    """An absolute address under PUBLIC_URL, whatever host this request came to."""
    values = {} if secret is None else {"secret": secret}
    path = current_app.url_map.bind("").build(f"accounts.{endpoint}", values)
    return f"{current_app.config['PUBLIC_URL']}{path}"


def _ask(user: User, to: str, subject: str, purpose: TokenPurpose, endpoint: str) -> None:
    secret = OneTimeToken.issue(user.id, purpose, to)
    _post(user, to, subject, purpose.value, link(endpoint, secret))


def _post(user: User | None, to: str, subject: str, letter: str, href: str | None, **facts: Any) -> None:
    words = {"subject": subject, "href": href, "name": user.name if user else "", **facts}
    mail.post(
        to=to,
        subject=subject,
        text=render(f"accounts/mail/{letter}.txt", **words),
        html=render(f"accounts/mail/{letter}.html", **words),
        key=f"accounts:{letter}:{secrets.token_hex(8)}",
    )

"""Password, e-mail address: what could lock the person out wants a fresh sign-in."""

from __future__ import annotations

from typing import Any

from flask import flash, request, url_for

from webapp.accounts import letters, sessions, throttle
from webapp.accounts.current import me
from webapp.accounts.forms import EmailForm, NewPasswordForm
from webapp.accounts.fresh import fresh
from webapp.accounts.models import OneTimeToken, User
from webapp.accounts.routes.blueprint import bp
from webapp.core.access import allow
from webapp.core.i18n import _
from webapp.core.web import page, see_other


@bp.route("/settings/password", methods=["GET", "POST"])
@allow.signed_in
@fresh
def change_password() -> Any:
    """A new password: this browser gets a new token, all others are signed out, open links die."""
    user = me()
    form = NewPasswordForm(user.name, user.email)
    if not form.validate_on_submit():
        return page("accounts/change_password.html", status=422 if form.errors else 200, form=form)
    user.set_password(str(form.password.data))
    OneTimeToken.cancel(user.id)
    sessions.end_all(user.id, keep=user.session)
    sessions.open(user, request)
    letters.password_changed(user)
    flash(_("Your password is changed. Other devices were signed out."))
    return see_other(url_for(".security"))


@bp.route("/settings/security", methods=["GET"])
@allow.signed_in
def security() -> Any:
    """Everything about getting in, in one list."""
    return page("accounts/security.html", person=me())


@bp.route("/settings/email", methods=["GET", "POST"])
@allow.signed_in
@fresh
def change_email() -> Any:
    """Send a link to the new address. The answer is the same when another account has it already."""
    user = me()
    form = EmailForm()
    if not form.validate_on_submit():
        return page("accounts/change_email.html", status=422 if form.errors else 200, form=form, person=user)
    throttle.spend("new address of", str(user.id), 5, throttle.HALF_HOUR)
    if User.with_email(str(form.email.data)) is None:
        letters.change_email(user, str(form.email.data))
    else:
        letters.to_nobody()
    flash(_("We sent a link to the new address. Open it within 30 minutes."))
    return see_other(url_for(".change_email"))


@bp.route("/settings/email/verification", methods=["POST"])
@allow.signed_in
def send_verification() -> Any:
    """Send the link that confirms the present address once more."""
    user = me()
    throttle.spend("verify of", str(user.id), 5, throttle.HALF_HOUR)
    if user.email_verified_at is None:
        letters.verify_email(user)
        flash(_("We sent you a link. Open it within 30 minutes."))
    return see_other(url_for(".security"))

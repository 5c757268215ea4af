"""Sign-in codes: turning them on with an authenticator app, recovery codes, turning them off."""

from __future__ import annotations

from typing import Any

import pyotp
from flask import abort, current_app, flash, request, url_for
from flask import session as cookie

from webapp.accounts import enrolment, letters, throttle
from webapp.accounts.current import me
from webapp.accounts.entry import CodeRefused, owes_second_factor
from webapp.accounts.forms import CodeForm
from webapp.accounts.fresh import fresh
from webapp.accounts.models import RecoveryCode, SecondFactor
from webapp.accounts.routes.blueprint import bp
from webapp.core.access import allow, rule_of
from webapp.core.i18n import _
from webapp.core.web import keep_rows, page, see_other

SECRET, CODES = "totp_secret", "recovery_codes"


@bp.before_app_request
def _staff_prove_it() -> Any:
    """Staff screens open only after a second factor, where the operator asks for one (production does)."""
    rule = rule_of(current_app.view_functions.get(request.endpoint or ""))
    if rule is None or rule.roles is None or not owes_second_factor(me()):
        return None
    return see_other(url_for("accounts.second_factor"))


@bp.route("/settings/second-factor", methods=["GET"])
@allow.signed_in
@fresh
def second_factor() -> Any:
    """Either what is on, or the picture to scan. The new secret waits in this browser's cookie."""
    user = me()
    if SecondFactor.is_on(user.id):
        return page("accounts/second_factor_on.html", required=user.is_staff)
    cookie.setdefault(SECRET, pyotp.random_base32(32))
    return _enrol(CodeForm())


def _enrol(form: CodeForm, status: int = 200) -> Any:
    secret = cookie[SECRET]
    picture = enrolment.picture(enrolment.uri(me().email, secret))
    facts = {"picture": picture, "secret": enrolment.readable(secret)}
    return page("accounts/second_factor.html", status=status, form=form, **facts)


@bp.route("/settings/second-factor", methods=["POST"])
@allow.signed_in
@fresh
def turn_on_second_factor() -> Any:
    """A first right code turns it on; the recovery codes are shown once on the next page."""
    user, secret, form = me(), cookie.get(SECRET), CodeForm()
    if secret is None or SecondFactor.is_on(user.id):
        return see_other(url_for(".second_factor"))
    if not form.validate_on_submit():
        return _enrol(form, status=422)
    throttle.spend("enrolment of", str(user.id), 10, throttle.HALF_HOUR / 2)
    if not enrolment.turn_on(user, secret, form.digits):
        keep_rows()
        form.show(CodeRefused())
        return _enrol(form, status=422)
    cookie.pop(SECRET)
    letters.second_factor_changed(user, on=True)
    return _show_codes(user.id)


@bp.route("/settings/second-factor/codes", methods=["GET"])
@allow.signed_in
def recovery_codes() -> Any:
    """New recovery codes, on this one view of the page."""
    codes = cookie.pop(CODES, None)
    if codes is None:
        return see_other(url_for(".second_factor"))
    return page("accounts/recovery_codes.html", codes=codes)


@bp.route("/settings/second-factor/codes", methods=["POST"])
@allow.signed_in
@fresh
def renew_recovery_codes() -> Any:
    if not SecondFactor.is_on(me().id):
        abort(404)
    return _show_codes(me().id)


def _show_codes(user_id: int) -> Any:
    cookie[CODES] = RecoveryCode.renew(user_id)
    return see_other(url_for(".recovery_codes"))


@bp.route("/settings/second-factor/removal", methods=["POST"])
@allow.signed_in
@fresh
def turn_off_second_factor() -> Any:
    user = me()
    if enrolment.turn_off(user):
        letters.second_factor_changed(user, on=False)
        flash(_("Sign-in codes are off."))
    return see_other(url_for(".second_factor"))

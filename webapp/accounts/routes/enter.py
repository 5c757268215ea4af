"""Sign-up, sign-in, sign-out, and the language of a visitor."""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from webapp.accounts import entry, sessions, throttle
from webapp.accounts.current import me, someone
from webapp.accounts.forms import AgainForm, CodeForm, SignInForm, SignUpForm
from webapp.accounts.models import RecoveryCode, SecondFactor, User
from webapp.accounts.next_page import known_path
from webapp.accounts.routes.blueprint import bp
from webapp.core.access import allow
from webapp.core.errors import DomainError
from webapp.core.i18n import LANGUAGE_COOKIE, LOCALES, forget_locale
from webapp.core.web import keep_rows, page, see_other

YEAR = 365 * 24 * 3600


@bp.route("/sign-up", methods=["GET", "POST"])
@allow.everyone
def sign_up() -> Any:
    """Make an account and go on, signed in, to the page that was wanted (entry says what is told to whom)."""
    wanted = known_path(request.values.get("next"))
    if request.method == "GET" and someone():
        return see_other(wanted)
    form = SignUpForm(next=wanted)
    if form.validate_on_submit():
        try:
            return entry.let_in(entry.join(form), wanted)
        except DomainError as error:
            keep_rows()
            form.show(error)
    return page("accounts/sign_up.html", status=_status(form), form=form, next=wanted)


@bp.route("/sign-in", methods=["GET", "POST"])
@allow.everyone
def sign_in() -> Any:
    """Sign this browser in. One sentence and one amount of work for every wrong address and password."""
    wanted = known_path(request.values.get("next"))
    if request.method == "GET" and someone():
        return see_other(wanted)
    form = SignInForm(next=wanted)
    if form.validate_on_submit():
        throttle.spend_sign_in(str(form.email.data))
        try:
            return entry.let_in(entry.recognise(str(form.email.data), str(form.password.data)), wanted)
        except entry.DoNotGoTogether as error:
            keep_rows()
            form.show(error)
    return page("accounts/sign_in.html", status=_status(form), form=form, next=wanted)


@bp.route("/sign-in/code", methods=["GET", "POST"])
@allow.everyone
def sign_in_code() -> Any:
    """The second step for who has an authenticator: a code of it, or a recovery code."""
    user = entry.waiting_for_code()
    if user is None:
        return see_other(url_for(".sign_in"))
    form = CodeForm()
    if form.validate_on_submit():
        throttle.spend("code of", str(user.id), 10, throttle.HALF_HOUR / 2)
        if _proves(user, form):
            wanted = entry.wanted_after_code()
            sessions.open(user, request, second_factor=True)
            return see_other(wanted)
        keep_rows()
        form.show(entry.CodeRefused())
    return page("accounts/sign_in_code.html", status=_status(form), form=form)


def _proves(user: User, form: CodeForm) -> bool:
    factor = SecondFactor.of(user.id)
    if len(form.digits) == 6 and factor is not None and factor.accepts(form.digits):
        return True
    return RecoveryCode.spend(user.id, str(form.code.data))


@bp.route("/sign-in/again", methods=["GET", "POST"])
@allow.signed_in
def sign_in_again() -> Any:
    """Type the password once more: the session is fresh for the next 15 minutes, with a new token."""
    wanted = known_path(request.values.get("next"))
    form = AgainForm(next=wanted)
    if form.validate_on_submit():
        user = me()
        throttle.spend_sign_in(user.email)
        if entry.knows_password(user, str(form.password.data)):
            sessions.open(user, request)
            return see_other(wanted)
        keep_rows()
        form.show(entry.NotYourPassword())
    return page("accounts/sign_in_again.html", status=_status(form), form=form, next=wanted)


@bp.route("/sign-out", methods=["POST"])
@allow.everyone
def sign_out() -> Any:
    """End this browser's session and have the browser forget what it kept of the person."""
    sessions.close()
    answer = see_other("/")
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@bp.route("/language", methods=["POST"])
@allow.everyone
def language() -> Any:
    """Speak another language: kept in a cookie, and in the account of who is signed in."""
    chosen = request.form.get("language")
    answer = see_other(known_path(request.form.get("next")))
    if chosen in LOCALES:
        if user := someone():
            user.locale = str(chosen)
        forget_locale()
        answer.set_cookie(LANGUAGE_COOKIE, chosen or "", YEAR, samesite="Lax", secure=request.is_secure)
    return answer


def _status(form: Any) -> int:
    return 422 if form.errors else 200

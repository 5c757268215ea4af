"""Profile, reminder times and consents: each a page of its own and a part of the settings page.

GET is the page, or for htmx its part; POST saves and leads back to it (303), or shows what is wrong (422).
"""

from __future__ import annotations

from typing import Any

from flask import flash, request, url_for

from webapp.accounts import settings
from webapp.accounts.current import me
from webapp.accounts.routes.blueprint import bp
from webapp.accounts.settings_forms import ConsentsForm, ProfileForm, TimesForm, profile_of, times_of
from webapp.core.access import allow
from webapp.core.i18n import _, forget_locale
from webapp.core.web import page, see_other


@bp.route("/settings/profile", methods=["GET"])
@allow.signed_in
def profile() -> Any:
    return page("accounts/profile.html", profile_form=profile_of(me()))


@bp.route("/settings/profile", methods=["POST"])
@allow.signed_in
def save_profile() -> Any:
    form = ProfileForm()
    if not form.validate_on_submit():
        return page("accounts/profile.html", status=422, profile_form=form)
    settings.save_profile(me(), form)
    forget_locale()
    flash(_("Saved."))
    return see_other(url_for(".profile"))


@bp.route("/settings/times", methods=["GET"])
@allow.signed_in
def times() -> Any:
    return _times(times_of(me()), saved="saved" in request.args)


@bp.route("/settings/times", methods=["POST"])
@allow.signed_in
def save_times() -> Any:
    form = TimesForm()
    if not form.validate_on_submit():
        return _times(form, status=422)
    settings.save_times(me(), form)
    return see_other(url_for(".times", saved=1))


def _times(form: TimesForm, status: int = 200, saved: bool = False) -> Any:
    part = "accounts/_reminder_times.html"
    return page("accounts/times.html", part, status, times_form=form, person=me(), saved=saved)


@bp.route("/settings/consents", methods=["GET"])
@allow.signed_in
def consents() -> Any:
    form = settings.consents_of(me())
    return page(
        "accounts/consents.html", "accounts/_consents.html", consents_form=form, saved="saved" in request.args
    )


@bp.route("/settings/consents", methods=["POST"])
@allow.signed_in
def save_consents() -> Any:
    settings.save_consents(me(), ConsentsForm())
    return see_other(url_for(".consents", saved=1))

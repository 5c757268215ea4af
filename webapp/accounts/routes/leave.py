"""Taking one's data along, and erasing the account."""

from __future__ import annotations

from typing import Any

from flask import Response, flash

from webapp.accounts import erasing, export, sessions
from webapp.accounts.current import me
from webapp.accounts.forms import EraseForm
from webapp.accounts.fresh import fresh
from webapp.accounts.routes.blueprint import bp
from webapp.core.access import allow
from webapp.core.i18n import _
from webapp.core.limits import limit
from webapp.core.web import page, see_other


@bp.route("/settings/export", methods=["GET"])
@allow.signed_in
@fresh
def export_page() -> Any:
    return page("accounts/export.html")


@bp.route("/settings/export/aftercare.zip", methods=["GET"])
@allow.signed_in
@fresh
@limit("10/hour", methods=("GET",))
def export_file() -> Any:
    """The person's data as a download; never kept by the browser."""
    answer = Response(export.Archive(me()).stream(), mimetype="application/zip")
    answer.headers["Content-Disposition"] = 'attachment; filename="aftercare.zip"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.route("/settings/erase", methods=["GET", "POST"])
@allow.signed_in
@fresh
def erase() -> Any:
    """Erase the account after a tick, and leave nothing of the person in this browser."""
    form = EraseForm()
    if not form.validate_on_submit():
        return page("accounts/erase.html", status=422 if form.errors else 200, form=form)
    erasing.erase(me())
    sessions.close()
    flash(_("Your account is erased."))
    answer = see_other("/")
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer

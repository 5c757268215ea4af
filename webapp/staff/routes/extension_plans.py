"""Extension plans on offer. What was sold stays as it was: a plan is added, never changed."""

from flask import Response, flash, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse

from webapp.core.access import allow
from webapp.core.db import db
from webapp.core.errors import DomainError
from webapp.core.i18n import _
from webapp.core.web import page, see_other
from webapp.staff.blueprint import bp
from webapp.staff.forms.policies import COVERS, STARTS, ExtensionPlanForm
from webapp.staff.trail import note
from webapp.warranty import policies
from webapp.warranty.models import ExtensionPlan


@bp.route("/extension-plans")
@allow.staff
def extension_plans() -> Response:
    return _shown(ExtensionPlanForm(formdata=None))


def _shown(form: ExtensionPlanForm, status: int = 200) -> Response:
    rows = db.session.scalars(select(ExtensionPlan).order_by(ExtensionPlan.months, ExtensionPlan.code)).all()
    return page(
        "staff/policies/plans.html", status=status, rows=rows, form=form, covers=COVERS, starts=STARTS
    )


@bp.route("/extension-plans", methods=["POST"])
@allow.roles("editor", "admin")
def create_extension_plan() -> BaseResponse:
    form = ExtensionPlanForm()
    if not form.validate_on_submit():
        return _shown(form, 422)
    terms = {"covers": form.covers.data, "start_basis": form.start_basis.data}
    try:
        row = policies.create_plan(form.code.data, form.names, form.months.data, **terms)
    except DomainError as error:
        form.show(error)
        return _shown(form, error.status)
    note("extension.create", f"extension:{row.code}", months=row.months)
    flash(_("Saved."))
    return see_other(url_for(".extension_plans"))

"""Policies: their versions, the models sold with them, and a preview of the cover they give."""

from typing import Any

from flask import Response, flash, request, url_for
from sqlalchemy import func, select
from werkzeug.wrappers import Response as BaseResponse

from webapp.accounts.current import me
from webapp.core import clock
from webapp.core.access import allow
from webapp.core.db import db
from webapp.core.errors import DomainError
from webapp.core.i18n import _
from webapp.core.web import page, see_other
from webapp.products.models import Model
from webapp.staff import find
from webapp.staff.blueprint import bp
from webapp.staff.cover_preview import previewed
from webapp.staff.forms.policies import (
    BASES,
    BLANK_LINES,
    COVERS,
    GUARANTORS,
    PolicyForm,
    PreviewForm,
    VersionForm,
    next_version,
)
from webapp.staff.trail import note
from webapp.warranty import policies as keeping
from webapp.warranty.models import ModelPolicy, Policy, PolicyVersion


@bp.route("/policies")
@allow.staff
def policies() -> Response:
    models = select(func.count()).where(ModelPolicy.policy_id == Policy.id).scalar_subquery()
    newest = (
        select(func.max(PolicyVersion.effective_from))
        .where(PolicyVersion.policy_id == Policy.id)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Policy, models.label("models"), newest.label("newest")).order_by(Policy.code)
    ).all()
    return page("staff/policies/list.html", rows=rows)


@bp.route("/policies/new")
@allow.roles("editor", "admin")
def new_policy() -> Response:
    return page("staff/policies/new.html", form=PolicyForm(formdata=None))


@bp.route("/policies", methods=["POST"])
@allow.roles("editor", "admin")
def create_policy() -> BaseResponse:
    form = PolicyForm()
    if not form.validate_on_submit():
        return page("staff/policies/new.html", status=422, form=form)
    try:
        row = keeping.create_policy(form.code.data, form.names)
    except DomainError as error:
        form.show(error)
        return page("staff/policies/new.html", status=error.status, form=form)
    note("policy.create", f"policy:{row.code}")
    flash(_("Saved. Now write its first version."))
    return see_other(url_for(".new_version", code=row.code))


@bp.route("/policies/<code>")
@allow.staff
def policy(code: str) -> Response:
    return _shown(_policy(code))


def _policy(code: str) -> Policy:
    return find.or_404(Policy.by_code(code))


def _shown(row: Policy, status: int = 200, sku: str = "", refusal: str = "") -> Response:
    with_it = (
        select(Model)
        .join(ModelPolicy, ModelPolicy.model_id == Model.id)
        .where(ModelPolicy.policy_id == row.id)
    )
    others = select(Model).where(Model.id.not_in(with_it.with_only_columns(Model.id)))
    return page(
        "staff/policies/detail.html",
        status=status,
        policy=row,
        versions=list(reversed(row.versions)),
        in_force=row.version_on(clock.today(me().zone)),
        models=db.session.scalars(with_it.order_by(Model.sku)).all(),
        others=db.session.scalars(others.order_by(Model.sku).limit(500)).all(),
        refusal=refusal,
        sku=sku,
        covers=COVERS,
        guarantors=GUARANTORS,
        bases=BASES,
    )


@bp.route("/policies/<code>/models", methods=["POST"])
@allow.roles("editor", "admin")
def give_policy(code: str) -> BaseResponse:
    row, sku = _policy(code), request.form.get("sku", "").strip()[:60]
    model = db.session.scalar(select(Model).where(Model.sku == sku))
    if model is None:
        return _shown(row, 422, sku, _("No model in the catalogue has this SKU."))
    keeping.give_policy(model.id, row)
    note("model.policy", f"model:{model.ref}", policy=code)
    flash(_("Attached. The cover of its purchases is being worked out anew."))
    return see_other(url_for(".policy", code=code))


@bp.route("/policies/<code>/versions/new")
@allow.roles("editor", "admin")
def new_version(code: str) -> Response:
    row, today = _policy(code), clock.today(me().zone)
    latest = row.versions[-1] if row.versions else None
    return _edited(row, next_version(latest, today))


def _edited(row: Policy, form: VersionForm, status: int = 200) -> Response:
    return page("staff/policies/version.html", status=status, policy=row, form=form, **_preview(form))


def _preview(form: VersionForm) -> dict[str, Any]:
    """Return the cover that the terms being written would give, for the day and country asked for."""
    today = {"bought_on": clock.today(me().zone), "country": me().country}
    asked = PreviewForm(request.form) if "country" in request.form else PreviewForm(formdata=None, data=today)
    promises = form.promises if request.method == "GET" or form.lines.validate(form) else []
    if not promises or (request.method == "POST" and not asked.validate()):
        return {"preview": None, "preview_form": asked}
    return {"preview": previewed(promises, asked.bought_on.data, asked.country.data), "preview_form": asked}


@bp.route("/policies/<code>/versions", methods=["POST"])
@allow.roles("editor", "admin")
def publish_version(code: str) -> BaseResponse:
    row, form = _policy(code), VersionForm()
    if "more" in request.form or "look" in request.form:
        form.add_blank_lines(BLANK_LINES if "more" in request.form else 0)
        return _edited(row, form)
    if not form.validate_on_submit():
        return _edited(row, form, 422)
    try:
        keeping.publish(row, me(), form.effective_from.data, form.promises, form.terms)
    except DomainError as error:
        db.session.rollback()
        error.field = error.field if error.field == "effective_from" else None
        form.show(error)
        return _edited(_policy(code), form, error.status)
    note("policy.version", f"policy:{code}", effective_from=form.effective_from.data.isoformat())
    flash(_("Saved. Cover is being worked out anew."))
    return see_other(url_for(".policy", code=code))


@bp.route("/policies/preview", methods=["POST"])
@allow.staff
def preview_cover() -> Response:
    """The same preview alone, while the terms are being written. (They are longer than an address.)"""
    return page("staff/policies/preview.html", part="staff/policies/_preview.html", **_preview(VersionForm()))

"""A model's service plan: its items, and the dates they come to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from flask import Response, flash, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from webapp.accounts.current import me
from webapp.core import clock
from webapp.core.access import allow
from webapp.core.db import db
from webapp.core.errors import DomainError
from webapp.core.i18n import _
from webapp.core.web import page, see_other
from webapp.maintenance import plans as keeping
from webapp.maintenance.plans import PlanItemDraft, Preview
from webapp.maintenance.wording import how_often
from webapp.products.models import Model
from webapp.staff import find
from webapp.staff.blueprint import bp
from webapp.staff.forms.plans import KINDS, FreshUnitForm, PlanItemForm, item_form
from webapp.staff.trail import note


@bp.route("/models/<ref>/plan")
@allow.staff
def plan(ref: str) -> Response:
    model, asked = find.model(ref), FreshUnitForm(request.args)
    day = asked.bought_on.data or clock.today(me().zone)
    return page(
        "staff/plans/plan.html",
        part="staff/plans/_dates.html",
        model=model,
        form=FreshUnitForm(formdata=None, data={"bought_on": day}),
        previews=keeping.preview(keeping.drafts_of(model.id), day),
        how_often=how_often,
        kinds=KINDS,
    )


@bp.route("/models/<ref>/plan/items/new")
@allow.roles("editor", "admin")
def new_plan_item(ref: str) -> Response:
    return _edited(find.model(ref), item_form(PlanItemDraft(code="", names={}, every_months=6)))


@bp.route("/models/<ref>/plan/items/<code>")
@allow.roles("editor", "admin")
def plan_item(ref: str, code: str) -> Response:
    model = find.model(ref)
    return _edited(model, item_form(_draft(model, code)), code=code)


def _draft(model: Model, code: str) -> PlanItemDraft:
    found = (draft for draft in keeping.drafts_of(model.id) if draft.code == code)
    return find.or_404(next(found, None))


def _edited(model: Model, form: PlanItemForm, status: int = 200, code: str = "") -> Response:
    return page("staff/plans/item.html", status=status, model=model, form=form, code=code, **_preview(form))


def _preview(form: PlanItemForm) -> dict[str, Any]:
    """Return the dates that the item being written comes to, for a unit bought on the day asked for."""
    sent = request.form if "bought_on" in request.form else None
    asked = FreshUnitForm(formdata=sent, data={"bought_on": clock.today(me().zone)})
    right = request.method == "GET" or (asked.validate() and form.has_rhythm())
    return {"preview": _previewed(form, asked.bought_on.data) if right else None, "day_form": asked}


def _previewed(form: PlanItemForm, bought_on: date) -> Preview | None:
    try:
        return keeping.preview([form.draft], bought_on)[0]
    except (DomainError, ValueError):
        return None  # what is being written has no rhythm yet


@bp.route("/models/<ref>/plan/items", methods=["POST"])
@allow.roles("editor", "admin")
def add_plan_item(ref: str) -> BaseResponse:
    return _keep(ref, "")


@bp.route("/models/<ref>/plan/items/<code>", methods=["POST"])
@allow.roles("editor", "admin")
def update_plan_item(ref: str, code: str) -> BaseResponse:
    return _keep(ref, code)


def _keep(ref: str, code: str) -> BaseResponse:
    """Put the item as it was written into the plan: in the place of `code`, or at the end."""
    model, form = find.model(ref), PlanItemForm()
    if "look" in request.form:
        return _edited(model, form, code=code)
    if not form.validate_on_submit():
        return _edited(model, form, 422, code)
    drafts = keeping.drafts_of(model.id)
    if code:
        place = drafts.index(_draft(model, code))
        drafts[place] = replace(form.draft, code=code)  # the code names the item over revisions: it stays
    else:
        drafts.append(form.draft)
    try:
        keeping.save_plan(model.id, model.usage_unit, drafts)
    except DomainError as error:
        db.session.rollback()
        error.field = "every_months" if error.field == "every" else error.field
        form.show(error)
        return _edited(find.model(ref), form, 422, code)
    note("plan.edit", f"plan:{ref}", item=code or form.draft.code, sku=model.sku)
    flash(_("Saved. The care plans of its owners are being worked out anew."))
    return see_other(url_for(".plan", ref=ref))


@bp.route("/models/<ref>/plan/items/<code>/removal", methods=["POST"])
@allow.roles("editor", "admin")
def remove_plan_item(ref: str, code: str) -> BaseResponse:
    model = find.model(ref)
    gone = _draft(model, code)
    drafts = [draft for draft in keeping.drafts_of(model.id) if draft.code != gone.code]
    keeping.save_plan(model.id, model.usage_unit, drafts)
    note("plan.edit", f"plan:{ref}", removed=code, sku=model.sku)
    flash(_("Removed. What was done stays in the service history."))
    return see_other(url_for(".plan", ref=ref))


@bp.route("/plans/preview", methods=["POST"])
@allow.staff
def preview_dates() -> Response:
    """The same preview alone, while the item is being written."""
    return page("staff/plans/preview.html", part="staff/plans/_preview.html", **_preview(PlanItemForm()))

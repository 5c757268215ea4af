"""Disputes: two people say that one unit is theirs."""

from typing import Any

from flask import Response, flash, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import aliased, contains_eager
from werkzeug.wrappers import Response as BaseResponse

from webapp.accounts.current import me
from webapp.accounts.models import User
from webapp.core.access import allow
from webapp.core.db import db
from webapp.core.errors import Conflict
from webapp.core.i18n import _
from webapp.core.web import page, see_other
from webapp.products.models import Dispute
from webapp.products.models.dispute import Side
from webapp.staff import find
from webapp.staff.blueprint import bp
from webapp.staff.forms.review import ResolutionForm
from webapp.staff.paging import page_of, whole_number
from webapp.staff.trail import note


@bp.route("/disputes")
@allow.staff
def disputes() -> Response:
    found = page_of(_inbox(), key=lambda row: row.Dispute.id)
    return page("staff/disputes/list.html", part="staff/disputes/_rows.html", found=found)


def _inbox() -> Any:
    """Select open disputes, oldest first, or the resolved ones when asked for."""
    claimant = aliased(User)
    wanted = (
        select(Dispute, claimant.name.label("claimant_name"))
        .join(claimant, claimant.id == Dispute.claimant_id)
        .join(Dispute.purchase)
        .options(contains_eager(Dispute.purchase))
        .order_by(Dispute.id)
    )
    resolved = request.args.get("state") == "resolved"
    wanted = wanted.where(Dispute.resolved_at.is_not(None) if resolved else Dispute.resolved_at.is_(None))
    after = whole_number("after")
    return wanted.where(Dispute.id > after) if after else wanted


@bp.route("/disputes/<ref>")
@allow.staff
def dispute(ref: str) -> Response:
    return _shown(find.dispute(ref), ResolutionForm(formdata=None))


def _shown(row: Dispute, form: ResolutionForm, status: int = 200, refusal: str = "") -> Response:
    held = row.purchase
    kinds = find.kinds(held.label_photo_id, held.receipt_id, row.evidence_id)
    return page(
        "staff/disputes/detail.html",
        status=status,
        dispute=row,
        form=form,
        refusal=refusal,
        label_kind=kinds.get(held.label_photo_id),
        receipt_kind=kinds.get(held.receipt_id),
        evidence_kind=kinds.get(row.evidence_id),
    )


@bp.route("/disputes/<ref>/resolution", methods=["POST"])
@allow.staff
def resolve(ref: str) -> BaseResponse:
    row, form = find.dispute(ref), ResolutionForm()
    if not form.validate_on_submit():
        return _shown(row, form, 422)
    side = Side(form.in_favour_of.data)
    try:
        stands = row.resolve(me(), side)
    except Conflict as error:
        db.session.rollback()
        return _shown(find.dispute(ref), ResolutionForm(formdata=None), error.status, str(error))
    note("dispute.resolve", f"dispute:{ref}", in_favour_of=side.value, stands=stands.ref, note=form.note.data)
    flash(_("Resolved. Those concerned have been told."))
    return see_other(url_for(".disputes"))

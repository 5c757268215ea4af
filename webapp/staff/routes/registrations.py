"""Registrations to review: the inbox, oldest first, and the three decisions."""

from typing import Any

from flask import Response, flash, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response as BaseResponse

from webapp.accounts.current import me
from webapp.accounts.models import User
from webapp.core.access import allow
from webapp.core.db import db
from webapp.core.errors import Conflict
from webapp.core.i18n import _
from webapp.core.web import page, see_other
from webapp.products import units
from webapp.products.models import Model, Purchase
from webapp.staff import find
from webapp.staff.blueprint import bp
from webapp.staff.forms.review import RejectionForm
from webapp.staff.paging import page_of, whole_number
from webapp.staff.trail import note


@bp.route("/registrations")
@allow.staff
def registrations() -> Response:
    found = page_of(_inbox(), key=lambda row: row.Purchase.id)
    models = db.session.execute(select(Model.ref, Model.sku).order_by(Model.sku)).all()
    return page(
        "staff/registrations/list.html", part="staff/registrations/_rows.html", found=found, models=models
    )


def _inbox() -> Any:
    """Select what waits, with its customer, as the filters say."""
    wanted = Purchase.to_review().join(Purchase.owner).add_columns(User.name, User.email)
    if after := whole_number("after"):
        wanted = wanted.where(Purchase.id > after)
    if ref := request.args.get("model"):
        wanted = wanted.join(Purchase.model).where(Model.ref == ref)
    asked = {"asked": Purchase.photo_asked_at.is_not(None), "new": Purchase.photo_asked_at.is_(None)}
    if (state := request.args.get("state", "")) in asked:
        wanted = wanted.where(asked[state])
    if request.args.get("receipt") == "yes":
        wanted = wanted.where(Purchase.receipt_id.is_not(None))
    return wanted.options(joinedload(Purchase.model))


@bp.route("/registrations/<ref>")
@allow.staff
def registration(ref: str) -> Response:
    return _shown(find.purchase(ref), RejectionForm(formdata=None))


def _shown(purchase: Purchase, form: RejectionForm, status: int = 200, refusal: str = "") -> Response:
    meant = units.look_alike(purchase.model, purchase.serial_number) if purchase.is_pending else None
    kinds = find.kinds(purchase.label_photo_id, purchase.receipt_id)
    return page(
        "staff/registrations/detail.html",
        status=status,
        purchase=purchase,
        form=form,
        meant=meant,
        refusal=refusal,
        label_kind=kinds.get(purchase.label_photo_id),
        receipt_kind=kinds.get(purchase.receipt_id),
    )


def _too_late(ref: str, error: Conflict) -> Response:
    """Show the registration as it stands now: somebody else was quicker."""
    db.session.rollback()
    return _shown(find.purchase(ref), RejectionForm(formdata=None), error.status, str(error))


@bp.route("/registrations/<ref>/approval", methods=["POST"])
@allow.staff
def approve(ref: str) -> BaseResponse:
    purchase = find.purchase(ref)
    try:
        purchase.approve(me())
    except Conflict as error:
        return _too_late(ref, error)
    note("registration.approve", f"purchase:{ref}", serial=purchase.serial_number)
    flash(_("Approved. The customer has been told."))
    return see_other(url_for(".registrations"))


@bp.route("/registrations/<ref>/rejection", methods=["POST"])
@allow.staff
def reject(ref: str) -> BaseResponse:
    purchase, form = find.purchase(ref), RejectionForm()
    if not form.validate_on_submit():
        return _shown(purchase, form, 422)
    reason = form.words_for(purchase.owner)
    try:
        purchase.reject(me(), reason)
    except Conflict as error:
        return _too_late(ref, error)
    note("registration.reject", f"purchase:{ref}", reason=reason)
    flash(_("Rejected. The customer can read why."))
    return see_other(url_for(".registrations"))


@bp.route("/registrations/<ref>/photo-request", methods=["POST"])
@allow.staff
def ask_photo(ref: str) -> BaseResponse:
    try:
        find.purchase(ref).ask_better_photo(me())
    except Conflict as error:
        return _too_late(ref, error)
    note("registration.ask_photo", f"purchase:{ref}")
    flash(_("The customer has been asked for a better photo."))
    return see_other(url_for(".registrations"))

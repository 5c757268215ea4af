"""Claiming a unit that is registered already. Nothing here says who has it."""

from flask import abort
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from webapp.accounts.current import me
from webapp.core.access import allow
from webapp.core.db import db
from webapp.core.errors import DomainError
from webapp.core.limits import limit
from webapp.core.web import page, see_other
from webapp.products import receipts, units
from webapp.products.forms import DisputeForm
from webapp.products.models import Dispute, Model, Purchase
from webapp.products.routes import bp


@bp.post("/products/disputes")
@allow.signed_in
@limit("5/hour")
def claim() -> Response:
    """Open a dispute with what the person says and shows."""
    form = DisputeForm()
    model = Model.by_ref(form.model.data or "")
    if model is None:
        return see_other("/products/register")
    if not form.validate():
        return page("products/register/taken.html", status=422, form=form, model=model)
    try:
        return see_other(_open(form, model))
    except DomainError as error:
        form.show(error)
        return page("products/register/taken.html", status=error.status, form=form, model=model)


def _open(form: DisputeForm, model: Model) -> str:
    """Open the dispute and return its path; a unit that has become free is simply registered."""
    number, _unit = units.settle(model, form.serial.data or "")
    taken = Purchase.active_for_unit(model.id, number)
    facts = {"bought_on": form.day, "country": form.country.data, "retailer": form.retailer.data}
    if taken is None or taken.is_seen_by(me()):
        return f"/products/{Purchase.register(me(), model, number, **facts).ref}"
    dispute = Dispute.open(me(), taken, statement=form.statement.data, **facts)
    upload = form.evidence.data
    if isinstance(upload, FileStorage) and upload.filename:
        dispute.evidence_id = receipts.keep_evidence(upload).id
    return f"/products/disputes/{dispute.ref}"


@bp.get("/products/disputes/<ref>")
@allow.signed_in
def dispute(ref: str) -> Response:
    """Show the claimant how far their claim is."""
    own = db.session.scalar(select(Dispute).filter_by(ref=ref, claimant_id=me().id))
    return page("products/dispute.html", dispute=own) if own is not None else abort(404)

"""Registering in three short steps: find the unit, say when and where, done."""

from typing import Any

from flask import request
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from webapp.accounts.current import me
from webapp.core import clock
from webapp.core.access import allow
from webapp.core.errors import DomainError
from webapp.core.limits import limit
from webapp.core.security import allow_wasm
from webapp.core.web import page, see_other
from webapp.products import catalogue, errors, labels, receipts, serials, units
from webapp.products.finding import Finding
from webapp.products.forms import SERIAL_TYPED, DisputeForm, DoorForm, RegistrationForm
from webapp.products.models import Model, Purchase, Serial
from webapp.products.routes import bp


@bp.get("/products/register")
@allow.signed_in
@limit("60/minute", methods=("GET",))
def register() -> Response:
    """Show the doors, the choice of a model, or the details: whatever is not known yet."""
    model = Model.by_ref(request.args.get("model", ""))
    serial = request.args.get("serial", "")[:SERIAL_TYPED]
    if model is not None:
        form = RegistrationForm(formdata=None, model=model.ref, serial=serial, country=me().country)
        return _details(form, model)
    return _choose(serial) if serial or "q" in request.args else _doors(DoorForm(formdata=None))


@bp.post("/products/register/label")
@allow.signed_in
@limit("30/30 minutes")
def read_label() -> Response:
    """Take a photo, a scanned or a typed text, and go on with what it says."""
    form = DoorForm()
    upload = form.photo.data
    try:
        if isinstance(upload, FileStorage) and upload.filename:
            finding = _from_photo(upload)
        else:
            finding = Finding.of_text(form.code.data or "")
    except DomainError as error:
        form.show(error)
        return _doors(form, error.status)
    return see_other(finding.next_url(me(), "label" if form.via.data == "label" else None))


def _from_photo(upload: FileStorage) -> Finding:
    try:
        return Finding.of_label(labels.read_photo(upload.stream))
    except DomainError as error:
        error.field = "photo"
        raise


@bp.get("/products/register/serial")
@allow.signed_in
@limit("40/hour", methods=("GET",))
def serial_hint() -> Response:
    """Say what is known about a serial while it is typed."""
    model = Model.by_ref(request.args.get("model", ""))
    return page("products/_serial_hint.html", **_serial_facts(model, request.args.get("serial", "")))


@bp.post("/products/register")
@allow.signed_in
@limit("20/hour")
def add() -> Response:
    """Register, or show the record that is there already."""
    form = RegistrationForm()
    model = Model.by_ref(form.model.data or "")
    if model is None:
        return _choose(form.serial.data or "", status=422)
    if not form.validate():
        return _details(form, model, 422)
    try:
        purchase = _registered(form, model)
    except errors.SerialTaken:
        return _taken(form, model)
    except DomainError as error:
        form.show(error)
        return _details(form, model, error.status)
    return see_other(f"/products/{purchase.ref}")


def _registered(form: RegistrationForm, model: Model) -> Purchase:
    serial = form.use.data or form.serial.data
    if not form.use.data and form.sure.data != serials.normalise(serial):
        _ask_look_alike(model, serial)
    purchase = Purchase.register(
        me(), model, serial, form.day, country=form.country.data, retailer=form.retailer.data
    )
    upload = form.receipt.data
    if isinstance(upload, FileStorage) and upload.filename and purchase.owner_id == me().id:
        receipts.keep(purchase, upload)
    return purchase


def _ask_look_alike(model: Model, serial: str) -> None:
    if (meant := units.look_alike(model, serial)) is not None:
        raise errors.LookAlike(suggestion=meant.number)


# -- what is shown -------------------------------------------------------------------------------


def _doors(form: DoorForm, status: int = 200) -> Response:
    allow_wasm()
    return page("products/register/find.html", status=status, form=form)


def _choose(serial: str, status: int = 200) -> Response:
    """Ask for the model; a number that several models issued narrows the choice to these."""
    wanted = request.args.get("q", "")[:80]
    issued = Finding.of_serial(serial).choices if serial else []
    return page(
        "products/register/choose.html",
        part="products/register/_models.html",
        status=status,
        serial=serial,
        q=wanted,
        models=issued or catalogue.search(wanted),
    )


def _details(form: RegistrationForm, model: Model, status: int = 200) -> Response:
    answer = page(
        "products/register/details.html",
        status=status,
        form=form,
        model=model,
        today=clock.today(me().zone),
        **_serial_facts(model, form.serial.data or ""),
    )
    if status == errors.TooManyUnknown.status:
        answer.headers["Retry-After"] = str(errors.TooManyUnknown.retry_after)
    return answer


def _serial_facts(model: Model | None, typed: str) -> dict[str, Any]:
    """Return what the hint beside the serial shows: the issued unit, or the one it may be mistaken for."""
    number = serials.normalise(typed[:SERIAL_TYPED])
    issued = Serial.issued(number, model) if number else []
    meant = None if issued else units.look_alike(model, number)
    return {
        "typed": number,
        "unit": issued[0] if issued else None,
        "meant": meant,
        "runs": serials.differing(number, meant.number) if meant else [],
    }


def _taken(form: RegistrationForm, model: Model) -> Response:
    claim = DisputeForm(
        formdata=None,
        model=model.ref,
        serial=form.use.data or form.serial.data,
        bought_on=form.bought_on.data,
        country=form.country.data,
        retailer=form.retailer.data,
    )
    return page("products/register/taken.html", status=409, form=claim, model=model)

"""At the counter: a member of staff registers a product for a customer."""

from flask import Response, flash, request, url_for
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as BaseResponse

from webapp.accounts.current import me
from webapp.accounts.models import User
from webapp.core import media
from webapp.core.access import allow
from webapp.core.db import db
from webapp.core.errors import DomainError
from webapp.core.i18n import _, _l
from webapp.core.web import page, see_other
from webapp.products import units
from webapp.products.errors import SerialTaken
from webapp.products.finding import Finding
from webapp.products.models import Model, Purchase
from webapp.staff.blueprint import bp
from webapp.staff.forms.counter import CounterForm
from webapp.staff.trail import note


class NoSuchCustomer(DomainError):
    """Nobody has this address."""

    field = "email"
    text = _l("No account has this address. The customer signs up first; it takes a minute on their phone.")


class WhichModel(DomainError):
    """The number alone does not say which product it is."""

    field = "sku"
    text = _l("This serial number is not in our books. Give the SKU of the model.")


class NoSuchModel(DomainError):
    """The catalogue has no such SKU."""

    field = "sku"
    text = _l("No model in the catalogue has this SKU.")


@bp.route("/counter")
@allow.staff
def counter() -> Response:
    return _shown(CounterForm(formdata=None, data={"email": request.args.get("email", "")}))


def _shown(form: CounterForm, status: int = 200, taken: Purchase | None = None) -> Response:
    models = db.session.execute(select(Model.sku, Model.names).order_by(Model.sku).limit(500)).all()
    return page("staff/customers/counter.html", status=status, form=form, models=models, taken=taken)


@bp.route("/counter", methods=["POST"])
@allow.staff
def register_for() -> BaseResponse:
    form = CounterForm()
    if not form.validate_on_submit():
        return _shown(form, 422)
    try:
        purchase = _register(form)
    except SerialTaken as error:
        return _shown(_with(form, error), error.status, error.purchase)
    except DomainError as error:
        return _shown(_with(form, error), error.status)
    note("purchase.register", f"purchase:{purchase.ref}", customer=purchase.owner_id)
    flash(_("Registered for %(name)s.", name=purchase.owner.name))
    return see_other(url_for(".purchase", ref=purchase.ref))


def _with(form: CounterForm, error: DomainError) -> CounterForm:
    form.show(error)
    return form


def _register(form: CounterForm) -> Purchase:
    """Register the unit for its owner. Raises the errors of this page, the registration, the receipt."""
    if (owner := User.with_email(form.email.data)) is None:
        raise NoSuchCustomer
    model, receipt = _model(form), _receipt(form.receipt.data)
    return Purchase.register(
        owner,
        model,
        form.serial.data,
        form.bought_on.data,
        country=form.country.data or owner.country,
        retailer=form.retailer.data or "",
        receipt_id=receipt.id if receipt else None,
        reported_by=me().id,
    )


def _model(form: CounterForm) -> Model:
    if sku := form.sku.data:
        if (named := db.session.scalar(select(Model).where(Model.sku == sku))) is None:
            raise NoSuchModel
        return named
    if (model := Finding.of_serial(units.canonical(form.serial.data)).model) is None:
        raise WhichModel
    return model


def _receipt(upload: FileStorage | None) -> media.Media | None:
    if not upload or not upload.filename:
        return None
    try:
        return media.save_document(upload)
    except DomainError as error:
        error.field = "receipt"
        raise

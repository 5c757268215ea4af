"""Changing what the owner says about a purchase, and saying that it is no longer theirs."""

from flask import flash, request, url_for
from werkzeug.wrappers import Response

from webapp.accounts.current import me
from webapp.core import clock
from webapp.core.access import allow
from webapp.core.errors import DomainError
from webapp.core.i18n import _
from webapp.core.web import page, row_id, see_other
from webapp.products.forms import DetailsForm, EndingForm
from webapp.products.models import Dispute, Purchase
from webapp.products.models.purchase import Ending
from webapp.products.routes import bp
from webapp.products.scope import owned_purchase, past_products

PAGE = 20


@bp.get("/products/past")
@allow.signed_in
def past() -> Response:
    """List what the person had, and the claims they made."""
    after = request.args.get("after", type=row_id)
    rows = past_products(me(), after, PAGE + 1)
    return page(
        "products/past.html",
        part="products/_past.html",
        rows=rows[:PAGE],
        more=url_for("products.past", after=rows[PAGE - 1].id) if len(rows) > PAGE else None,
        claims=[] if after else Dispute.made_by(me()),
    )


@bp.get("/products/<ref>/details")
@allow.signed_in
def details(ref: str) -> Response:
    purchase = owned_purchase(me(), ref)
    return _details(purchase, DetailsForm(formdata=None, obj=purchase))


@bp.post("/products/<ref>/details")
@allow.signed_in
def change_details(ref: str) -> Response:
    """Change name, place, shop, and what cover is derived from: day and country of purchase."""
    purchase, form = owned_purchase(me(), ref), DetailsForm()
    if not form.validate():
        return _details(purchase, form, 422)
    try:
        purchase.correct(bought_on=form.day, country=form.country.data)
    except DomainError as error:
        form.show(error)
        return _details(purchase, form, error.status)
    purchase.nickname, purchase.place = form.nickname.data, form.place.data
    purchase.retailer = form.retailer.data
    flash(_("Saved"))
    return see_other(f"/products/{ref}")


def _details(purchase: Purchase, form: DetailsForm, status: int = 200) -> Response:
    today = clock.today(purchase.zone)
    return page("products/details.html", status=status, purchase=purchase, form=form, today=today)


@bp.get("/products/<ref>/retirement")
@allow.signed_in
def retirement(ref: str) -> Response:
    purchase = owned_purchase(me(), ref)
    return page("products/retirement.html", purchase=purchase, form=EndingForm(formdata=None))


@bp.post("/products/<ref>/retirement")
@allow.signed_in
def retire(ref: str) -> Response:
    """End the purchase as out of use or sold; its reminders stop with it."""
    purchase, form = owned_purchase(me(), ref), EndingForm()
    if not form.validate():
        return page("products/retirement.html", status=422, purchase=purchase, form=form)
    purchase.end(Ending(form.reason.data))
    flash(_("Its reminders have stopped. You can still read its history."))
    return see_other(f"/products/{ref}")

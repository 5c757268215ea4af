"""Handing a product to its next owner, and receiving one."""

from flask import flash, session, url_for
from werkzeug.wrappers import Response

from webapp.accounts.current import me
from webapp.core.access import allow
from webapp.core.errors import DomainError
from webapp.core.i18n import _
from webapp.core.limits import limit
from webapp.core.web import page, see_other
from webapp.products.forms import CodeForm
from webapp.products.models import TransferCode
from webapp.products.routes import bp
from webapp.products.scope import owned_purchase

JUST_MADE = "transfer_code"


@bp.get("/products/<ref>/transfer")
@allow.signed_in
def transfer(ref: str) -> Response:
    """Show how handing over works, and a code just made: this once."""
    purchase = owned_purchase(me(), ref)
    made_for, code = session.pop(JUST_MADE, (None, None))
    return page(
        "products/transfer.html",
        purchase=purchase,
        open_code=TransferCode.open_for(purchase),
        code=code if made_for == ref else None,
    )


@bp.post("/products/<ref>/transfer")
@allow.signed_in
@limit("10/hour")
def make_code(ref: str) -> Response:
    """Make a new code. It travels to the next page in the owner's own cookie, so no answer kept holds it."""
    session[JUST_MADE] = (ref, TransferCode.issue(owned_purchase(me(), ref)))
    return see_other(url_for(".transfer", ref=ref))


@bp.post("/products/<ref>/transfer/revocation")
@allow.signed_in
def revoke_code(ref: str) -> Response:
    TransferCode.revoke(owned_purchase(me(), ref))
    flash(_("The code no longer works."))
    return see_other(f"/products/{ref}")


@bp.get("/products/receive")
@allow.signed_in
def receive() -> Response:
    return page("products/receive.html", form=CodeForm(formdata=None))


@bp.post("/products/receive")
@allow.signed_in
@limit("10/hour")
def redeem() -> Response:
    """Become the owner by a code."""
    form = CodeForm()
    if not form.validate():
        return page("products/receive.html", status=422, form=form)
    try:
        purchase = TransferCode.redeem(form.code.data, me())
    except DomainError as error:
        form.show(error)
        return page("products/receive.html", status=error.status, form=form)
    return see_other(f"/products/{purchase.ref}")

"""The phone's share sheet: a receipt photographed elsewhere comes in here and is put to a product."""

from flask import abort, request, url_for
from werkzeug.wrappers import Response

from webapp.accounts.current import me
from webapp.core.access import allow
from webapp.core.errors import DomainError, UnreadableFile
from webapp.core.limits import limit
from webapp.core.web import page, see_other
from webapp.home.routes import bp
from webapp.home.shared_receipt import SharedReceipt
from webapp.home.shelf import choices
from webapp.products import receipts
from webapp.products.scope import owned_purchase


@bp.route("/share-receipt", methods=["POST"])
@allow.signed_in
@limit("30/30 minutes", by="person")
def share_receipt() -> Response:
    """Keep the shared file and ask which product it belongs to."""
    upload = request.files.get("receipt")
    try:
        if upload is None or not upload.filename:
            raise UnreadableFile
        receipt = SharedReceipt.receive(me(), upload)
    except DomainError as error:
        return page("home/share_receipt.html", status=error.status, receipt=None, error=error, products=[])
    return see_other(url_for("home.shared_receipt", ref=receipt.ref))


@bp.route("/share-receipt/<ref>")
@allow.signed_in
def shared_receipt(ref: str) -> Response:
    receipt = _own(ref)
    return page("home/share_receipt.html", receipt=receipt, error=None, products=choices(me()))


@bp.route("/share-receipt/<ref>", methods=["POST"])
@allow.signed_in
def put_receipt(ref: str) -> Response:
    """Put the waiting receipt to one of the person's own products, in place of an earlier one."""
    receipt = _own(ref)
    purchase = owned_purchase(me(), request.form.get("product", ""))
    purchase.require_active()
    receipts.remove(purchase)
    purchase.receipt_id = receipt.release().id
    return see_other(url_for("home.product", ref=purchase.ref))


def _own(ref: str) -> SharedReceipt:
    receipt = SharedReceipt.of(me(), ref)
    return receipt if receipt is not None else abort(404)

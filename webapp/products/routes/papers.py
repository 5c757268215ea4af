"""The receipt of a purchase, and the photo of its label that staff asked for."""

from flask import abort, flash
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from webapp.accounts.current import me
from webapp.core import media
from webapp.core.access import allow
from webapp.core.errors import DomainError
from webapp.core.i18n import _
from webapp.core.limits import limit
from webapp.core.web import page, see_other
from webapp.products import receipts
from webapp.products.forms import PaperForm, PhotoForm
from webapp.products.models import Purchase
from webapp.products.routes import bp
from webapp.products.scope import owned_purchase


@bp.get("/products/<ref>/receipt")
@allow.signed_in
def receipt(ref: str) -> Response:
    """Show the receipt with the ways to replace or remove it, or the way to add one."""
    return _receipt(owned_purchase(me(), ref), PaperForm(formdata=None))


@bp.get("/products/<ref>/receipt/file")
@allow.signed_in
def receipt_file(ref: str) -> Response:
    """Send the receipt itself, to its owner only: a PDF as a download, never inline."""
    kept = receipts.of(owned_purchase(me(), ref))
    return media.send(kept) if kept is not None else abort(404)


@bp.post("/products/<ref>/receipt")
@allow.signed_in
@limit("30/30 minutes")
def keep_receipt(ref: str) -> Response:
    purchase, form = owned_purchase(me(), ref), PaperForm()
    try:
        receipts.keep(purchase, _chosen(form.receipt.data))
    except DomainError as error:
        form.show(error)
        return _receipt(purchase, form, error.status)
    flash(_("The receipt is kept with your product."))
    return see_other(f"/products/{ref}")


@bp.post("/products/<ref>/receipt/removal")
@allow.signed_in
def remove_receipt(ref: str) -> Response:
    receipts.remove(owned_purchase(me(), ref))
    flash(_("The receipt was removed."))
    return see_other(f"/products/{ref}")


@bp.get("/products/<ref>/label-photo")
@allow.signed_in
def label_photo(ref: str) -> Response:
    purchase = owned_purchase(me(), ref)
    return page("products/label_photo.html", purchase=purchase, form=PhotoForm(formdata=None))


@bp.post("/products/<ref>/label-photo")
@allow.signed_in
@limit("30/30 minutes")
def keep_label_photo(ref: str) -> Response:
    """Keep the clearer photo that staff asked for."""
    purchase, form = owned_purchase(me(), ref), PhotoForm()
    try:
        receipts.keep_label_photo(purchase, _chosen(form.photo.data))
    except DomainError as error:
        error.field = "photo"
        form.show(error)
        return page("products/label_photo.html", status=error.status, purchase=purchase, form=form)
    flash(_("Thank you. We will look at it and tell you."))
    return see_other(f"/products/{ref}")


def _receipt(purchase: Purchase, form: PaperForm, status: int = 200) -> Response:
    kept = receipts.of(purchase)
    return page("products/receipt.html", status=status, purchase=purchase, form=form, kept=kept)


def _chosen(upload: object) -> FileStorage:
    if isinstance(upload, FileStorage) and upload.filename:
        return upload
    raise DomainError(_("Choose a file first."), field="receipt")

"""Links printed on labels: what a phone's own camera opens. They say the same whoever has the unit."""

from urllib.parse import urlencode

from flask import request, url_for
from werkzeug.wrappers import Response

from webapp.accounts.current import someone
from webapp.core.access import allow
from webapp.core.errors import DomainError
from webapp.core.limits import limit
from webapp.core.web import page, see_other
from webapp.products import errors
from webapp.products.finding import Finding
from webapp.products.gs1 import BadCheckDigit, gtin14
from webapp.products.labels import Label
from webapp.products.routes import bp


@bp.get("/01/<gtin>")
@bp.get("/01/<gtin>/21/<path:serial>")
@bp.get("/01/<gtin>/10/<batch>/21/<path:serial>")
@allow.everyone
@limit("60/minute", by="address", methods=("GET",))
def digital_link(gtin: str, serial: str = "", batch: str = "") -> Response:
    """Open a GS1 Digital Link; one without a serial names the model only."""
    try:
        return _found(Finding.of_label(Label(gtin=gtin14(gtin), serial=serial[:200])))
    except DomainError as error:
        return _not_found(error)
    except BadCheckDigit:
        return _not_found(errors.WrongCheckDigit())
    except ValueError:
        return _not_found(errors.UnknownLabel())


@bp.get("/r/<token>")
@allow.everyone
@limit("60/minute", by="address", methods=("GET",))
def label_link(token: str) -> Response:
    """Open one of our own links."""
    try:
        return _found(Finding.of_label(Label(token=token[:64])))
    except DomainError as error:
        return _not_found(error)


def _found(finding: Finding) -> Response:
    """Lead a person on; show a visitor what it is and the way in, which leads back here."""
    if (person := someone()) is not None:
        return see_other(finding.next_url(person, "label"))
    back = urlencode({"next": request.path})
    return page(
        "products/found.html",
        model=finding.model,
        sign_up=f"/sign-up?{back}",
        sign_in=f"/sign-in?{back}",
    )


def _not_found(error: DomainError) -> Response:
    by_hand = url_for("products.register")
    return page("products/unknown_label.html", status=404, sentence=str(error), by_hand=by_hand)

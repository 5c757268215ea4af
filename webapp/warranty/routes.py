"""Pages of cover: the explanation, the card to print, and what anyone may check by the card's code."""

from flask import Blueprint, abort, current_app, make_response, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from webapp.accounts.current import me, someone
from webapp.core.access import allow
from webapp.core.db import db
from webapp.core.limits import limit
from webapp.core.web import page
from webapp.products.scope import purchase_for
from webapp.warranty.cover import cover_of
from webapp.warranty.models import CoverEvent, PolicyVersion, WarrantyCard
from webapp.warranty.qr import qr_svg
from webapp.warranty.verification import findings

bp = Blueprint("warranty", __name__)


@bp.get("/products/<ref>/cover")
@allow.signed_in
def cover(ref: str) -> Response:
    """Everything behind the dates: sums, what happened, the rules and the policy's text."""
    purchase = purchase_for(me(), ref)
    found = cover_of(purchase)
    version = db.session.get(PolicyVersion, found.version_id) if found.version_id else None
    events = CoverEvent.of(purchase.id)
    return page("warranty/cover.html", purchase=purchase, cover=found, version=version, events=events)


@bp.get("/products/<ref>/warranty-card")
@allow.signed_in
def card(ref: str) -> Response:
    """The warranty card, made for paper as much as for the screen."""
    purchase = purchase_for(me(), ref)
    paper = WarrantyCard.of(purchase.id) or abort(404)
    link = verify_link(paper)
    code = Markup(qr_svg(link))  # noqa: S704 - our own drawing of our own link
    return page("warranty/card.html", purchase=purchase, cover=cover_of(purchase), link=link, code=code)


@bp.get("/verify/<token>")
@allow.everyone
@limit("60/minute", by="address", methods=("GET",))
def verify(token: str) -> Response:
    """Genuine or not, which model, covered until when: for whoever holds the card. Staff see more."""
    paper = WarrantyCard.by_token(token) or abort(404)
    answer = make_response(page("warranty/verify.html", found=findings(paper, someone())))
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def verify_link(paper: WarrantyCard) -> str:
    """The absolute address in the QR code."""
    path = url_for("warranty.verify", token=paper.token)
    return str(current_app.config["PUBLIC_URL"]).rstrip("/") + path

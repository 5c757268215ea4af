"""Photos, receipts and evidence, for staff only and never from a public address."""

from flask import Response

from webapp.core import media
from webapp.core.access import allow
from webapp.staff import find
from webapp.staff.blueprint import bp


@bp.route("/purchases/<ref>/receipt")
@allow.staff
def receipt(ref: str) -> Response:
    return media.send(find.file(find.purchase(ref).receipt_id))


@bp.route("/purchases/<ref>/label")
@allow.staff
def label(ref: str) -> Response:
    return media.send(find.file(find.purchase(ref).label_photo_id))


@bp.route("/disputes/<ref>/evidence")
@allow.staff
def evidence(ref: str) -> Response:
    return media.send(find.file(find.dispute(ref).evidence_id))

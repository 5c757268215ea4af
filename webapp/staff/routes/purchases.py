"""One purchase as agents see it, and what they do to it."""

from flask import Response, abort, flash, url_for
from werkzeug.wrappers import Response as BaseResponse

from webapp.core.access import allow
from webapp.core.db import db
from webapp.core.errors import DomainError
from webapp.core.forms import Form
from webapp.core.i18n import _
from webapp.core.web import page, see_other
from webapp.maintenance.dues import next_dues
from webapp.maintenance.models import ServiceRecord
from webapp.products.models import Purchase
from webapp.staff import acts, find
from webapp.staff.blueprint import bp
from webapp.staff.forms.acts import HandBackForm
from webapp.staff.trail import note
from webapp.warranty import verbs
from webapp.warranty.cover import cover_of
from webapp.warranty.models import CoverEvent


@bp.route("/purchases/<ref>")
@allow.staff
def purchase(ref: str) -> Response:
    return _shown(find.purchase(ref))


def _shown(row: Purchase, typed: dict[str, Form] | None = None, status: int = 200) -> Response:
    """Show the purchase; `typed` holds the one form that was refused, by its name."""
    typed, cover, events = typed or {}, cover_of(row), CoverEvent.of(row.id)
    possible = acts.possible(row, cover.summary.status == "void")
    return page(
        "staff/customers/purchase.html",
        status=status,
        purchase=row,
        cover=cover,
        events=events,
        acts=[(act, typed.get(act.name) or act.empty(row)) for act in possible],
        hand_backs=[
            (event, typed.get(event.ref) or _hand_back_form(event)) for event in acts.open_repairs(events)
        ],
        refused=set(typed),
        dues=next_dues([row.id]).get(row.id, []),
        records=ServiceRecord.of_unit(row.id),
        kinds=find.kinds(row.label_photo_id, row.receipt_id),
    )


def _hand_back_form(event: CoverEvent) -> HandBackForm:
    return HandBackForm(prefix=f"back-{event.ref}", formdata=None)


@bp.route("/purchases/<ref>/<name>", methods=["POST"])
@allow.staff
def act_on_purchase(ref: str, name: str) -> BaseResponse:
    """Do one of `acts.ACTS`."""
    row = find.purchase(ref)
    act = acts.ACTS.get(name) or abort(404)
    form = act.typed()
    if not form.validate_on_submit():
        return _shown(row, {name: form}, 422)
    try:
        row.require_confirmed()
        details = act.do(row, form)
    except DomainError as error:
        return _refused(ref, name, form, error)
    note(act.trail, f"purchase:{ref}", **details)
    flash(_("Recorded. The cover has been worked out anew."))
    return see_other(url_for(".purchase", ref=ref))


def _refused(ref: str, name: str, form: Form, error: DomainError) -> Response:
    db.session.rollback()
    form.show(error)
    return _shown(find.purchase(ref), {name: form}, error.status)


@bp.route("/purchases/<ref>/repairs/<event_ref>/hand-back", methods=["POST"])
@allow.staff
def hand_back(ref: str, event_ref: str) -> BaseResponse:
    row = find.purchase(ref)
    repair = acts.repair_of(row, event_ref)
    form = HandBackForm(prefix=f"back-{event_ref}")
    if not form.validate_on_submit():
        return _shown(row, {event_ref: form}, 422)
    try:
        verbs.hand_back(row, repair, form.handed_back_on.data)
    except DomainError as error:
        return _refused(ref, event_ref, form, error)
    note("purchase.hand_back", f"purchase:{ref}", number=repair.number)
    flash(_("Recorded. The cover has been worked out anew."))
    return see_other(url_for(".purchase", ref=ref))

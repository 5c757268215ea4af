"""Pages and acts of maintenance: each act on a due is a small resource below it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, flash
from werkzeug.datastructures import FileStorage

from webapp.accounts.current import me
from webapp.core import clock, media
from webapp.core.access import allow
from webapp.core.db import db
from webapp.core.errors import DomainError
from webapp.core.i18n import _, format_date
from webapp.core.limits import limit
from webapp.core.web import page, see_other
from webapp.maintenance import readings
from webapp.maintenance.forms import CompletionForm, ReadingForm, SkipForm, SnoozeForm
from webapp.maintenance.models import Due
from webapp.maintenance.records import history_of, photo_of, readings_of
from webapp.maintenance.views import view_of
from webapp.products.models import Purchase
from webapp.products.scope import purchase_for

bp = Blueprint("maintenance", __name__)


@bp.get("/dues/<int:due_id>/completion")
@allow.signed_in
def completion(due_id: int) -> Any:
    """The page that asks when and how it was done."""
    due = _due(due_id)
    return _show(due, "done", form=CompletionForm(on=clock.today(me().zone)))


@bp.post("/dues/<int:due_id>/completion")
@allow.signed_in
@limit("30/30 minutes", by="person")
def complete(due_id: int) -> Any:
    """Record that it was done. Without any field: done today."""
    due, form = _due(due_id), CompletionForm()
    if not form.validate_on_submit():
        return _show(due, "done", 422, form=form)
    try:
        with db.session.begin_nested():
            record = due.do(me(), form.on.data, note=form.note.data or "", reading=form.value.data)
            record.photo = _saved(form.photo.data) or record.photo
    except DomainError as error:
        form.show(error)
        return _show(due, "done", error.status, form=form)
    flash(_("Noted. The care plan shows what comes next."))
    return see_other(_home_of(due.purchase))


@bp.get("/dues/<int:due_id>/skip")
@allow.signed_in
def skipping(due_id: int) -> Any:
    """The page that asks whether to leave it out this time."""
    return _show(_due(due_id), "skip", form=SkipForm())


@bp.post("/dues/<int:due_id>/skip")
@allow.signed_in
def skip(due_id: int) -> Any:
    """Leave this occurrence out."""
    due, form = _due(due_id), SkipForm()
    if not form.validate_on_submit():
        return _show(due, "skip", 422, form=form)
    try:
        with db.session.begin_nested():
            due.skip(me(), form.reason.data or "")
    except DomainError as error:
        form.show(error)
        return _show(due, "skip", error.status, form=form)
    flash(_("Skipped. The next time stays where it was."))
    return see_other(_home_of(due.purchase))


@bp.get("/dues/<int:due_id>/snooze")
@allow.signed_in
def snoozing(due_id: int) -> Any:
    """The page that asks until when to put it off."""
    return _show(_due(due_id), "snooze", form=SnoozeForm())


@bp.post("/dues/<int:due_id>/snooze")
@allow.signed_in
def snooze(due_id: int) -> Any:
    """Put it off. Without any field: by three days."""
    due, form = _due(due_id), SnoozeForm()
    if not form.validate_on_submit():
        return _show(due, "snooze", 422, form=form)
    days = timedelta(days=int(form.days.data or 3))
    try:
        with db.session.begin_nested():
            due.snooze(me(), form.until.data or clock.today(me().zone) + days)
    except DomainError as error:
        form.show(error)
        return _show(due, "snooze", error.status, form=form)
    flash(_("We will remind you again on %(date)s.", date=format_date(due.snoozed_until)))
    return see_other(_home_of(due.purchase))


@bp.get("/products/<ref>/readings")
@allow.signed_in
def reading_list(ref: str) -> Any:
    """The unit's meter readings and the form for a new one."""
    return _show_readings(_metered(ref), ReadingForm(on=clock.today(me().zone)))


@bp.post("/products/<ref>/readings")
@allow.signed_in
@limit("60/hour", by="person")
def read(ref: str) -> Any:
    """Note what the meter shows."""
    purchase, form = _metered(ref), ReadingForm()
    if not form.validate_on_submit():
        return _show_readings(purchase, form, 422)
    try:
        with db.session.begin_nested():
            readings.read_meter(purchase, me(), form.value.data or 0, form.on.data, reset=form.reset.data)
    except DomainError as error:
        form.show(error)
        return _show_readings(purchase, form, error.status)
    flash(_("Reading noted."))
    return see_other(f"/products/{purchase.ref}/readings")


@bp.get("/products/<ref>/history")
@allow.signed_in
def history(ref: str) -> Any:
    """Everything done, skipped and put off on the unit."""
    purchase = purchase_for(me(), ref)
    return page("maintenance/history.html", purchase=purchase, history=history_of(purchase))


@bp.get("/products/<ref>/history/<int:record_id>/photo")
@allow.signed_in
def photo(ref: str, record_id: int) -> Any:
    """The photo kept with a record."""
    return media.send(photo_of(purchase_for(me(), ref), record_id))


def _due(due_id: int) -> Due:
    found = db.session.scalar(Due.visible_to(me()).where(Due.id == due_id))
    return found if found is not None else abort(404)


def _metered(ref: str) -> Purchase:
    purchase = purchase_for(me(), ref)
    return purchase if purchase.model.usage_unit else abort(404)


def _home_of(purchase: Purchase) -> str:
    return f"/products/{purchase.ref}"


def _saved(upload: FileStorage | None) -> media.Media | None:
    if not upload or not upload.filename:
        return None
    try:
        return media.save_image(upload)
    except DomainError as error:
        error.field = "photo"
        raise


def _show(due: Due, act: str, status: int = 200, **context: Any) -> Any:
    found: dict[str, Any] = {"due": due, "view": view_of(due), "purchase": due.purchase, "act": act}
    return page("maintenance/due.html", status=status, **found, **context)


def _show_readings(purchase: Purchase, form: ReadingForm, status: int = 200) -> Any:
    rows = readings_of(purchase)
    return page("maintenance/readings.html", status=status, purchase=purchase, form=form, readings=rows)

"""Imports from CSV: looked through first, applied after, with every bad line listed."""

from flask import Response, abort, flash, url_for
from sqlalchemy import select
from sqlalchemy.orm import defer
from werkzeug.wrappers import Response as BaseResponse

from webapp.accounts.current import me
from webapp.accounts.models import User
from webapp.core.access import allow
from webapp.core.db import db
from webapp.core.i18n import _
from webapp.core.limits import limit
from webapp.core.web import page, see_other
from webapp.products import imports as importing
from webapp.products.models import ImportRun
from webapp.staff import csv_files, find
from webapp.staff.blueprint import bp
from webapp.staff.forms.imports import KINDS, ImportForm
from webapp.staff.trail import note

SHOWN = 100
LATEST = 20


@bp.route("/imports")
@allow.roles("editor", "admin")
def imports() -> Response:
    return _shown(ImportForm(formdata=None, data={"kind": "serials"}))


def _shown(form: ImportForm, status: int = 200) -> Response:
    latest = (
        select(ImportRun, User.name.label("by_name"))
        .join(User, User.id == ImportRun.started_by)
        .options(defer(ImportRun.problems))
        .order_by(ImportRun.id.desc())
        .limit(LATEST)
    )
    rows = db.session.execute(latest).all()
    return page("staff/imports/list.html", status=status, form=form, rows=rows, kinds=KINDS)


@bp.route("/imports", methods=["POST"])
@allow.roles("editor", "admin")
@limit("30/hour")
def start_import() -> BaseResponse:
    """Look the file through; nothing is written yet."""
    form = ImportForm()
    if not form.validate_on_submit():
        return _shown(form, 422)
    run = importing.start(form.kind.data, form.file.data, me(), dry_run=True)
    return see_other(url_for(".import_run", ref=run.ref))


def _run(ref: str) -> ImportRun:
    """Return a run; its list of problems, which may be long, is only read once it is over."""
    wanted = select(ImportRun).where(ImportRun.ref == ref).options(defer(ImportRun.problems))
    return find.or_404(db.session.scalar(wanted))


@bp.route("/imports/<ref>")
@allow.roles("editor", "admin")
def import_run(ref: str) -> Response:
    run = _run(ref)
    problems = run.problems[:SHOWN] if run.is_over else []
    return page(
        "staff/imports/run.html", part="staff/imports/_progress.html", run=run, problems=problems, kinds=KINDS
    )


@bp.route("/imports/<ref>/problems.csv")
@allow.roles("editor", "admin")
def import_problems(ref: str) -> Response:
    rows = ((problem["line"], problem["reason"]) for problem in _run(ref).problems)
    return csv_files.answer(f"problems-{ref}", (_("Line"), _("Reason")), rows)


@bp.route("/imports/<ref>/application", methods=["POST"])
@allow.roles("editor", "admin")
def apply_import(ref: str) -> BaseResponse:
    """Write the good lines of a file that was looked through."""
    run = _run(ref)
    if not run.dry_run or run.state != "finished":
        abort(409)
    again = importing.repeat(run, me())
    note("import.apply", f"import:{again.ref}", kind=run.kind, file=run.file_name, lines=run.done)
    flash(_("The import has started."))
    return see_other(url_for(".import_run", ref=again.ref))

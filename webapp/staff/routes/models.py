"""The catalogue's models: list, search, add, change, and trying a serial pattern."""

from typing import Any

from flask import Response, flash, request, url_for
from sqlalchemy import func, select
from werkzeug.wrappers import Response as BaseResponse

from webapp.core.access import allow
from webapp.core.db import db
from webapp.core.errors import DomainError
from webapp.core.i18n import _, in_language
from webapp.core.web import page, see_other
from webapp.products import editing, serials
from webapp.products.models import Category, Model, Purchase, Serial
from webapp.products.words import searchable
from webapp.staff import find
from webapp.staff.blueprint import bp
from webapp.staff.forms.catalogue import ModelForm
from webapp.staff.paging import page_of
from webapp.staff.trail import note
from webapp.warranty.models import ModelPolicy


@bp.route("/models")
@allow.staff
def models() -> Response:
    found = page_of(_listed(), key=lambda row: row.Model.sku)
    return page(
        "staff/models/list.html", part="staff/models/_rows.html", found=found, categories=_categories("slug")
    )


def _listed() -> Any:
    issued = select(func.count()).where(Serial.model_id == Model.id).scalar_subquery()
    wanted = select(Model, issued.label("issued")).order_by(Model.sku)
    for word in searchable(request.args.get("q", "")[:120]).split()[:6]:
        wanted = wanted.where(Model.words.contains(word, autoescape=True))
    if slug := request.args.get("category"):
        wanted = wanted.where(Model.category.has(Category.slug == slug))
    if after := request.args.get("after"):
        wanted = wanted.where(Model.sku > after)
    return wanted


def _categories(key: str) -> list[Any]:
    rows = db.session.scalars(select(Category).order_by(Category.position, Category.id))
    return [(getattr(row, key), in_language(row.names)) for row in rows]


def _form(**data: Any) -> ModelForm:
    form = ModelForm(**data)
    form.offer(_categories("id"))
    return form


@bp.route("/models/new")
@allow.roles("editor", "admin")
def new_model() -> Response:
    return page("staff/models/edit.html", form=_form(formdata=None), model=None)


@bp.route("/models", methods=["POST"])
@allow.roles("editor", "admin")
def create_model() -> BaseResponse:
    return _keep(Model(), _form(), "model.create")


@bp.route("/models/<ref>")
@allow.staff
def model(ref: str) -> Response:
    row = find.model(ref)
    counts = db.session.execute(
        select(
            select(func.count()).where(Serial.model_id == row.id).scalar_subquery().label("serials"),
            select(func.count()).where(Purchase.model_id == row.id).scalar_subquery().label("purchases"),
        )
    ).one()
    given = db.session.scalar(select(ModelPolicy).where(ModelPolicy.model_id == row.id))
    return page("staff/models/detail.html", model=row, counts=counts, policy=given.policy if given else None)


@bp.route("/models/<ref>/edit")
@allow.roles("editor", "admin")
def edit_model(ref: str) -> Response:
    row = find.model(ref)
    return page("staff/models/edit.html", form=_form(formdata=None, data=ModelForm.of(row)), model=row)


@bp.route("/models/<ref>", methods=["POST"])
@allow.roles("editor", "admin")
def update_model(ref: str) -> BaseResponse:
    return _keep(find.model(ref), _form(), "model.edit")


def _keep(row: Model, form: ModelForm, act: str) -> BaseResponse:
    """Write the model as the form says, or show the form with what is wrong with it."""
    existing = row if row.id else None
    if not form.validate_on_submit():
        return page("staff/models/edit.html", status=422, form=form, model=existing)
    before = {name: getattr(row, name) for name in form.values} if existing else {}
    try:
        editing.keep_model(row, **form.values)
    except DomainError as error:
        db.session.rollback()
        form.show(error)
        return page("staff/models/edit.html", status=422, form=form, model=existing)
    changed = sorted(name for name, value in before.items() if getattr(row, name) != value)
    note(act, f"model:{row.ref}", sku=row.sku, **({"changed": ", ".join(changed)} if changed else {}))
    flash(_("Saved."))
    return see_other(url_for(".model", ref=row.ref))


@bp.route("/models/pattern-test")
@allow.staff
def try_pattern() -> Response:
    """Say whether a serial number fits a pattern, while it is being written."""
    pattern, number = (
        request.args.get("serial_pattern", "")[:200],
        request.args.get("serial_example", "")[:40],
    )
    number, problem, fits = serials.normalise(number), "", False
    try:
        fits = serials.fits(number, editing.checked_pattern(pattern))
    except editing.BadPattern as error:
        problem = str(error)
    return page(
        "staff/models/pattern.html",
        part="staff/models/_pattern.html",
        pattern=pattern,
        number=number,
        problem=problem,
        fits=fits,
    )

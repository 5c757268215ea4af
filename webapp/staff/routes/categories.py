"""The catalogue's categories."""

from typing import Any

from flask import Response, flash, url_for
from sqlalchemy import func, select
from werkzeug.wrappers import Response as BaseResponse

from webapp.core.access import allow
from webapp.core.db import db
from webapp.core.errors import DomainError
from webapp.core.i18n import _
from webapp.core.web import page, see_other
from webapp.products import editing
from webapp.products.models import Category, Model
from webapp.staff import find
from webapp.staff.blueprint import bp
from webapp.staff.forms.catalogue import CategoryForm
from webapp.staff.trail import note


@bp.route("/categories")
@allow.staff
def categories() -> Response:
    size = select(func.count()).where(Model.category_id == Category.id).scalar_subquery()
    rows: Any = db.session.execute(
        select(Category, size.label("size")).order_by(Category.position, Category.id)
    ).all()
    return page("staff/models/categories.html", rows=rows)


@bp.route("/categories/new")
@allow.roles("editor", "admin")
def new_category() -> Response:
    form = CategoryForm(formdata=None, data={"icon": "package", "position": 0})
    return page("staff/models/category.html", form=form, category=None)


@bp.route("/categories", methods=["POST"])
@allow.roles("editor", "admin")
def create_category() -> BaseResponse:
    return _keep(Category(), "category.create")


@bp.route("/categories/<slug>")
@allow.staff
def category(slug: str) -> Response:
    row = find.category(slug)
    return page(
        "staff/models/category.html",
        form=CategoryForm(formdata=None, data=CategoryForm.of(row)),
        category=row,
    )


@bp.route("/categories/<slug>", methods=["POST"])
@allow.roles("editor", "admin")
def update_category(slug: str) -> BaseResponse:
    return _keep(find.category(slug), "category.edit")


def _keep(row: Category, act: str) -> BaseResponse:
    form, existing = CategoryForm(), row if row.id else None
    if not form.validate_on_submit():
        return page("staff/models/category.html", status=422, form=form, category=existing)
    try:
        editing.keep_category(row, **form.values)
    except DomainError as error:
        db.session.rollback()
        form.show(error)
        return page("staff/models/category.html", status=422, form=form, category=existing)
    note(act, f"category:{row.slug}")
    flash(_("Saved."))
    return see_other(url_for(".categories"))

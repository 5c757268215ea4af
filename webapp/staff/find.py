"""Rows that staff may open by their public reference. Anything unknown is 404."""

from typing import TypeVar

from flask import abort
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from webapp.accounts.models import User
from webapp.core.db import db
from webapp.core.media import Media
from webapp.products.models import Category, Dispute, Model, Purchase

Row = TypeVar("Row")


def or_404(row: Row | None) -> Row:
    """Return the row, or end the request with 404."""
    return row if row is not None else abort(404)


def purchase(ref: str) -> Purchase:
    """Return a purchase with its owner, whoever has it."""
    wanted = select(Purchase).where(Purchase.ref == ref).options(joinedload(Purchase.owner))
    return or_404(db.session.scalar(wanted))


def dispute(ref: str) -> Dispute:
    """Return a dispute with both sides."""
    return or_404(db.session.scalar(select(Dispute).where(Dispute.ref == ref)))


def model(ref: str) -> Model:
    """Return a model of the catalogue."""
    return or_404(Model.by_ref(ref))


def category(slug: str) -> Category:
    """Return a category."""
    return or_404(db.session.scalar(select(Category).where(Category.slug == slug)))


def person(person_id: int) -> User:
    """Return a living account."""
    return or_404(db.session.scalar(User.living().where(User.id == person_id)))


def file(media_id: int | None) -> Media:
    """Return a stored file."""
    return or_404(db.session.get(Media, media_id) if media_id else None)


def kinds(*media_ids: int | None) -> dict[int | None, str]:
    """Return by id whether each stored file is an `image` or a `document`."""
    ids = [media_id for media_id in media_ids if media_id]
    found = db.session.execute(select(Media.id, Media.kind).where(Media.id.in_(ids))) if ids else ()
    return {row.id: row.kind for row in found}

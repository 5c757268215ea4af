"""The shelf: what a person owns or shares, each thing with its cover and its next service, in few statements.

It is read on every opening of the app, so it selects columns, never entities.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select

from webapp.core import clock
from webapp.core.db import db, keyset
from webapp.core.i18n import in_language
from webapp.maintenance.views import DueView, next_dues
from webapp.products.models import Category, Model, Purchase
from webapp.warranty.cover import summaries
from webapp.warranty.standing import CoverSummary
from webapp.warranty.wording import status_words

if TYPE_CHECKING:
    from webapp.accounts.models import User

PAGE = 20
CHOICES = 100


@dataclass(frozen=True, slots=True)
class Item:
    """One thing on the shelf, in the language being spoken. `due` is its nearest open service."""

    id: int
    ref: str
    nickname: str
    names: dict[str, str]
    picture: str
    icon: str
    place: str
    shared: bool
    cover: CoverSummary
    due: DueView | None = None

    @property
    def model(self) -> str:
        return in_language(self.names)

    @property
    def cover_words(self) -> str:
        return status_words(self.cover)

    @property
    def title(self) -> str:
        return self.nickname or self.model


def shelf(person: User, after: int | None = None, limit: int = PAGE) -> tuple[list[Item], int | None]:
    """Return a page of what the person has, the latest registered first, and where the next page starts.

    Three statements, whatever the number of things.
    """
    rows = db.session.execute(_things(person, after, limit + 1)).all()
    ids = [row.id for row in rows[:limit]]
    today = clock.today(person.zone)
    covers, dues = summaries(ids, today), next_dues(ids)
    items = [_item(row, person.id, covers[row.id], dues[row.id], today) for row in rows[:limit]]
    return items, ids[-1] if len(rows) > limit else None


def choices(person: User) -> list[Any]:
    """Return reference and title of the person's own things, for choosing one."""
    owned = _things(person, None, CHOICES).where(Purchase.owner_id == person.id)
    return [
        {"ref": row.ref, "title": row.nickname or in_language(row.names)} for row in db.session.execute(owned)
    ]


def _things(person: User, after: int | None, limit: int) -> Select[Any]:
    columns = (
        Purchase.id,
        Purchase.ref,
        Purchase.nickname,
        Purchase.place,
        Purchase.owner_id,
        Model.names,
        Model.picture,
        Category.icon,
    )
    things: Any = (
        Purchase.visible_to(person)
        .with_only_columns(*columns)
        .join(Model, Model.id == Purchase.model_id)
        .join(Category, Category.id == Model.category_id)
        .where(Purchase.ended_at.is_(None))
    )
    page: Select[Any] = keyset(things, (Purchase.id,), (after,) if after else None, limit)
    return page


def _item(row: Any, person_id: int, cover: CoverSummary, dues: list[DueView], today: date) -> Item:
    awake = (due for due in dues if not (due.snoozed_until and due.snoozed_until > today))
    return Item(
        id=row.id,
        ref=row.ref,
        nickname=row.nickname,
        names=row.names,
        picture=row.picture,
        icon=row.icon,
        place=row.place,
        shared=row.owner_id != person_id,
        cover=cover,
        due=next((due for due in awake if due.due_on), None),
    )


def nearest_first(items: list[Item]) -> list[Item]:
    """Return the things in the order in which they need something; those that need nothing come last."""
    return sorted(
        items, key=lambda item: (item.due.due_on if item.due and item.due.due_on else date.max, -item.id)
    )

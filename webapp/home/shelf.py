"""The shelf: what a person owns or shares, each thing with its cover and its next service, in one statement.

It is read on every opening of the app, so the statement is built once and reads columns, never entities.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import and_, bindparam, func, literal_column, or_, select

from webapp.core import clock
from webapp.core.db import db
from webapp.core.i18n import LOCALES, current_locale
from webapp.maintenance import wording
from webapp.maintenance.models import Due, DueState, Kind, PlanItem
from webapp.products.models import Category, Model, Purchase, PurchaseShare
from webapp.warranty.standing import CoverSummary
from webapp.warranty.summaries import is_pending, lines_of, summary_of
from webapp.warranty.wording import status_words

if TYPE_CHECKING:
    from webapp.accounts.models import User

PAGE = 20
CHOICES = 100
NEWEST = 2**31 - 1


class NextDue(NamedTuple):
    """The nearest open service of a thing, as seen `today`."""

    id: int
    title: str
    due_on: date
    kind: str
    today: date

    @property
    def needs_booking(self) -> bool:
        return self.kind == Kind.BOOKING

    @property
    def when(self) -> str:
        return wording.when(self.due_on, self.today)

    @property
    def tone(self) -> str:
        return wording.tone(self.due_on, self.today)


class Item(NamedTuple):
    """One thing on the shelf, named in the language being spoken."""

    id: int
    ref: str
    nickname: str
    place: str
    model: str
    picture: str
    icon: str
    shared: bool
    cover: CoverSummary
    due: NextDue | None

    @property
    def title(self) -> str:
        return self.nickname or self.model

    @property
    def cover_words(self) -> str:
        return status_words(self.cover)


class Shelf(NamedTuple):
    """A page of what somebody has, as it was read. Same rows on the same day: same page."""

    rows: tuple[tuple[Any, ...], ...]
    following: int | None
    today: date

    @property
    def items(self) -> list[Item]:
        return [_item(row, self.today) for row in self.rows]


def shelf(person: User, after: int | None = None, limit: int = PAGE) -> Shelf:
    """Return a page of what the person has, the latest registered first. `following` starts the next page."""
    today = clock.today(person.zone)
    asked = {"person": person.id, "before": after or NEWEST, "today": today, "limit": limit + 1}
    things = _things(current_locale(), db.engine.dialect.name)
    found = db.session.connection().execute(things, asked).all()
    rows = tuple(map(tuple, found[:limit]))
    return Shelf(rows, rows[-1][0] if len(found) > limit else None, today)


def choices(person: User) -> list[tuple[str, str]]:
    """Return reference and title of the person's own things, for choosing one."""
    things = shelf(person, limit=CHOICES).items
    return [(item.ref, item.title) for item in things if not item.shared]


def nearest_first(items: list[Item]) -> list[Item]:
    """Return the things in the order in which they need something; those that need nothing come last."""
    return sorted(items, key=lambda item: (item.due.due_on if item.due else date.max, -item.id))


def _item(row: Any, today: date) -> Item:
    (*thing, lines, pending, due_id, title, due_on, kind) = row
    due = NextDue(due_id, title, due_on, kind, today) if due_id else None
    return Item._make((*thing, summary_of(lines, bool(pending), today), due))


@lru_cache(maxsize=2 * len(LOCALES))
def _things(locale: str, dialect: str) -> Any:
    """Build the select of a person's living things, newest first, each beside its nearest open due.

    Names come in one language, so that nobody takes four of them apart for every row.
    """
    thing, model, category = Purchase.__table__, Model.__table__, Category.__table__
    due, item, share = Due.__table__, PlanItem.__table__, PurchaseShare.__table__
    other = due.alias()
    nearest = (
        select(other.c.id)
        .where(
            other.c.purchase_id == thing.c.id,
            other.c.state == literal_column(f"'{DueState.OPEN}'"),  # a parameter would hide the partial index
            other.c.due_on.is_not(None),
            or_(other.c.snoozed_until.is_(None), other.c.snoozed_until <= bindparam("today")),
        )
        .order_by(other.c.due_on, other.c.id)
        .limit(1)
        .scalar_subquery()
    )
    shared = select(share.c.purchase_id).where(share.c.user_id == bindparam("person"))
    sources = (
        thing.join(model, model.c.id == thing.c.model_id)
        .join(category, category.c.id == model.c.category_id)
        .outerjoin(due, due.c.id == nearest)
        .outerjoin(item, item.c.id == due.c.plan_item_id)
    )
    columns = (
        *(thing.c.id, thing.c.ref, thing.c.nickname, thing.c.place),
        *(_named(model.c.names, locale), model.c.picture, category.c.icon),
        *(thing.c.owner_id != bindparam("person"), lines_of(thing, dialect), is_pending(thing)),
        *(due.c.id, _named(item.c.names, locale), due.c.due_on, item.c.kind),
    )
    mine = or_(thing.c.owner_id == bindparam("person"), thing.c.id.in_(shared))
    return (
        select(*columns)
        .select_from(sources)
        .where(and_(mine, thing.c.ended_at.is_(None), thing.c.id < bindparam("before")))
        .order_by(thing.c.id.desc())
        .limit(bindparam("limit"))
    )


def _named(names: Any, locale: str) -> Any:
    return func.coalesce(names[locale].as_string(), names["en"].as_string())

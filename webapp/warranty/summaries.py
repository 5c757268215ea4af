"""Where many purchases stand, read in one statement, or as one column of somebody else's.

Lists of products are opened all day long. So what `standing` needs of a purchase travels as one JSON text,
is taken apart once, and is remembered: the same text on the same day always comes to the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import FromClause, String, and_, bindparam, cast, func, select

from webapp.core.db import db
from webapp.products.models import Purchase
from webapp.warranty.models import CoverLine
from webapp.warranty.standing import CoverSummary, standing

_ARRAY_AND_ROWS = {
    "sqlite": (func.json_array, func.json_group_array),
    "postgresql": (func.json_build_array, func.json_agg),
}


class _Line(NamedTuple):
    """A cover line as `standing` wants it."""

    position: int
    component: str
    guarantor: str
    starts_on: date
    ends_on: date
    paused_since: date | None
    voided_on: date | None


def summaries(purchase_ids: Iterable[int], today: date) -> dict[int, CoverSummary]:
    """Where purchases stand on a day, in one statement; every id found is in the answer."""
    found = db.session.connection().execute(_many(db.engine.dialect.name), {"ids": list(purchase_ids)})
    return {purchase_id: summary_of(lines, bool(pending), today) for purchase_id, pending, lines in found}


def lines_of(purchase: FromClause, dialect: str) -> Any:
    """Return the lines of a purchase as a column of a select over `purchase`: a text for `summary_of`."""
    array, rows = _ARRAY_AND_ROWS[dialect]
    line = CoverLine.__table__.alias()
    facts = array(*(line.c[name] for name in _Line._fields))
    return select(cast(rows(facts), String)).where(line.c.purchase_id == purchase.c.id).scalar_subquery()


def is_pending(purchase: FromClause) -> Any:
    """Return the condition that staff have yet to look at it, as a column."""
    columns = (purchase.c.confirmed_at, purchase.c.rejected_at, purchase.c.ended_at)
    return and_(*(column.is_(None) for column in columns))


@lru_cache(maxsize=8192)
def summary_of(lines: str | None, pending: bool, today: date) -> CoverSummary:
    """Sum up the text of `lines_of`."""
    found = sorted((_line(*facts) for facts in json.loads(lines or "[]")), key=lambda line: line.position)
    return standing(found, today, pending=pending)


def _line(position: int, component: str, guarantor: str, *days: str | None) -> _Line:
    starts, ends, paused, voided = (date.fromisoformat(day) if day else None for day in days)
    assert starts is not None
    assert ends is not None
    return _Line(position, component, guarantor, starts, ends, paused, voided)


@lru_cache
def _many(dialect: str) -> Any:
    purchase = Purchase.__table__
    columns = (purchase.c.id, is_pending(purchase), lines_of(purchase, dialect))
    return select(*columns).where(purchase.c.id.in_(bindparam("ids", expanding=True)))

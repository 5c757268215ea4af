"""Lists read by key: one page of rows, and the address of the next."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import request, url_for

from webapp.core.db import db

PAGE = 30


@dataclass(frozen=True, slots=True)
class Page:
    """Rows to show, and where the list goes on (None at its end)."""

    rows: Sequence[Any]
    next_url: str | None


def whole_number(name: str) -> int | None:
    """Return a positive number from the query string; None when it is lacking or no such number."""
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


def instant(name: str) -> datetime | None:
    """Return an aware instant from the query string; None when it is lacking or unreadable."""
    try:
        found = datetime.fromisoformat(request.args.get(name, "")[:40].replace(" ", "+"))
    except ValueError:
        return None
    return found if found.tzinfo else None


def page_of(statement: Any, key: Callable[[Any], Any]) -> Page:
    """Run a select that is already ordered and continued, and cut it to one page.

    `key` gives the value after which the next page starts.
    """
    rows = db.session.execute(statement.limit(PAGE + 1)).all()
    if len(rows) <= PAGE:
        return Page(rows, None)
    return Page(rows[:PAGE], next_after(key(rows[PAGE - 1])))


def next_after(key: Any) -> str:
    """Return this page's address, continued after a key."""
    view = {**(request.view_args or {}), **{k: v for k, v in request.args.items() if v and k != "after"}}
    return url_for(request.endpoint or "", **view, after=key)

"""Demo data: each room loads its own with its real verbs, in the order in which they stand on each other."""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from sqlalchemy import select

from webapp.accounts.models import User
from webapp.core.db import db

ROOMS = ("accounts", "products", "warranty", "maintenance", "notifications", "reminders")
PASSWORD = "aftercare-demo"
PEOPLE = (
    "customer.vi@example.com",
    "customer.ru@example.com",
    "customer.th@example.com",
    "customer.en@example.com",
    "agent@example.com",
    "editor@example.com",
    "admin@example.com",
)


def is_loaded() -> bool:
    """Tell whether the demo was loaded before: its first customer exists."""
    return db.session.scalar(select(User.id).where(User.email == PEOPLE[0])) is not None


def load() -> Iterator[str]:
    """Load every room's demo in one transaction, naming each as it is done. Loading twice loads once."""
    if is_loaded():
        return
    world: dict[str, Any] = {}
    for room in ROOMS:
        _loader(room)(world)
        db.session.flush()
        yield room
    db.session.commit()


def reset() -> Iterator[str]:
    """Delete every row of every table, then load again."""
    for table in reversed(db.metadata.sorted_tables):
        db.session.execute(table.delete())
    db.session.commit()
    yield from load()


def _loader(room: str) -> Callable[[dict[str, Any]], None]:
    loader: Callable[[dict[str, Any]], None] = import_module(f"webapp.{room}.demo").load
    return loader

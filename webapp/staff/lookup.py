"""Finding a customer by e-mail, name or the serial number of something they have."""

from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select

from webapp.accounts.models import User
from webapp.core.db import db
from webapp.products import serials
from webapp.products.models import Purchase, Serial

SHORTEST = 2


def customers(text: str) -> Select[Any]:
    """Select, by id, the accounts a text may mean: an address's beginning, part of a name, a serial."""
    text = text.strip()[:120]
    wanted = User.living().order_by(User.id)
    if len(text) < SHORTEST:
        return wanted.where(User.id < 0)
    either = [User.email.startswith(text.casefold(), autoescape=True), *_named(text)]
    if owners := _owners(text):
        either.append(User.id.in_(owners))
    return wanted.where(or_(*either))


def _named(text: str) -> list[ColumnElement[bool]]:
    """A name in any usual case: SQLite's own folding knows only the letters a to z."""
    spellings = {text, text.lower(), text.upper(), text.title()}
    return [User.name.contains(spelling, autoescape=True) for spelling in sorted(spellings)]


def _owners(text: str) -> list[int]:
    """Everyone who has or had the unit with this number; look-alikes count, as on the telephone."""
    number = serials.normalise(text)
    if not serials.plausible(number):
        return []
    units = [unit.id for unit in Serial.alike(number)]
    unknown = (
        Purchase.to_review().with_only_columns(Purchase.owner_id).where(Purchase.serial_number == number)
    )
    owners = set(db.session.scalars(unknown.limit(20)))
    if units:
        owners |= set(db.session.scalars(select(Purchase.owner_id).where(Purchase.serial_id.in_(units))))
    return sorted(owners)

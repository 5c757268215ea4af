"""Reading the meter: an append-only series that only grows, unless the counter was changed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from webapp.core import clock
from webapp.core.db import db
from webapp.core.errors import DomainError
from webapp.core.i18n import _l
from webapp.maintenance import dues
from webapp.maintenance.metering import totals, used_by
from webapp.maintenance.models import MeterReading, hold

if TYPE_CHECKING:
    from webapp.accounts.models import User
    from webapp.products.models import Purchase


class NoMeter(DomainError):
    """The model counts nothing."""

    field = "value"
    text = _l("This product has no meter to read.")


class LowerThanBefore(DomainError):
    """A counter does not run backwards."""

    field = "value"
    text = _l("An earlier reading was higher: %(shown)s. Correct the figure or mark the counter as reset.")


class HigherThanLater(DomainError):
    """A reading written down later, of a later day, is lower."""

    field = "value"
    text = _l("A reading of a later day is lower: %(shown)s. Correct the figure or the day.")


class ReadOutsideOwnership(DomainError):
    """The day has not come, or lies before the purchase."""

    field = "on"
    text = _l("Choose a day between the purchase and today.")


def read_meter(
    purchase: Purchase, by: User, value: int, on: date | None = None, *, reset: bool = False
) -> MeterReading:
    """Note what the counter showed on a day (today) and move the dues that count use.

    Raises NoMeter, ReadOutsideOwnership, LowerThanBefore, HigherThanLater.
    """
    reading = note_reading(purchase, by, value, on, reset=reset)
    dues.recalculate(purchase)
    return reading


def note_reading(
    purchase: Purchase, by: User, value: int, on: date | None = None, *, reset: bool = False
) -> MeterReading:
    """Note a reading without moving anything yet; for acts that move the dues themselves."""
    today = clock.today(by.zone)
    on = on or today
    if not purchase.model.usage_unit:
        raise NoMeter
    if not purchase.bought_on <= on <= today:
        raise ReadOutsideOwnership
    hold(purchase.id)
    _check_order(MeterReading.of_unit(purchase.id), value, on, reset)
    reading = MeterReading(purchase_id=purchase.id, read_on=on, value=value, reset=reset, by_id=by.id)
    db.session.add(reading)
    db.session.flush()
    return reading


def total_use(purchase: Purchase, on: date) -> int:
    """Return the unit's proven use since new by the end of a day."""
    return used_by(on, totals(row.fact for row in MeterReading.of_unit(purchase.id)))


def _check_order(rows: list[MeterReading], value: int, on: date, reset: bool) -> None:
    before = next((row for row in reversed(rows) if row.read_on <= on), None)
    after = next((row for row in rows if row.read_on > on), None)
    if before and not reset and value < before.value:
        raise LowerThanBefore(shown=before.value)
    if after and not after.reset and value > after.value:
        raise HigherThanLater(shown=after.value)

"""How maintenance is said: amounts in the unit's own words, how often, when."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from webapp.core.i18n import _, _n, format_date, format_number, relative_day
from webapp.maintenance.schedule import Combination

SOON = 14
DAYS_IN_MONTH = 30.44
MONTHS_IN_YEAR = 12
NEAR = 31


class Repeating(Protocol):
    """What has an interval: a plan item, or a row read for a page."""

    @property
    def every_months(self) -> int: ...
    @property
    def every_days(self) -> int: ...
    @property
    def usage_every(self) -> int | None: ...
    @property
    def combination(self) -> str: ...


def amount(unit: str | None, number: int) -> str:
    """Say an amount of use, on one line: "3,600 L", "500 hours"."""
    return _amount(unit, number, format_number(number)).replace(" ", "\u00a0")


def _amount(unit: str | None, number: int, shown: str) -> str:
    if unit == "km":
        return _("%(amount)s km", amount=shown)
    if unit == "litres":
        return _("%(amount)s L", amount=shown)
    if unit == "hours":
        return _n("%(amount)s hour", "%(amount)s hours", number, amount=shown)
    return _n("%(amount)s cycle", "%(amount)s cycles", number, amount=shown)


def how_often(item: Repeating, unit: str | None) -> str:
    """Say an interval: "every 6 months or 3,600 L"."""
    time = _every(item.every_months, item.every_days)
    if not item.usage_every:
        return time
    use = amount(unit, item.usage_every)
    if not time:
        return _("every %(amount)s", amount=use)
    if item.combination == Combination.ALL:
        return _("%(interval)s and %(amount)s", interval=time, amount=use)
    return _("%(interval)s or %(amount)s", interval=time, amount=use)


def _every(months: int, days: int) -> str:
    if months and days:
        return _n(
            "every %(num)s month and %(days)s d", "every %(num)s months and %(days)s d", months, days=days
        )
    if days and days % 7 == 0:
        return _n("every week", "every %(num)s weeks", days // 7)
    if days:
        return _n("every day", "every %(num)s days", days)
    if months and months % MONTHS_IN_YEAR == 0 and months > MONTHS_IN_YEAR * 2:
        return _n("every year", "every %(num)s years", months // MONTHS_IN_YEAR)
    return _n("every month", "every %(num)s months", months) if months else ""


def when(day: date | None, today: date) -> str:
    """Say how near a due day is, in a few words fit for a chip: "in 5 days", "4 months", "3 days overdue"."""
    if day is None:
        return _("by use")
    days = (day - today).days
    if days < 0:
        return _overdue(-days)
    if days <= NEAR:
        return relative_day(day, today)
    return _far(days)


def _overdue(days: int) -> str:
    if days <= NEAR:
        return _n("%(num)s day overdue", "%(num)s days overdue", days)
    months = max(1, round(days / DAYS_IN_MONTH))
    return _n("%(num)s month overdue", "%(num)s months overdue", months)


def _far(days: int) -> str:
    months = max(1, round(days / DAYS_IN_MONTH))
    if months >= MONTHS_IN_YEAR * 2:
        return _n("in %(num)s year", "in %(num)s years", round(months / MONTHS_IN_YEAR))
    return _n("in %(num)s month", "in %(num)s months", months)


def tone(day: date | None, today: date) -> str:
    """Return the chip's tone: bad when overdue, warn within two weeks, else calm."""
    if day is None:
        return "plain"
    if day < today:
        return "bad"
    return "warn" if (day - today).days <= SOON else "brand"


def foreseen(first: date | None, last: date | None) -> str:
    """Say a forecast as a range of days; nothing when the day is certain or unknown."""
    if first is None or last is None or first == last:
        return ""
    return _("expected between %(first)s and %(last)s", first=format_date(first), last=format_date(last))

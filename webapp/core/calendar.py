"""Calendar arithmetic: months as people count them.

Adding months keeps the day of the month and, where the target month is too short, takes its last day.
A series is always counted from its anchor, never from an occurrence that was cut short:
31 Jan, 28 Feb, 31 Mar and not 31 Jan, 28 Feb, 28 Mar.

All functions are pure and work on plain dates; which date it is somewhere is `clock.today(zone)`.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta

MONTHS_IN_YEAR = 12


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of time in calendar units; months are added first, then days. Years are twelve months."""

    months: int = 0
    days: int = 0

    @classmethod
    def of(cls, *, years: int = 0, months: int = 0, days: int = 0) -> "Interval":
        return cls(months=years * MONTHS_IN_YEAR + months, days=days)

    def __bool__(self) -> bool:
        return bool(self.months or self.days)


def add_months(anchor: date, months: int) -> date:
    """The same day of the month `months` later (or earlier), clamped to the end of a shorter month.

    Raises OverflowError outside the years 1 to 9999.
    """
    years, month_index = divmod(anchor.month - 1 + months, MONTHS_IN_YEAR)
    year, month = anchor.year + years, month_index + 1
    if not MINYEAR <= year <= MAXYEAR:
        raise OverflowError(f"year {year} is outside the calendar")
    return date(year, month, min(anchor.day, monthrange(year, month)[1]))


def nth(anchor: date, every: Interval, n: int) -> date:
    """Occurrence `n` of a series: the anchor plus n times the interval, counted from the anchor each time.

    `nth(anchor, every, 0)` is the anchor itself. Raises OverflowError outside the years 1 to 9999.
    """
    return add_months(anchor, every.months * n) + timedelta(days=every.days * n)

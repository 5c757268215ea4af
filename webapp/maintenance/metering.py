"""What meter readings tell: how much a unit has been used, and when it will reach a figure.

Pure: readings in, totals and dates out. A reading says what the counter showed on a day. A counter that
was changed or set to zero is marked `reset`; what it shows then was counted since, so use only ever grows.
Units are whole numbers of the model's usage unit (km, hours, litres, cycles).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

# How sure a forecast can be: people do not use things evenly, so the range is never narrower than this
# around the average rate, and one odd week never makes it wider than the other.
NARROWEST = Fraction(5, 4)
WIDEST = Fraction(2)
# Only the latest readings count: use changes with seasons and owners.
REMEMBERED = 6
# Beyond this a forecast is no date but a guess.
FORESEEABLE = timedelta(days=3650)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the counter showed at the end of a day; `reset` when it started again since the reading before."""

    on: date
    value: int
    reset: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A date with the range it may fall in; `first <= likely <= last`."""

    first: date
    likely: date
    last: date

    @classmethod
    def exactly(cls, day: date) -> "Span":
        return cls(day, day, day)


def totals(readings: Iterable[Reading]) -> list[tuple[date, int]]:
    """Return the use since new after each reading, in the order of their days."""
    total = shown = 0
    series = []
    for reading in sorted(readings, key=lambda r: r.on):
        total += reading.value if reading.reset else max(0, reading.value - shown)
        shown = reading.value
        series.append((reading.on, total))
    return series


def used_by(day: date, series: Sequence[tuple[date, int]]) -> int:
    """Return the use proven by the end of a day: that of the last reading until then, 0 before the first."""
    return max((total for on, total in series if on <= day), default=0)


def reached(figure: int, series: Sequence[tuple[date, int]]) -> Span | None:
    """Say when the use reaches a figure; None while nothing can be said.

    Already reached: the day a reading first showed it. Otherwise from two readings on different days on,
    a range: `first` at the fastest pace seen lately, `last` at the slowest.
    """
    for on, total in series:
        if total >= figure:
            return Span.exactly(on)
    paces = _paces(series)
    if paces is None:
        return None
    last_on, last_total = series[-1]
    days = [_days(figure - last_total, pace) for pace in paces]
    if days[2] > FORESEEABLE.days:
        return None
    return Span(*(last_on + timedelta(days=d) for d in days))


def _days(units: int, pace: Fraction) -> int:
    return -int(-units // pace)


def _paces(series: Sequence[tuple[date, int]]) -> tuple[Fraction, Fraction, Fraction] | None:
    """Return units a day as (fastest, average, slowest); None without two days or without any use."""
    by_day = sorted(dict(series).items())[-REMEMBERED:]
    if len(by_day) < 2 or by_day[-1][1] == by_day[0][1]:
        return None
    steps = [Fraction(total - before, (on - since).days) for (since, before), (on, total) in pairwise(by_day)]
    average = Fraction(by_day[-1][1] - by_day[0][1], (by_day[-1][0] - by_day[0][0]).days)
    fastest = min(max(max(steps), average * NARROWEST), average * WIDEST)
    slowest = max(min(min(steps), average / NARROWEST), average / WIDEST)
    return fastest, average, slowest

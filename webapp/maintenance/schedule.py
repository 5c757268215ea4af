"""When a plan item falls due: pure arithmetic from dated facts.

Occurrences are numbered from 1 and always counted from their anchor, never from a date that was cut to
a month's end: 31 Jan, 28 Feb, 31 Mar. Three anchors:

- PURCHASE: a grid that starts on the day the unit was bought;
- CALENDAR: a grid through a given date (every 1 May), its first occurrence on or after the purchase;
- COMPLETION: floating, the interval starts again on the day it was last done.

Done late, a floating item moves and a grid does not; an occurrence of the grid that had already come
when the work was done is settled by it. Skipping settles in the same way and moves nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from webapp.core.calendar import Interval, add_months, nth
from webapp.maintenance.metering import Reading, Span, reached, totals, used_by

Series = Sequence[tuple[date, int]]
NONE = Interval()


class Anchor(StrEnum):
    """What the interval is counted from."""

    PURCHASE = "purchase"
    CALENDAR = "calendar"
    COMPLETION = "completion"


class Combination(StrEnum):
    """With both time and usage: due at whichever comes first, or only when both have come."""

    ANY = "any"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Rule:
    """How often. At least one of `every` and `usage`; `calendar_from` goes with Anchor.CALENDAR.

    `first` and `first_usage` set the first occurrence apart (an early check after one month or 1,000 km).
    `season` holds the months (1-12) in which it may be done; empty means all year.
    """

    every: Interval = NONE
    usage: int | None = None
    combination: Combination = Combination.ANY
    anchor: Anchor = Anchor.PURCHASE
    calendar_from: date | None = None
    first: Interval = NONE
    first_usage: int | None = None
    season: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if not self.every and not self.usage:
            raise ValueError("a plan item needs an interval by time or by usage")
        if self.every.months < 0 or self.every.days < 0 or (self.usage or 0) < 0:
            raise ValueError("intervals go forward")
        if self.anchor is Anchor.CALENDAR and (self.calendar_from is None or not self.every):
            raise ValueError("a calendar anchor needs its date and an interval by time")


@dataclass(frozen=True, slots=True)
class Closing:
    """How an occurrence ended: done or skipped on a day, at a known total use or None."""

    occurrence: int
    on: date
    done: bool = True
    usage: int | None = None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """The next time. `when` is None while only usage decides and readings cannot say.

    `usage` is the use since new that makes it due, `since` the day from which people wait for it.
    """

    number: int
    when: Span | None
    usage: int | None
    since: date


def next_occurrence(
    rule: Rule, bought_on: date, closings: Sequence[Closing] = (), readings: Sequence[Reading] = ()
) -> Occurrence:
    """Return the occurrence that is open after everything that was done and skipped."""
    series = totals(readings)
    lines = _Lines.of(rule, bought_on, closings, series)
    last = max(closings, key=lambda c: c.occurrence, default=None)
    number = last.occurrence + 1 if last else 1
    while last and lines.settled(number, last, series):
        number += 1
    return Occurrence(number, lines.when(number, series), lines.usage(number), last.on if last else bought_on)


def upcoming(rule: Rule, bought_on: date, count: int) -> list[Occurrence]:
    """Return the first occurrences of a fresh unit, each done on its day: what an editor previews.

    Stops early where only readings could say more.
    """
    found: list[Occurrence] = []
    closings: list[Closing] = []
    while len(found) < count:
        occurrence = next_occurrence(rule, bought_on, closings)
        found.append(occurrence)
        if occurrence.when is None:
            break
        closings.append(Closing(occurrence.number, occurrence.when.likely, usage=occurrence.usage))
    return found


def into_season(day: date, season: frozenset[int]) -> date:
    """Return the day itself inside the season, else the first day of the next month that is in it."""
    while season and day.month not in season:
        day = add_months(day.replace(day=1), 1)
    return day


@dataclass(frozen=True, slots=True)
class _TimeLine:
    """Days of a series: number `at` falls on `base` + `lead`, each further one an interval later."""

    every: Interval
    base: date
    at: int = 0
    lead: Interval = NONE

    def day(self, number: int) -> date:
        steps = number - self.at
        months = self.every.months * steps + self.lead.months
        return add_months(self.base, months) + timedelta(days=self.every.days * steps + self.lead.days)


@dataclass(frozen=True, slots=True)
class _UseLine:
    """Figures of a series: number `at` falls at `base`, each further one an interval later."""

    every: int
    base: int = 0
    at: int = 0

    def figure(self, number: int) -> int:
        return self.base + self.every * (number - self.at)


@dataclass(frozen=True, slots=True)
class _Lines:
    """Both series of a rule on one unit; a line is None where the rule does not ask for it."""

    rule: Rule
    time: _TimeLine | None
    use: _UseLine | None

    @classmethod
    def of(cls, rule: Rule, bought_on: date, closings: Sequence[Closing], series: Series) -> "_Lines":
        done = max((c for c in closings if c.done), key=lambda c: c.occurrence, default=None)
        if rule.anchor is Anchor.COMPLETION and done:
            time = _TimeLine(rule.every, done.on, at=done.occurrence)
            use = _UseLine(rule.usage or 0, _use_at(done, series), at=done.occurrence)
        else:
            time = _time_from_new(rule, bought_on)
            use = _use_from_new(rule)
        return cls(rule, time if rule.every else None, use if rule.usage else None)

    def day(self, number: int) -> date | None:
        return into_season(self.time.day(number), self.rule.season) if self.time else None

    def usage(self, number: int) -> int | None:
        return self.use.figure(number) if self.use else None

    def when(self, number: int, series: Series) -> Span | None:
        """Combine the day and the forecast; use that cannot be foreseen neither hurries nor arrives."""
        day, usage = self.day(number), self.usage(number)
        spans = [Span.exactly(day)] if day else []
        forecast = reached(usage, series) if usage is not None else None
        if forecast:
            spans.append(forecast)
        if not spans or (usage is not None and forecast is None and not self._first_decides(day)):
            return None
        pick = min if self.rule.combination is Combination.ANY else max
        parts = zip(*((span.first, span.likely, span.last) for span in spans), strict=True)
        return Span(*(into_season(pick(part), self.rule.season) for part in parts))

    def settled(self, number: int, last: Closing, series: Series) -> bool:
        """Had this occurrence come already when the last one was closed, or do both fall on one day?"""
        day, usage = self.day(number), self.usage(number)
        came = []
        if day:
            came.append(day <= max(last.on, self.day(last.occurrence) or last.on))
        if usage is not None:
            came.append(usage <= _use_at(last, series))
        return any(came) if self.rule.combination is Combination.ANY else all(came)

    def _first_decides(self, day: date | None) -> bool:
        return day is not None and self.rule.combination is Combination.ANY


def _use_at(closing: Closing, series: Series) -> int:
    return used_by(closing.on, series) if closing.usage is None else closing.usage


def _use_from_new(rule: Rule) -> _UseLine:
    if rule.first_usage:
        return _UseLine(rule.usage or 0, rule.first_usage, at=1)
    return _UseLine(rule.usage or 0)


def _time_from_new(rule: Rule, bought_on: date) -> _TimeLine:
    if rule.calendar_from and rule.anchor is Anchor.CALENDAR:
        steps = _steps_until(rule.every, rule.calendar_from, nth(bought_on, rule.first, 1))
        return _TimeLine(rule.every, rule.calendar_from, at=1 - steps)
    if rule.first:
        return _TimeLine(rule.every, bought_on, at=1, lead=rule.first)
    return _TimeLine(rule.every, bought_on)


def _steps_until(every: Interval, anchor: date, earliest: date) -> int:
    """Return the least number of intervals, maybe negative, that takes the anchor to `earliest` or on."""
    days = (earliest - anchor).days
    month = 31 if days >= 0 else 28  # start on the near side of the answer, in either direction
    steps = days // (every.months * month + every.days)
    while nth(anchor, every, steps) < earliest:
        steps += 1
    return steps

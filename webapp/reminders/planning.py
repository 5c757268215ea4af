"""When a person is told: pure planning of stages, hours, quiet hours, lateness and the daily cap.

Instants are aware UTC, days are calendar dates in the person's own zone. A stage is the number of days
from the due day (negative: before it). Safety notices pass every gate here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

# Two weeks before, three days before, the day, a week overdue, then weekly four times at most.
SERVICE_STAGES = (-14, -3, 0, 7, 14, 21, 28, 35)
COVER_STAGES = (-30, -7)
# A reminder that could not go out for longer than this is old news.
LATEST = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Person:
    """The hours someone wants to be told at. Equal quiet hours mean none."""

    zone: str
    hour: int = 9
    quiet_from: time = time(21)
    quiet_until: time = time(8)
    daily_cap: int = 5

    def quiet_at(self, moment: time) -> bool:
        """Is it quiet at this time of day? The first quiet minute is quiet, the last bound is not."""
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= moment < self.quiet_until
        return moment >= self.quiet_from or moment < self.quiet_until


@dataclass(frozen=True, slots=True)
class Firing:
    """One stage and the instant it is due to go out."""

    stage: int
    at: datetime


class Fate(StrEnum):
    """What the tick does with a reminder that has come: tell it now, keep it for later, or give it up."""

    TELL = "tell"
    WAIT = "wait"
    MISS = "miss"
    CAP = "cap"


def instant(day: date, moment: time, zone: str) -> datetime:
    """Return the UTC instant of a wall clock time. In a gap the first valid one, in an overlap the first."""
    wall = datetime.combine(day, moment, ZoneInfo(zone)).replace(fold=0)
    after = wall.astimezone(UTC)
    if after.astimezone(wall.tzinfo).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return after
    return _first_after_gap(wall.replace(fold=1).astimezone(UTC), after, ZoneInfo(zone))


def _first_after_gap(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Find the second at which the clocks went forward; `before` and `after` lie on either side of it."""
    old = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)


def out_of_quiet(at: datetime, person: Person) -> datetime:
    """Return the instant itself, or the end of the quiet hours it falls into."""
    local = at.astimezone(ZoneInfo(person.zone))
    if not person.quiet_at(local.time()):
        return at
    wraps = person.quiet_from > person.quiet_until and local.time() >= person.quiet_from
    return instant(local.date() + timedelta(days=wraps), person.quiet_until, person.zone)


def telling_instant(day: date, person: Person) -> datetime:
    """Return when a person is told something meant for a day: at their hour, after quiet hours."""
    return out_of_quiet(instant(day, time(person.hour), person.zone), person)


def plan(
    due_on: date,
    person: Person,
    now: datetime,
    *,
    stages: Iterable[int] = SERVICE_STAGES,
    snoozed_until: date | None = None,
) -> list[Firing]:
    """Return what is still to be told about a due day, in order.

    Stages that passed more than LATEST ago are not planned: nobody is told on registration what was due
    last month. While snoozed nothing goes out; on the snooze's last day one stage does.
    """
    days = {stage: due_on + timedelta(days=stage) for stage in stages}
    if snoozed_until:
        days = {stage: day for stage, day in days.items() if day > snoozed_until}
        days[(snoozed_until - due_on).days] = snoozed_until
    firings = [Firing(stage, telling_instant(day, person)) for stage, day in days.items()]
    return sorted((f for f in firings if f.at >= now - LATEST), key=lambda f: (f.at, f.stage))


@dataclass(frozen=True, slots=True)
class Come:
    """A reminder whose time has come.

    `planned_at` is when it was meant to go out, `send_at` when it goes after being kept back. `newer`: a
    later stage of the same occurrence has come or was told. `told_today`: over all topics.
    """

    planned_at: datetime
    send_at: datetime
    newer: bool = False
    told_today: int = 0
    safety: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What happens to it; `until` is set for Fate.WAIT only."""

    fate: Fate
    until: datetime | None = None


def judge(come: Come, now: datetime, person: Person) -> Verdict:
    """Decide about a reminder that has come. The cap keeps it for the next day's hour once, no more."""
    if come.safety:
        return Verdict(Fate.TELL)
    if come.newer or now - come.send_at > LATEST:
        return Verdict(Fate.MISS)
    opening = out_of_quiet(now, person)
    if opening > now:
        return Verdict(Fate.WAIT, opening)
    if come.told_today < person.daily_cap:
        return Verdict(Fate.TELL)
    if local_day(come.send_at, person.zone) > local_day(come.planned_at, person.zone):
        return Verdict(Fate.CAP)
    return Verdict(Fate.WAIT, telling_instant(local_day(now, person.zone) + timedelta(days=1), person))


def local_day(at: datetime, zone: str) -> date:
    """Return the calendar date of an instant in a zone."""
    return at.astimezone(ZoneInfo(zone)).date()


def day_bounds(at: datetime, zone: str) -> tuple[datetime, datetime]:
    """Return the first instant of the local day an instant lies in, and of the next one."""
    day = local_day(at, zone)
    return instant(day, time(), zone), instant(day + timedelta(days=1), time(), zone)

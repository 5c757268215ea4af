"""Reminder planning: stages, hours in the own zone, quiet hours, clock changes, lateness, daily cap."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.reminders.planning import (
    COVER_STAGES,
    LATEST,
    SERVICE_STAGES,
    Come,
    Fate,
    Person,
    Verdict,
    day_bounds,
    instant,
    judge,
    local_day,
    out_of_quiet,
    plan,
    telling_instant,
)

HANOI = Person("Asia/Ho_Chi_Minh")
DUE = date(2026, 11, 26)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)

zones = st.sampled_from(
    [
        "Asia/Ho_Chi_Minh",
        "Europe/Moscow",
        "Asia/Bangkok",
        "America/New_York",
        "Australia/Lord_Howe",
        "Pacific/Apia",
    ]
)
days = st.dates(date(2009, 1, 1), date(2040, 12, 31))
moments = st.times().map(lambda t: t.replace(second=0, microsecond=0))
people = st.builds(Person, zones, st.integers(0, 23), moments, moments, st.integers(1, 5))
instants = st.datetimes(datetime(2009, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def local(at, zone):
    return at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


def test_stages_are_two_weeks_three_days_the_day_a_week_after_then_weekly_four_times():
    firings = plan(DUE, HANOI, LONG_AGO)
    assert [(f.at.astimezone(ZoneInfo(HANOI.zone)).date() - DUE).days for f in firings] == list(
        SERVICE_STAGES
    )
    assert SERVICE_STAGES == (-14, -3, 0, 7, 14, 21, 28, 35)
    assert {f.at.time() for f in firings} == {time(2)}  # 09:00 in Hà Nội


def test_cover_is_announced_thirty_and_seven_days_before():
    firings = plan(DUE, HANOI, LONG_AGO, stages=COVER_STAGES)
    assert [local(f.at, HANOI.zone) for f in firings] == ["2026-10-27 09:00", "2026-11-19 09:00"]


def test_stages_long_past_are_not_planned_and_fresh_ones_are():
    now = instant(date(2026, 11, 24), time(8, 59), HANOI.zone)
    assert [f.stage for f in plan(DUE, HANOI, now)] == [-3, 0, 7, 14, 21, 28, 35]
    assert [f.stage for f in plan(DUE, HANOI, now + timedelta(minutes=2))] == [0, 7, 14, 21, 28, 35]


def test_a_snooze_silences_until_its_day_and_then_tells_once():
    firings = plan(DUE, HANOI, LONG_AGO, snoozed_until=date(2026, 12, 4))
    assert [f.stage for f in firings] == [8, 14, 21, 28, 35]
    onto_a_stage = plan(DUE, HANOI, LONG_AGO, snoozed_until=date(2026, 12, 3))
    assert [f.stage for f in onto_a_stage] == [7, 14, 21, 28, 35]


@pytest.mark.parametrize(
    ("hour", "told"),
    [(9, "2026-11-26 09:00"), (7, "2026-11-26 08:00"), (22, "2026-11-27 08:00"), (21, "2026-11-27 08:00")],
)
def test_quiet_hours_wait_for_their_end(hour, told):
    assert local(telling_instant(DUE, Person(HANOI.zone, hour)), HANOI.zone) == told


def test_quiet_hours_within_one_day_and_none_at_all():
    siesta = Person(HANOI.zone, 13, time(12), time(14))
    assert local(telling_instant(DUE, siesta), HANOI.zone) == "2026-11-26 14:00"
    never = Person(HANOI.zone, 3, time(0), time(0))
    assert local(telling_instant(DUE, never), HANOI.zone) == "2026-11-26 03:00"


@pytest.mark.parametrize(
    ("zone", "day", "moment", "utc"),
    [
        ("America/New_York", date(2026, 3, 8), time(2, 30), datetime(2026, 3, 8, 7, 0, tzinfo=UTC)),
        ("America/New_York", date(2026, 11, 1), time(1, 30), datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 15), datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
        ("Pacific/Apia", date(2011, 12, 30), time(9), datetime(2011, 12, 30, 10, 0, tzinfo=UTC)),
        ("Asia/Bangkok", date(2026, 3, 8), time(2, 30), datetime(2026, 3, 7, 19, 30, tzinfo=UTC)),
    ],
)
def test_a_gap_goes_to_its_first_valid_instant_and_an_overlap_to_the_first(zone, day, moment, utc):
    assert instant(day, moment, zone) == utc


AT_NINE = telling_instant(DUE, HANOI)


def come(**facts):
    return Come(**{"planned_at": AT_NINE, "send_at": AT_NINE} | facts)


def test_on_time_and_late_by_up_to_a_day_is_told():
    assert judge(come(), AT_NINE, HANOI) == Verdict(Fate.TELL)
    assert judge(come(), AT_NINE + LATEST, HANOI) == Verdict(Fate.TELL)


def test_older_or_overtaken_is_missed():
    assert judge(come(), AT_NINE + LATEST + timedelta(minutes=1), HANOI) == Verdict(Fate.MISS)
    assert judge(come(newer=True), AT_NINE, HANOI) == Verdict(Fate.MISS)


def test_late_into_quiet_hours_waits_for_the_morning():
    verdict = judge(come(), AT_NINE + timedelta(hours=14), HANOI)
    assert verdict.fate is Fate.WAIT
    assert local(verdict.until, HANOI.zone) == "2026-11-27 08:00"


def test_the_daily_cap_keeps_for_tomorrow_once_and_then_gives_up():
    kept = judge(come(told_today=5), AT_NINE, HANOI)
    assert (kept.fate, local(kept.until, HANOI.zone)) == (Fate.WAIT, "2026-11-27 09:00")
    assert judge(come(send_at=kept.until, told_today=5), kept.until, HANOI) == Verdict(Fate.CAP)
    assert judge(come(send_at=kept.until, told_today=4), kept.until, HANOI) == Verdict(Fate.TELL)


@given(people, days, instants)
def test_safety_passes_every_gate(person, day, now):
    at = telling_instant(day, person)
    assert judge(Come(at, at, newer=True, told_today=99, safety=True), now, person) == Verdict(Fate.TELL)


@given(people, days)
def test_nothing_is_planned_into_quiet_hours_nor_before_the_hour(person, day):
    at = telling_instant(day, person)
    assert at >= instant(day, time(person.hour), person.zone)
    assert at - instant(day, time(person.hour), person.zone) <= timedelta(hours=26)
    assert not person.quiet_at(at.astimezone(ZoneInfo(person.zone)).time())


@given(days, st.times(), zones)
def test_an_instant_shows_its_wall_clock_or_the_first_time_after_a_gap(day, moment, zone):
    at = instant(day, moment.replace(microsecond=0), zone)
    wall = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    wanted = datetime.combine(day, moment.replace(microsecond=0))
    assert wall >= wanted
    if wall > wanted:  # inside a gap: one second earlier the clock still showed less than what was wanted
        assert (at - timedelta(seconds=1)).astimezone(ZoneInfo(zone)).replace(tzinfo=None) < wanted
    else:
        hour_before = (at - timedelta(hours=1)).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        assert hour_before < wanted


@given(days, people, instants, st.none() | days)
def test_a_plan_is_ordered_each_stage_once_and_never_stale(due_on, person, now, snoozed_until):
    firings = plan(due_on, person, now, snoozed_until=snoozed_until)
    assert [f.at for f in firings] == sorted(f.at for f in firings)
    assert len({f.stage for f in firings}) == len(firings) <= len(SERVICE_STAGES) + 1
    assert all(f.at >= now - LATEST for f in firings)
    if snoozed_until:
        assert all(due_on + timedelta(f.stage) >= snoozed_until for f in firings)


@given(people, instants, st.timedeltas(timedelta(0), timedelta(hours=60)), st.integers(0, 9))
def test_whatever_waits_waits_forward_and_ends_within_two_more_looks(person, planned, late, told):
    planned = out_of_quiet(planned, person)
    send_at, now = planned, planned + late
    for _look in range(4):
        verdict = judge(Come(planned, send_at, told_today=told), now, person)
        if verdict.fate is not Fate.WAIT:
            break
        assert verdict.until > now
        send_at = now = verdict.until
    assert verdict.fate is not Fate.WAIT


@given(instants, zones)
def test_a_local_day_holds_its_instant(at, zone):
    start, end = day_bounds(at, zone)
    assert start <= at < end
    assert local_day(start, zone) == local_day(at, zone)

"""Schedule arithmetic: anchors, clamped months, usage, seasons, and what doing late moves."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core.calendar import Interval, nth
from webapp.maintenance.metering import Reading, Span
from webapp.maintenance.schedule import (
    Anchor,
    Closing,
    Combination,
    Rule,
    into_season,
    next_occurrence,
    upcoming,
)

MONTHLY = Interval(months=1)
BOUGHT = date(2025, 1, 31)

days = st.dates(date(2000, 1, 1), date(2060, 12, 31))
intervals = st.builds(Interval, st.integers(0, 40), st.integers(0, 400)).filter(bool)
seasons = st.frozensets(st.integers(1, 12))
anchors = st.sampled_from([Anchor.PURCHASE, Anchor.COMPLETION])


def due(rule, *closings, bought=BOUGHT, readings=()):
    return next_occurrence(rule, bought, closings, readings)


def day_of(occurrence):
    return occurrence.when.likely


def test_month_ends_are_counted_from_the_purchase_and_never_from_a_clamped_date():
    found = [day_of(o) for o in upcoming(Rule(MONTHLY), BOUGHT, 4)]
    assert found == [date(2025, 2, 28), date(2025, 3, 31), date(2025, 4, 30), date(2025, 5, 31)]


def test_leap_day_comes_back_every_fourth_year():
    found = [day_of(o) for o in upcoming(Rule(Interval(months=12)), date(2024, 2, 29), 4)]
    assert found == [date(2025, 2, 28), date(2026, 2, 28), date(2027, 2, 28), date(2028, 2, 29)]


def test_first_occurrence_may_come_early_and_keeps_the_anchor():
    rule = Rule(Interval(months=6), first=MONTHLY)
    assert [day_of(o) for o in upcoming(rule, BOUGHT, 3)] == [
        date(2025, 2, 28),
        date(2025, 8, 31),
        date(2026, 2, 28),
    ]


def test_done_late_floating_moves_and_fixed_does_not():
    late = Closing(1, date(2025, 3, 20))
    floating = Rule(Interval(months=6), anchor=Anchor.COMPLETION)
    assert day_of(due(floating, Closing(1, date(2025, 9, 20)))) == date(2026, 3, 20)
    assert day_of(due(Rule(MONTHLY), late)) == date(2025, 3, 31)


def test_done_very_late_settles_what_had_come_on_a_grid():
    third = due(Rule(MONTHLY), Closing(1, date(2025, 4, 2)))
    assert (third.number, day_of(third)) == (3, date(2025, 4, 30))


def test_done_early_never_offers_the_same_occurrence_again():
    second = due(Rule(Interval(months=6)), Closing(1, date(2025, 5, 1)))
    assert (second.number, day_of(second)) == (2, date(2026, 1, 31))


def test_skipping_moves_nothing_even_when_floating():
    rule = Rule(Interval(months=6), anchor=Anchor.COMPLETION)
    skipped = due(rule, Closing(1, date(2025, 7, 1), done=False))
    assert (skipped.number, day_of(skipped)) == (2, date(2026, 1, 31))


def test_floating_counts_from_the_last_time_it_was_really_done():
    rule = Rule(MONTHLY, anchor=Anchor.COMPLETION)
    done, skipped = Closing(1, date(2025, 1, 31)), Closing(2, date(2025, 2, 28), done=False)
    assert day_of(due(rule, done, skipped)) == date(2025, 3, 31)


@pytest.mark.parametrize(
    ("bought", "first"),
    [
        (date(2025, 5, 1), date(2025, 5, 1)),
        (date(2025, 5, 2), date(2026, 5, 1)),
        (date(2015, 1, 1), date(2015, 5, 1)),
    ],
)
def test_calendar_anchor_starts_on_or_after_the_purchase(bought, first):
    rule = Rule(Interval(months=12), anchor=Anchor.CALENDAR, calendar_from=date(2020, 5, 1))
    assert (due(rule, bought=bought).number, day_of(due(rule, bought=bought))) == (1, first)


def test_season_waits_for_its_first_month():
    spring = frozenset({3, 4})
    assert day_of(due(Rule(Interval(months=6), season=spring))) == date(2026, 3, 1)
    assert into_season(date(2026, 4, 30), spring) == date(2026, 4, 30)


def test_two_occurrences_that_season_moves_to_one_day_are_one():
    rule = Rule(Interval(months=2), season=frozenset({4}))
    again = due(rule, Closing(1, date(2025, 4, 1)))
    assert day_of(again) == date(2026, 4, 1)


def readings(*pairs):
    return [Reading(on, value) for on, value in pairs]


STEADY = readings((date(2025, 2, 1), 0), (date(2025, 2, 11), 1000))


def test_usage_alone_waits_for_two_readings():
    rule = Rule(usage=3600)
    assert due(rule).when is None
    assert due(rule).usage == 3600
    assert due(rule, readings=STEADY[:1]).when is None
    assert due(rule, readings=STEADY).when == Span(date(2025, 3, 4), date(2025, 3, 9), date(2025, 3, 16))


def test_whichever_comes_first():
    rule = Rule(Interval(months=6), usage=3600)
    assert day_of(due(rule)) == date(2025, 7, 31)
    assert day_of(due(rule, readings=STEADY)) == date(2025, 3, 9)


def test_only_when_both_have_come():
    rule = Rule(Interval(months=6), usage=3600, combination=Combination.ALL)
    assert due(rule).when is None
    assert day_of(due(rule, readings=STEADY)) == date(2025, 7, 31)
    brisk = [Reading(date(2025, 2, 1), 0), Reading(date(2025, 2, 11), 100)]
    assert day_of(due(rule, readings=brisk)) == date(2026, 1, 27)


def test_usage_grid_and_floating_usage_count_from_their_anchor():
    done = Closing(1, date(2025, 2, 11), usage=1200)
    assert due(Rule(usage=1000), done, readings=STEADY).usage == 2000
    assert due(Rule(usage=1000, anchor=Anchor.COMPLETION), done, readings=STEADY).usage == 2200
    proven = Closing(1, date(2025, 2, 11))
    assert due(Rule(usage=1000, anchor=Anchor.COMPLETION), proven, readings=STEADY).usage == 2000


def test_first_usage_comes_apart():
    rule = Rule(usage=5000, first_usage=1000)
    assert due(rule).usage == 1000
    assert due(rule, Closing(1, date(2025, 3, 1), usage=1100)).usage == 6000


def test_all_needs_time_and_use_to_settle_an_occurrence():
    rule = Rule(MONTHLY, usage=1000, combination=Combination.ALL)
    assert due(rule, Closing(1, date(2025, 6, 1), usage=1500)).number == 2
    assert due(rule, Closing(1, date(2025, 6, 1), usage=2500)).number == 3


def test_preview_stops_where_only_readings_know():
    assert len(upcoming(Rule(usage=10), BOUGHT, 5)) == 1


@pytest.mark.parametrize(
    "facts",
    [{}, {"every": Interval(days=-1)}, {"usage": -5}, {"every": MONTHLY, "anchor": Anchor.CALENDAR}],
)
def test_a_rule_without_sense_is_refused(facts):
    with pytest.raises(ValueError, match=r"plan item|forward|calendar"):
        Rule(**facts)


@given(days, intervals, anchors, seasons, st.integers(1, 12))
def test_occurrences_always_go_forward_and_stay_in_season(bought, every, anchor, season, count):
    found = [day_of(o) for o in upcoming(Rule(every, anchor=anchor, season=season), bought, count)]
    assert found == sorted(set(found))
    assert found[0] > bought or found[0] == into_season(bought, season)
    assert all(not season or day.month in season for day in found)


@given(days, intervals, st.integers(0, 60))
def test_grid_dates_are_exactly_the_nth_from_the_anchor(bought, every, late):
    first = due(Rule(every), bought=bought)
    done = Closing(1, day_of(first) + timedelta(late))
    following = due(Rule(every), done, bought=bought)
    assert day_of(following) == nth(bought, every, following.number)
    assert day_of(following) > done.on
    assert following.number == 2 or nth(bought, every, following.number - 1) <= done.on


@given(days, days, intervals, st.builds(Interval, st.integers(0, 24), st.integers(0, 60)))
def test_calendar_grid_is_the_first_on_or_after_the_purchase(bought, anchor, every, first):
    rule = Rule(every, anchor=Anchor.CALENDAR, calendar_from=anchor, first=first)
    earliest, day = nth(bought, first, 1), day_of(due(rule, bought=bought))
    assert day >= earliest
    assert (day - earliest).days <= every.months * 31 + every.days


@given(days, intervals, st.integers(1, 900), st.booleans())
def test_floating_is_one_interval_after_the_completion(bought, every, after, done):
    on = bought + timedelta(after)
    following = due(Rule(every, anchor=Anchor.COMPLETION), Closing(1, on, done=done), bought=bought)
    assert day_of(following) > on
    if done:
        assert day_of(following) == nth(on, every, 1)


@given(days, intervals, st.lists(st.tuples(st.integers(1, 400), st.integers(0, 9000)), max_size=6))
def test_any_is_never_later_and_all_never_earlier_than_time_alone(bought, every, steps):
    series, on, value = [], bought, 0
    for gap, used in steps:
        on, value = on + timedelta(gap), value + used
        series.append(Reading(on, value))
    time = day_of(due(Rule(every), bought=bought))
    first = due(Rule(every, usage=5000), bought=bought, readings=series).when
    both = due(Rule(every, usage=5000, combination=Combination.ALL), bought=bought, readings=series).when
    assert first.first <= first.likely <= first.last <= time
    assert both is None or time <= both.first <= both.likely <= both.last

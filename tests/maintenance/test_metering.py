"""Meter readings: totals through resets, and forecasts as a range."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from webapp.maintenance.metering import Reading, Span, reached, totals, used_by

START = date(2026, 1, 1)
steps = st.lists(st.tuples(st.integers(0, 90), st.integers(0, 5000)), min_size=1, max_size=10)


def series(*values, gap=10):
    return totals(Reading(START + timedelta(gap * n), value) for n, value in enumerate(values))


def test_a_reset_counter_goes_on_from_the_total():
    readings = [
        Reading(START, 900),
        Reading(START + timedelta(1), 40, reset=True),
        Reading(START + timedelta(9), 100),
    ]
    assert [total for _, total in totals(readings)] == [900, 940, 1000]


def test_a_lower_reading_without_a_reset_adds_nothing():
    assert [total for _, total in series(500, 400, 450)] == [500, 500, 550]


def test_use_is_proven_only_by_readings_until_that_day():
    known = series(100, 200)
    assert [used_by(START + timedelta(n), known) for n in (-1, 0, 9, 10)] == [0, 100, 100, 200]


def test_one_reading_or_no_use_foretells_nothing():
    assert reached(10, []) is None
    assert reached(10, series(5)) is None
    assert reached(10, series(5, 5)) is None
    assert reached(10, series(1, 5, gap=0)) is None


def test_a_figure_already_passed_names_the_day_it_was_seen():
    assert reached(150, series(100, 200)) == Span.exactly(START + timedelta(10))


def test_uneven_use_widens_the_range():
    even, uneven = reached(1000, series(0, 100, 200)), reached(1000, series(0, 20, 200))
    assert even.likely == uneven.likely == START + timedelta(100)
    assert uneven.first < even.first < even.likely < even.last < uneven.last


def test_what_is_ten_years_away_is_not_foretold():
    assert reached(1_000_000, series(0, 10)) is None


@given(steps, st.integers(1, 100_000))
def test_a_forecast_is_an_ordered_range_after_the_last_reading(moves, figure):
    on, value, readings = START, 0, []
    for days, used in moves:
        on, value = on + timedelta(days), value + used
        readings.append(Reading(on, value))
    known = totals(readings)
    span = reached(figure, known)
    if span is not None:
        assert span.first <= span.likely <= span.last
        assert value >= figure or span.first >= on


@given(steps)
def test_totals_never_fall(moves):
    readings = [Reading(START + timedelta(days * 3), used, reset=used % 2 == 0) for days, used in moves]
    found = [total for _, total in totals(readings)]
    assert found == sorted(found)

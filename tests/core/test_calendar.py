"""Calendar months: clamped at month ends, never stepping from a clamped date."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core.calendar import Interval, add_months, nth

days = st.dates(min_value=date(1950, 1, 1), max_value=date(2150, 12, 31))


@pytest.mark.parametrize(
    ("anchor", "months", "expected"),
    [
        (date(2025, 3, 14), 24, date(2027, 3, 14)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
        (date(2025, 3, 31), -1, date(2025, 2, 28)),
        (date(2025, 1, 15), -1, date(2024, 12, 15)),
    ],
)
def test_months_keep_the_day_or_take_the_last_one(anchor: date, months: int, expected: date) -> None:
    assert add_months(anchor, months) == expected


def test_a_series_from_the_31st_comes_back_to_the_31st() -> None:
    monthly = [nth(date(2025, 1, 31), Interval(months=1), n) for n in range(4)]
    assert monthly == [date(2025, 1, 31), date(2025, 2, 28), date(2025, 3, 31), date(2025, 4, 30)]


def test_days_and_years_make_intervals_too() -> None:
    assert nth(date(2025, 1, 1), Interval(days=90), 2) == date(2025, 6, 30)
    assert nth(date(2024, 2, 29), Interval.of(years=1), 4) == date(2028, 2, 29)
    assert not Interval()


@given(days, st.integers(-600, 600))
def test_month_arithmetic_lands_in_the_right_month_on_the_nearest_day(anchor: date, months: int) -> None:
    result = add_months(anchor, months)
    assert result.year * 12 + result.month == anchor.year * 12 + anchor.month + months
    assert result.day == min(anchor.day, monthrange(result.year, result.month)[1])


@given(days, st.integers(0, 60), st.integers(1, 24))
def test_an_occurrence_never_depends_on_the_one_before(anchor: date, n: int, months: int) -> None:
    assert nth(anchor, Interval(months=months), n) == add_months(anchor, n * months)


@given(days, st.integers(1, 24), st.integers(0, 40), st.integers(0, 60))
def test_a_series_only_moves_forward(anchor: date, months: int, extra_days: int, n: int) -> None:
    every = Interval(months=months, days=extra_days)
    assert nth(anchor, every, n) < nth(anchor, every, n + 1)


@given(days, st.integers(0, 400))
def test_days_are_plain_days(anchor: date, count: int) -> None:
    assert nth(anchor, Interval(days=1), count) == anchor + timedelta(days=count)


@pytest.mark.parametrize("months", [12 * 9000, -12 * 3000])
def test_the_calendar_has_ends(months: int) -> None:
    with pytest.raises(OverflowError):
        add_months(date(2025, 1, 1), months)

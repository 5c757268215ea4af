"""How maintenance is said: amounts, intervals, nearness, tones."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from webapp.maintenance import wording

TODAY = date(2026, 11, 21)


def every(months=0, days=0, usage=None, combination="any"):
    return SimpleNamespace(every_months=months, every_days=days, usage_every=usage, combination=combination)


@pytest.mark.parametrize(
    ("unit", "number", "said"),
    [
        ("km", 5000, "5,000 km"),
        ("litres", 3600, "3,600 L"),
        ("hours", 1, "1 hour"),
        ("hours", 500, "500 hours"),
        ("cycles", 1, "1 cycle"),
        ("cycles", 90, "90 cycles"),
    ],
)
def test_amounts_in_their_own_words_and_on_one_line(unit, number, said):
    assert wording.amount(unit, number) == said.replace(" ", "\N{NO-BREAK SPACE}")


@pytest.mark.parametrize(
    ("item", "said"),
    [
        (every(1), "every month"),
        (every(24), "every 24 months"),
        (every(36), "every 3 years"),
        (every(days=1), "every day"),
        (every(days=10), "every 10 days"),
        (every(days=7), "every week"),
        (every(days=42), "every 6 weeks"),
        (every(1, 15), "every 1 month and 15 d"),
        (every(usage=100), "every 100 km"),
        (every(6, usage=4000), "every 6 months or 4,000 km"),
        (every(6, usage=4000, combination="all"), "every 6 months and 4,000 km"),
    ],
)
def test_intervals(item, said):
    assert wording.how_often(item, "km").replace("\N{NO-BREAK SPACE}", " ") == said


@pytest.mark.parametrize(
    ("days", "said", "tone"),
    [
        (0, "today", "warn"),
        (5, "in 5 days", "warn"),
        (15, "in 15 days", "brand"),
        (120, "in 4 months", "brand"),
        (1100, "in 3 years", "brand"),
        (-1, "1 day overdue", "bad"),
        (-31, "31 days overdue", "bad"),
        (-150, "5 months overdue", "bad"),
    ],
)
def test_nearness(days, said, tone):
    day = TODAY + timedelta(days)
    assert (wording.when(day, TODAY), wording.tone(day, TODAY)) == (said, tone)


def test_an_unknown_day():
    assert (wording.when(None, TODAY), wording.tone(None, TODAY)) == ("by use", "plain")


def test_a_forecast_is_a_range_and_a_certain_day_is_not():
    assert (
        wording.foreseen(date(2027, 3, 4), date(2027, 4, 16)) == "expected between 4 Mar 2027 and 16 Apr 2027"
    )
    assert wording.foreseen(TODAY, TODAY) == wording.foreseen(None, None) == ""

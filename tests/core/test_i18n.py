"""Dates, times and numbers as people write them in four languages."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask import Flask

from webapp.core.i18n import (
    format_date,
    format_datetime,
    format_number,
    format_time,
    relative_day,
    speaking,
)

DAY = date(2028, 3, 14)


@pytest.mark.parametrize(
    ("locale", "text"),
    [("en", "14 Mar 2028"), ("vi", "14 thg 3, 2028"), ("ru", "14 мар. 2028 г."), ("th", "14 มี.ค. 2571")],
)
def test_a_date_in_each_language_thai_in_the_buddhist_era(locale: str, text: str) -> None:
    with speaking(locale):
        assert format_date(DAY).replace("марта", "мар.") == text


def test_an_instant_is_put_into_the_zone_first() -> None:
    late = datetime(2028, 3, 14, 23, 30, tzinfo=UTC)
    assert format_date(late, "Asia/Bangkok") == "15 Mar 2028"
    assert format_time(late, "Asia/Bangkok") == "06:30"
    assert format_datetime(late, "Asia/Bangkok") == "15 Mar 2028, 06:30"
    assert format_time(time(9, 5)) == "09:05"


def test_nothing_is_written_for_nothing() -> None:
    assert format_date(None) == format_datetime(None) == ""


@pytest.mark.parametrize(
    ("locale", "text"), [("en", "1,234.5"), ("vi", "1.234,5"), ("ru", "1\xa0234,5"), ("th", "1,234.5")]
)
def test_numbers_have_the_languages_separators(locale: str, text: str) -> None:
    with speaking(locale):
        assert format_number(1234.5) == text


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (0, "today"),
        (1, "tomorrow"),
        (5, "in 5 days"),
        (31, "in 31 days"),
        (32, "15 Apr 2028"),
        (-1, "1 day ago"),
        (-31, "31 days ago"),
        (-32, "11 Feb 2028"),
    ],
)
def test_near_days_are_said_relatively(days: int, text: str) -> None:
    assert relative_day(DAY + timedelta(days=days), DAY) == text


@pytest.mark.parametrize(
    ("headers", "locale"),
    [
        ({"Accept-Language": "th-TH,th;q=0.9,en;q=0.8"}, "th"),
        ({"Accept-Language": "fr-FR,ru;q=0.5"}, "ru"),
        ({"Accept-Language": "fr"}, "en"),
        ({}, "en"),
        ({"Accept-Language": "vi", "Cookie": "language=ru"}, "ru"),
        ({"Accept-Language": "vi", "Cookie": "language=xx"}, "vi"),
    ],
)
def test_a_visitor_is_spoken_to_as_their_browser_asks(
    app: Flask, headers: dict[str, str], locale: str
) -> None:
    answer = app.test_client(use_cookies=False).get("/sign-in", headers=headers)
    assert f'<html lang="{locale}"' in answer.text

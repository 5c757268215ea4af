"""The clock the business sees can be moved; the real one cannot."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from webapp.core import clock

NEARLY = timedelta(seconds=5)


def test_nothing_set_means_the_real_time() -> None:
    assert clock.source_from(None) is clock.real_now
    assert clock.source_from("") is clock.real_now
    assert clock.now().utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("text", "shift"),
    [
        ("+14d", timedelta(days=14)),
        ("-2w", -timedelta(weeks=2)),
        ("+90m", timedelta(minutes=90)),
        (" +1h ", timedelta(hours=1)),
        ("-30s", -timedelta(seconds=30)),
    ],
)
def test_an_offset_runs_on(text: str, shift: timedelta) -> None:
    source = clock.source_from(text)
    assert abs(source() - clock.real_now() - shift) < NEARLY
    assert source() <= source()


def test_an_instant_stands_still_in_utc() -> None:
    source = clock.source_from("2026-11-21T09:00+07:00")
    assert source() == source() == datetime(2026, 11, 21, 2, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2026-11-21T09:00", "2026-11-21", "+14", "14d", "soon", "+1y"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        clock.source_from(text)


def test_the_date_depends_on_where_one_is(at: Callable[[str], None]) -> None:
    at("2026-11-21T23:30+00:00")
    assert clock.today("Asia/Ho_Chi_Minh") == date(2026, 11, 22)
    assert clock.today("America/New_York") == date(2026, 11, 21)


def test_the_real_time_is_not_moved(at: Callable[[str], None]) -> None:
    at("2001-01-01T00:00+00:00")
    assert clock.now().year == 2001
    assert abs(clock.real_now() - datetime.now(UTC)) < NEARLY

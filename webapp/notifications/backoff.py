"""When to try again: pure arithmetic over tries and what the push service asked for."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

FIRST = timedelta(seconds=30)
LONGEST = timedelta(hours=1)
MAX_TRIES = 8
SHORTEST_PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(hours=24)


def pause_after(tries: int, jitter: Callable[[], float] = random.random) -> timedelta:
    """Return how long to wait after try number `tries` (from 1): 30 s x 2^n with full jitter, at most 1 h.

    Full jitter (anything between nothing and the whole step) spreads a recovering service's load best.
    """
    step: timedelta = min(FIRST * int(2 ** min(tries - 1, 20)), LONGEST)
    return max(step * jitter(), SHORTEST_PAUSE)


def retry_after(header: str | None, now: datetime) -> timedelta | None:
    """Read a Retry-After header, seconds or an HTTP date, as a pause of 1 s to 24 h; None when unreadable."""
    if header is None:
        return None
    text = header.strip()
    # ASCII digits only: int() also takes underscores and other scripts' digits.
    wished = _seconds(text) if text.isascii() and text.isdigit() else _date(text, now)
    return None if wished is None else min(max(wished, SHORTEST_PAUSE), LONGEST_PAUSE)


def _seconds(digits: str) -> timedelta:
    # Cut before converting: a header of thousands of digits is not worth a big number.
    return timedelta(seconds=min(int(digits[:12]), int(LONGEST_PAUSE.total_seconds())))


def _date(text: str, now: datetime) -> timedelta | None:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now

"""The one place that knows what time it is.

`now()` is what the business sees and obeys `AFTERCARE_NOW`; `real_now()` is for what talks to the
outside by real time: token expiry, leases, backoff, signatures.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

_OFFSET = re.compile(r"^([+-])(\d+)([smhdw])$")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def real_now() -> datetime:
    """Return the machine's time, aware, in UTC."""
    return datetime.now(UTC)


_source: Callable[[], datetime] = real_now


def now() -> datetime:
    """Return the time the application believes in, aware, in UTC."""
    return _source()


def today(zone: str) -> date:
    """Return the calendar date of `now()` in an IANA time zone."""
    return now().astimezone(ZoneInfo(zone)).date()


def set_source(source: Callable[[], datetime] | None) -> None:
    """Replace what `now()` reads; None restores the machine's time."""
    global _source
    _source = source or real_now


def source_from(text: str | None) -> Callable[[], datetime]:
    """Turn `AFTERCARE_NOW` into a source: an offset (`+14d`) runs on, an ISO instant stands still.

    Raises ValueError for anything else, or for an instant without a zone.
    """
    if not text:
        return real_now
    if offset := _OFFSET.match(text.strip()):
        sign, amount, unit = offset.groups()
        shift = timedelta(**{_UNITS[unit]: int(amount)}) * (1 if sign == "+" else -1)
        return lambda: real_now() + shift
    instant = datetime.fromisoformat(text.strip())
    if instant.tzinfo is None:
        raise ValueError("AFTERCARE_NOW needs a time zone, for example 2026-11-21T09:00+07:00")
    frozen = instant.astimezone(UTC)
    return lambda: frozen

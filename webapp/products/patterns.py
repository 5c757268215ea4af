"""How long a pattern may take on a serial: the ways to match it, counted before it is tried. Pure.

Python's engine tries one way after the other. A repetition inside a repetition, several of them in a row or a
choice inside one multiply the ways; on a serial of forty characters some patterns would never come to an end.
"""

import re
from collections.abc import Iterable
from typing import Any

from webapp.products.serials import MAX_LENGTH

MOST_WAYS = 100_000
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")


def runs_away(pattern: str) -> bool:
    """Tell whether a pattern can be matched in too many ways. Raises re.error when it is none."""
    parsed: Any = re._parser.parse(pattern)  # type: ignore[attr-defined]
    return _ways(parsed) > MOST_WAYS


def _ways(items: Iterable[Any]) -> int:
    """Return an upper bound, cut off above MOST_WAYS."""
    ways = 1
    for kind, value in items:
        ways *= _ways_of(str(kind), value)
        if ways > MOST_WAYS:
            break
    return min(ways, MOST_WAYS + 1)


def _ways_of(kind: str, value: Any) -> int:
    if kind in _REPEATS:
        least, most, body = value
        return _repeated(min(least, MAX_LENGTH), min(most, MAX_LENGTH), _ways(body))
    if kind == "BRANCH":
        return sum(_ways(branch) for branch in value[1])
    if kind in ("SUBPATTERN", "ASSERT", "ASSERT_NOT"):
        return _ways(value[-1])
    if kind == "ATOMIC_GROUP":
        return _ways(value)
    if kind == "GROUPREF_EXISTS":
        return sum(_ways(branch) for branch in value[1:] if branch is not None)
    return 1  # one character, a set of them, a place, or a group repeated as it was


def _repeated(least: int, most: int, ways: int) -> int:
    return int(min((most - least + 1) * ways ** min(most, MAX_LENGTH), MOST_WAYS + 1))

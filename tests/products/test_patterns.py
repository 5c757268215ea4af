"""Patterns that staff write for serials are tried on what anyone types: none may run away."""

import time

import pytest

from webapp.products import editing, serials
from webapp.products.editing import BadPattern

HARMLESS = [
    "",
    r"[0-9A-Z]{4}-?[0-9]{4}-?[0-9]{2}",
    r"WA8-[0-9A-Z]{4}-[0-9]{4}",
    r"(?:[0-9A-Z]{4}-){3}[0-9]{2}",
    r"[A-Z]{2,3}[0-9]+",
    r"(?:WA|WB|WC1)-?[0-9]{6,10}",
    r"[A-Z]+-[0-9]+",
]
RUNAWAY = [
    r"(A+)+B",
    r"((A+))+B",
    r"((A)*)*B",
    r"(A|AA)+B",
    r"(?:A?){30}A{30}",
    "A*" * 20 + "B",
    "A?" * 30 + "B",
    r"(A{1,20}){1,20}B",
]


@pytest.mark.parametrize("pattern", HARMLESS)
def test_a_pattern_of_ordinary_serials_is_taken(pattern: str) -> None:
    assert editing.checked_pattern(pattern) == pattern


@pytest.mark.parametrize("pattern", RUNAWAY)
def test_a_pattern_that_may_never_come_to_an_end_is_refused(pattern: str) -> None:
    with pytest.raises(BadPattern):
        editing.checked_pattern(pattern)


def test_the_slowest_pattern_taken_is_quick() -> None:
    slowest = editing.checked_pattern(r"A*A*A*B")
    started = time.perf_counter()
    assert not serials.fits("A" * serials.MAX_LENGTH, slowest)
    assert time.perf_counter() - started < 0.5

"""Where a purchase stands on a day: the headline that chip and ring show."""

import pytest

from tests.warranty.facts import FROM_INTAKE, TWO_YEARS, day, facts, maker, repair
from webapp.warranty.coverage import explain
from webapp.warranty.facts import Covers, Extension, Rules, Void
from webapp.warranty.standing import CoverSummary, Status, standing

TWO_LINES = explain(facts(maker(36, Covers.PARTS), maker(24, Covers.LABOUR), maker(60, component="pump")))


@pytest.mark.parametrize(
    ("today", "status", "days_left"),
    [
        ("2026-11-21", Status.COVERED, 479),
        ("2028-01-13", Status.COVERED, 61),
        ("2028-01-14", Status.ENDS_SOON, 60),
        ("2028-03-14", Status.ENDS_SOON, 0),
        ("2028-03-15", Status.ENDED, -1),
    ],
)
def test_the_last_line_of_the_whole_product_decides(today: str, status: Status, days_left: int) -> None:
    summary = standing(TWO_LINES, day(today))
    assert (summary.status, summary.days_left, summary.ends_on) == (status, days_left, day("2028-03-14"))


def test_the_ring_empties_from_the_first_day_to_the_last() -> None:
    lines = explain(facts(maker(12)))
    assert standing(lines, day("2025-03-14")).fraction_left == 1
    assert 0.49 < standing(lines, day("2025-09-12")).fraction_left < 0.51
    assert 0 < standing(lines, day("2026-03-14")).fraction_left < 0.01
    assert standing(lines, day("2026-03-15")).fraction_left == 0
    assert standing(lines, day("2020-01-01")).fraction_left == 1


def test_nothing_promised_is_none_and_the_law_alone_counts() -> None:
    assert standing((), day("2026-01-01")) == CoverSummary(Status.NONE)
    by_law = explain(facts(rules=Rules(seller_liability=TWO_YEARS)))
    assert standing(by_law, day("2026-01-01")).status is Status.COVERED


def test_pending_wins_over_everything() -> None:
    assert standing(TWO_LINES, day("2026-01-01"), pending=True).status is Status.PENDING
    assert standing((), day("2026-01-01"), pending=True).status is Status.PENDING


def test_void_from_a_day_on() -> None:
    events = (Extension(day("2025-03-20"), 12, "care"), Void(day("2026-01-10"), "opened"))
    lines = explain(facts(maker(24), events=events, rules=Rules(seller_liability=TWO_YEARS)))
    assert standing(lines, day("2026-01-09")).status is Status.COVERED
    assert standing(lines, day("2026-01-10")).status is Status.VOID
    assert standing(lines, day("2026-01-10")).tone == "bad"


def test_a_component_void_leaves_the_product_covered() -> None:
    void = Void(day("2026-01-10"), "dry run", component="pump")
    lines = explain(facts(maker(24), maker(24, component="pump"), events=(void,)))
    assert standing(lines, day("2026-02-01")).status is Status.COVERED


def test_a_product_in_the_workshop_stays_covered() -> None:
    lines = explain(
        facts(maker(24), events=(repair("2027-03-10", None),), rules=Rules(repair_time=FROM_INTAKE))
    )
    assert standing(lines, day("2027-06-01")).status is Status.COVERED

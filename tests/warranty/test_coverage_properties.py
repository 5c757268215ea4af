"""What holds for every purchase, whatever happened to it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise, takewhile
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from tests.warranty.facts import FROM_INTAKE, any_facts, closed_repairs, dates, facts, maker, promises
from webapp.core.calendar import add_months
from webapp.warranty.coverage import explain, reported_day
from webapp.warranty.explanation import ONE_DAY, Step, StepKind
from webapp.warranty.facts import (
    Extension,
    Facts,
    Goodwill,
    Guarantor,
    PartReplaced,
    Repair,
    Rules,
    Unvoid,
    Void,
)


@given(any_facts)
def test_the_last_step_says_the_last_day(some: Facts) -> None:
    for line in explain(some):
        assert line.steps[-1].end == line.ends_on == add_months(line.anchor, line.counted)
        assert line.starts_on <= line.ends_on


@given(any_facts)
def test_the_first_and_the_last_day_are_covered_and_no_other_edge(some: Facts) -> None:
    for line in explain(some):
        whole = replace(line, voided_on=None, paused_since=None)
        assert whole.covers_day(line.starts_on)
        assert whole.covers_day(line.ends_on)
        assert not whole.covers_day(line.ends_on + ONE_DAY)
        assert not whole.covers_day(line.starts_on - ONE_DAY)


@given(any_facts)
def test_every_step_but_a_replaced_part_moves_the_end_forward(some: Facts) -> None:
    for line in explain(some):
        steps = list(takewhile(lambda step: step.kind is not StepKind.PART_REPLACED, line.steps))
        assert all(one.end <= two.end for one, two in pairwise(steps))


@given(any_facts)
def test_every_step_adds_up(some: Facts) -> None:
    """Each sum on the page is true as it is read, unless a short month was made good again."""
    for line in explain(some):
        before = None
        for step in line.steps:
            base = step.start if step.kind in (StepKind.BASE, StepKind.LAW, StepKind.PART_TERM) else before
            if base and (step.days or step.months):
                said = add_months(base, step.months) + timedelta(days=step.days)
                assert said <= step.end <= said + timedelta(days=3)
            before = step.end


@given(st.lists(promises, min_size=1, max_size=3), dates)
def test_without_events_cover_is_purchase_plus_months(some: list, bought: date) -> None:
    lines = explain(Facts(bought, tuple(some)))
    assert [line.ends_on for line in lines] == [add_months(bought, promise.months) for promise in some]


def _days_in_workshop(repairs: list[Repair]) -> set[date]:
    stays = [(one.intake_on, one.handed_back_on or one.intake_on) for one in repairs]
    return {first + timedelta(days=n) for first, last in stays for n in range((last - first).days)}


@given(st.lists(closed_repairs, max_size=5))
def test_added_days_are_the_days_spent_in_the_workshop(repairs: list[Repair]) -> None:
    """With cover long enough for all of them, whatever their order and overlap."""
    long_cover = facts(
        maker(600), events=tuple(repairs), rules=Rules(repair_time=FROM_INTAKE), bought=date(2015, 1, 1)
    )
    (line,) = explain(long_cover)
    repairs.sort(key=lambda one: one.on)
    in_turn = all(one.intake_on <= two.intake_on for one, two in pairwise(repairs))
    added = sum(step.days for step in line.steps)
    assert added <= len(_days_in_workshop(repairs))
    if in_turn:
        assert added == len(_days_in_workshop(repairs))


@given(any_facts, closed_repairs)
def test_a_repair_never_shortens_cover(some: Facts, repair: Repair) -> None:
    quiet = replace(some, events=())
    before, after = explain(quiet), explain(replace(quiet, events=(repair,)))
    assert all(old.ends_on <= new.ends_on for old, new in zip(before, after, strict=True))


@given(st.lists(promises, min_size=1, max_size=3), dates, dates, st.integers(0, 24), st.integers(0, 60))
def test_goodwill_never_shortens_cover(some: list, bought: date, on: date, months: int, days: int) -> None:
    before = explain(Facts(bought, tuple(some)))
    after = explain(Facts(bought, tuple(some), (Goodwill(on, months, "G", days),)))
    assert all(old.ends_on <= new.ends_on for old, new in zip(before, after, strict=False))


@given(any_facts, dates, st.sampled_from(["pump", "motor"]), dates)
def test_a_replaced_part_never_loses_a_covered_day(some: Facts, on: date, part: str, day: date) -> None:
    calm = replace(
        some, events=tuple(e for e in some.events if isinstance(e, Repair) and e.handed_back_on and e.on < on)
    )
    before = explain(calm)
    after = explain(replace(calm, events=(*calm.events, PartReplaced(on, part, "R", None, None))))
    covered = any(line.covers_day(day) for line in before if line.component == part)
    assert not covered or any(line.covers_day(day) for line in after if line.component == part)


@given(any_facts, dates)
def test_void_never_touches_the_law_and_taking_it_back_restores_all(some: Facts, on: date) -> None:
    calm = replace(some, events=tuple(e for e in some.events if not isinstance(e, Void | Unvoid)))
    voided = explain(replace(calm, events=(*calm.events, Void(on, "V"))))
    assert all(line.voided_on is None for line in voided if line.guarantor is Guarantor.LAW)
    assert not any(line.covers_day(on) for line in voided if line.guarantor is not Guarantor.LAW)
    restored = explain(replace(calm, events=(*calm.events, Void(on, "V"), Unvoid(on, "U"))))
    assert [line.ends_on for line in restored] == [line.ends_on for line in explain(calm)]
    assert all(line.voided_on is None for line in restored)


@given(any_facts, st.integers(1, 60))
def test_a_plan_follows_its_base_without_gap_or_overlap(some: Facts, months: int) -> None:
    calm = replace(some, events=tuple(e for e in some.events if not isinstance(e, Extension)))
    base = [one for one in explain(calm) if one.component == "unit" and one.guarantor is not Guarantor.LAW]
    plan = explain(replace(calm, events=(*calm.events, Extension(calm.bought_on, months, "P"))))[-1]
    if base:
        assert plan.starts_on == max(line.ends_on for line in base) + ONE_DAY


@given(any_facts)
def test_steps_survive_storage(some: Facts) -> None:
    for line in explain(some):
        assert tuple(Step.from_json(step.as_json()) for step in line.steps) == line.steps


instants = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
zones = st.sampled_from(
    ["Asia/Ho_Chi_Minh", "Asia/Bangkok", "Europe/Moscow", "Europe/London", "America/New_York", "Pacific/Apia"]
)


@given(instants, zones)
def test_the_day_of_a_report_is_the_local_one_in_gaps_and_overlaps_too(instant: datetime, zone: str) -> None:
    """The judged day begins at or before the instant there, and the next one after it."""
    day = reported_day(instant, zone)
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
    assert midnight.astimezone(UTC) <= instant
    assert instant < (midnight + timedelta(days=1)).astimezone(UTC) + timedelta(hours=1)


@given(st.sampled_from([(2025, 3, 30), (2025, 10, 26)]), st.integers(0, 86_399))
def test_a_day_of_changing_clocks_is_one_day(ymd: tuple[int, int, int], second: int) -> None:
    local = datetime(*ymd, tzinfo=ZoneInfo("Europe/London")) + timedelta(seconds=second)
    for fold in (0, 1):
        assert reported_day(local.replace(fold=fold), "Europe/London") == date(*ymd)

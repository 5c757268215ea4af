"""Cover, explained: what each kind of fact does to the lines."""

from datetime import UTC, date, datetime

import pytest

from tests.warranty.facts import (
    A_YEAR_MORE,
    FROM_INTAKE,
    FROM_REQUEST,
    OWN_TERM_RESTART,
    RESTART,
    TWO_YEARS,
    day,
    facts,
    maker,
    repair,
)
from webapp.warranty.coverage import covering, explain, reported_day
from webapp.warranty.explanation import Line, Step, StepKind
from webapp.warranty.facts import (
    Basis,
    Covers,
    Extension,
    Facts,
    Goodwill,
    Guarantor,
    PartReplaced,
    PlanStart,
    Promise,
    Repair,
    Rules,
    Unvoid,
    Void,
)


def ends(lines: tuple[Line, ...]) -> list[str]:
    return [line.ends_on.isoformat() for line in lines]


def kinds(line: Line) -> list[StepKind]:
    return [step.kind for step in line.steps]


def swap(on: str, handed_back: str | None = None, months: int | None = None) -> PartReplaced:
    return PartReplaced(day(on), "pump", "R-2041", day(handed_back) if handed_back else None, months)


# -- the plain term ------------------------------------------------------------------------------


def test_two_years_from_14_march_cover_the_whole_of_14_march() -> None:
    (line,) = explain(facts(maker(24)))
    assert (line.starts_on, line.ends_on) == (day("2025-03-14"), day("2027-03-14"))
    assert line.covers_day(day("2025-03-14"))
    assert line.covers_day(day("2027-03-14"))
    assert not line.covers_day(day("2027-03-15"))
    assert not line.covers_day(day("2025-03-13"))


def test_a_leap_day_purchase_ends_on_the_last_of_february() -> None:
    (line,) = explain(facts(maker(12), bought=date(2024, 2, 29)))
    assert line.ends_on == day("2025-02-28")


def test_a_promise_may_count_from_delivery() -> None:
    promise = Promise(Covers.BOTH, Guarantor.SELLER, 12, basis=Basis.DELIVERY)
    late = Facts(day("2025-03-14"), (promise,), delivered_on=day("2025-04-01"))
    assert ends(explain(late)) == ["2026-04-01"]
    assert ends(explain(facts(promise))) == ["2026-03-14"]


def test_no_policy_and_no_rules_mean_no_lines() -> None:
    assert explain(facts()) == ()


# -- repairs -------------------------------------------------------------------------------------


def test_twelve_days_in_repair_are_added_and_explained() -> None:
    stay = repair("2025-08-01", "2025-08-15", intake="2025-08-03")
    (line,) = explain(facts(maker(24), events=(stay,), rules=Rules(repair_time=FROM_INTAKE)))
    assert line.steps == (
        Step(StepKind.BASE, day("2027-03-14"), start=day("2025-03-14"), months=24),
        Step(StepKind.REPAIR_DAYS, day("2027-03-26"), days=12, ref="R-2041", rule="intake"),
    )


def test_the_days_may_count_from_the_request() -> None:
    stay = repair("2025-08-01", "2025-08-15", intake="2025-08-03")
    (line,) = explain(facts(maker(24), events=(stay,), rules=Rules(repair_time=FROM_REQUEST)))
    assert line.ends_on == day("2027-03-28")


def test_without_a_rule_a_repair_adds_nothing() -> None:
    (line,) = explain(facts(maker(24), events=(repair("2025-08-01", "2025-08-15"),)))
    assert kinds(line) == [StepKind.BASE]


def test_a_repair_asked_for_after_the_end_adds_nothing() -> None:
    stay = repair("2027-03-15", "2027-03-30")
    (line,) = explain(facts(maker(24), events=(stay,), rules=Rules(repair_time=FROM_INTAKE)))
    assert line.ends_on == day("2027-03-14")


def test_a_repair_asked_for_on_the_last_day_counts() -> None:
    stay = repair("2027-03-14", "2027-03-30")
    (line,) = explain(facts(maker(24), events=(stay,), rules=Rules(repair_time=FROM_INTAKE)))
    assert line.ends_on == day("2027-03-30")


def test_same_day_hand_back_adds_no_day() -> None:
    stay = repair("2025-08-01", "2025-08-01")
    (line,) = explain(facts(maker(24), events=(stay,), rules=Rules(repair_time=FROM_INTAKE)))
    assert kinds(line) == [StepKind.BASE]


def test_overlapping_stays_are_counted_once() -> None:
    stays = (repair("2025-08-01", "2025-08-11"), repair("2025-08-06", "2025-08-16", ref="R-2042"))
    (line,) = explain(facts(maker(24), events=stays, rules=Rules(repair_time=FROM_INTAKE)))
    assert [step.days for step in line.steps] == [0, 10, 5]


def test_an_open_repair_holds_the_end_back_until_hand_back() -> None:
    stay = repair("2027-03-10", None, intake="2027-03-11")
    (line,) = explain(facts(maker(24), events=(stay,), rules=Rules(repair_time=FROM_INTAKE)))
    assert line.paused_since == day("2027-03-11")
    assert line.ends_on == day("2027-03-14")
    assert line.covers_day(day("2027-05-01"))
    assert kinds(line) == [StepKind.BASE, StepKind.IN_REPAIR]


def test_months_after_days_count_from_the_moved_date() -> None:
    given = Goodwill(day("2025-01-15"), 6, "courtesy")
    moved = facts(
        maker(3),
        events=(repair("2024-12-01", "2024-12-02"), given),
        rules=Rules(repair_time=FROM_INTAKE),
        bought=date(2024, 11, 30),
    )
    (line,) = explain(moved)
    assert [step.end for step in line.steps] == [day("2025-02-28"), day("2025-03-01"), day("2025-09-01")]


def test_a_repair_lengthens_the_sellers_liability_once() -> None:
    stays = (repair("2025-08-01", "2025-08-11"), repair("2026-08-01", "2026-08-11", ref="R-3"))
    rules = Rules(repair_bonus=A_YEAR_MORE, seller_liability=TWO_YEARS)
    (line,) = explain(facts(events=stays, rules=rules))
    assert kinds(line) == [StepKind.LAW, StepKind.REPAIR_MONTHS]
    assert line.ends_on == day("2028-03-14")


def test_an_open_repair_gives_no_bonus_yet() -> None:
    rules = Rules(repair_bonus=A_YEAR_MORE, seller_liability=TWO_YEARS)
    (line,) = explain(facts(events=(repair("2025-08-01", None),), rules=rules))
    assert line.ends_on == day("2027-03-14")


@pytest.mark.parametrize(
    ("requested", "intake", "back"),
    [("2025-01-02", "2025-01-01", None), ("2025-01-01", "2025-01-02", "2025-01-01")],
)
def test_a_repair_out_of_order_is_refused(requested: str, intake: str, back: str | None) -> None:
    with pytest.raises(ValueError, match="a repair cannot"):
        Repair(day(requested), day(intake), day(back) if back else None, "R-1")


# -- replaced parts ------------------------------------------------------------------------------


def test_a_new_part_starts_the_parts_own_term_again() -> None:
    promises = (maker(36, Covers.PARTS), maker(24, Covers.LABOUR), maker(30, Covers.PARTS, "pump"))
    lines = explain(facts(*promises, events=(swap("2026-06-20"),), rules=Rules(part_restart=RESTART)))
    assert ends(lines) == ["2028-03-14", "2027-03-14", "2026-06-19", "2028-12-20"]
    assert kinds(lines[2]) == [StepKind.BASE, StepKind.PART_REPLACED]
    assert lines[3].steps == (
        Step(
            StepKind.PART_TERM, day("2028-12-20"), day("2026-06-20"), months=30, ref="R-2041", rule="restart"
        ),
    )


def test_a_part_without_a_term_takes_the_whole_units_where_the_rule_lets_it() -> None:
    loose = explain(facts(maker(24), events=(swap("2026-06-20"),), rules=Rules(part_restart=RESTART)))
    assert ends(loose) == ["2027-03-14", "2028-06-20"]
    assert (loose[1].component, loose[1].covers) == ("pump", Covers.PARTS)
    strict = explain(
        facts(maker(24), events=(swap("2026-06-20"),), rules=Rules(part_restart=OWN_TERM_RESTART))
    )
    assert ends(strict) == ["2027-03-14"]


def test_the_term_may_start_at_hand_back() -> None:
    rules = Rules(part_restart=OWN_TERM_RESTART)
    pump = maker(24, Covers.PARTS, "pump")
    lines = explain(facts(pump, events=(swap("2026-06-20", "2026-06-25"),), rules=rules))
    assert [line.starts_on for line in lines] == [day("2025-03-14"), day("2026-06-25")]
    assert ends(explain(facts(pump, events=(swap("2026-06-20"),), rules=rules))) == [
        "2026-06-19",
        "2028-06-20",
    ]


def test_a_part_replaced_outside_cover_gets_nothing_unless_promised() -> None:
    rules = Rules(part_restart=RESTART)
    assert ends(explain(facts(maker(24), events=(swap("2027-03-15"),), rules=rules))) == ["2027-03-14"]
    promised = explain(facts(maker(24), events=(swap("2027-03-15", months=6),), rules=rules))
    assert ends(promised) == ["2027-03-14", "2027-09-15"]
    assert promised[1].steps[0].rule is None


def test_labour_and_the_law_give_a_part_no_term() -> None:
    rules = Rules(part_restart=RESTART, seller_liability=TWO_YEARS)
    lines = explain(facts(maker(24, Covers.LABOUR), events=(swap("2026-06-20"),), rules=rules))
    assert len(lines) == 2


def test_an_own_promise_for_a_part_needs_no_rule() -> None:
    lines = explain(facts(maker(24), events=(swap("2026-06-20", months=12),)))
    assert ends(lines) == ["2027-03-14", "2027-06-20"]
    assert explain(facts(maker(24), events=(swap("2026-06-20"),)))[-1].component == "unit"


def test_a_new_part_never_shortens_cover() -> None:
    pump = maker(36, Covers.PARTS, "pump")
    old, new = explain(facts(pump, events=(swap("2026-06-20", months=6),)))
    assert old.ends_on == day("2026-06-19")
    assert new.ends_on == day("2028-03-14")
    assert kinds(new) == [StepKind.PART_TERM, StepKind.KEPT]


def test_a_part_replaced_on_the_first_day_leaves_one_line() -> None:
    pump = maker(12, Covers.PARTS, "pump")
    (line,) = explain(facts(pump, events=(swap("2025-03-14"),), rules=Rules(part_restart=RESTART)))
    assert (line.starts_on, line.ends_on) == (day("2025-03-14"), day("2026-03-14"))


# -- goodwill ------------------------------------------------------------------------------------


def test_goodwill_lengthens_running_lines_of_the_component() -> None:
    given = Goodwill(day("2027-03-14"), 1, "late part", days=3)
    lines = explain(facts(maker(24), maker(24, component="pump"), events=(given,)))
    assert ends(lines) == ["2027-04-17", "2027-03-14"]


def test_goodwill_after_the_end_is_a_line_of_its_own() -> None:
    given = Goodwill(day("2027-05-31"), 1, "known fault")
    lines = explain(facts(maker(24), events=(given,), rules=Rules(seller_liability=TWO_YEARS)))
    assert ends(lines) == ["2027-03-14", "2027-03-14", "2027-06-30"]
    assert kinds(lines[2]) == [StepKind.GOODWILL]


# -- extension plans -----------------------------------------------------------------------------


def test_a_plan_starts_after_base_cover_and_plans_follow_each_other() -> None:
    plans = (Extension(day("2025-03-20"), 12, "care-1"), Extension(day("2025-03-20"), 12, "care-2"))
    lines = explain(facts(maker(24), events=plans))
    assert [line.starts_on for line in lines[1:]] == [day("2027-03-15"), day("2028-03-15")]
    assert ends(lines) == ["2027-03-14", "2028-03-14", "2029-03-14"]
    assert lines[1].steps[0].start == day("2027-03-14")


def test_a_plan_moves_with_the_repairs_of_its_base() -> None:
    events = (Extension(day("2025-03-20"), 12, "care"), repair("2025-08-01", "2025-08-13"))
    lines = explain(facts(maker(24), events=events, rules=Rules(repair_time=FROM_INTAKE)))
    assert ends(lines) == ["2027-03-26", "2028-03-26"]


def test_a_plan_is_not_cut_twice_by_a_short_month() -> None:
    plan = Extension(day("2024-09-01"), 6, "care")
    lines = explain(facts(maker(6), events=(plan,), bought=date(2024, 8, 31)))
    assert ends(lines) == ["2025-02-28", "2025-08-31"]


@pytest.mark.parametrize(
    ("starts", "end"), [(PlanStart.PURCHASE, "2026-03-14"), (PlanStart.BOUGHT, "2026-05-01")]
)
def test_a_plan_may_say_otherwise(starts: PlanStart, end: str) -> None:
    plan = Extension(day("2025-05-01"), 12, "care", starts)
    assert ends(explain(facts(maker(24), events=(plan,))))[1] == end


def test_a_plan_without_base_cover_starts_with_the_purchase() -> None:
    lines = explain(
        facts(events=(Extension(day("2025-05-01"), 12, "care"),), rules=Rules(seller_liability=TWO_YEARS))
    )
    assert ends(lines) == ["2027-03-14", "2026-03-14"]


# -- void ----------------------------------------------------------------------------------------


def test_void_takes_cover_away_from_that_day_but_not_what_the_law_gives() -> None:
    void = Void(day("2026-01-10"), "opened by a third party")
    promised, law = explain(facts(maker(24), events=(void,), rules=Rules(seller_liability=TWO_YEARS)))
    assert promised.covers_day(day("2026-01-09"))
    assert not promised.covers_day(day("2026-01-10"))
    assert law.covers_day(day("2026-01-10"))
    assert kinds(promised) == [StepKind.BASE, StepKind.VOID]


def test_void_taken_back_counts_as_never_taken() -> None:
    events = (Void(day("2026-01-10"), "opened"), Unvoid(day("2026-02-01"), "checked again"))
    (line,) = explain(facts(maker(24), events=events))
    assert line.covers_day(day("2026-01-15"))
    assert kinds(line) == [StepKind.BASE, StepKind.VOID, StepKind.RESTORED]


def test_void_of_a_component_leaves_the_rest() -> None:
    void = Void(day("2026-01-10"), "dry run", component="pump")
    unit, pump = explain(facts(maker(24), maker(24, component="pump"), events=(void,)))
    assert unit.voided_on is None
    assert pump.voided_on == day("2026-01-10")


def test_a_second_void_and_a_void_after_the_end_change_nothing() -> None:
    events = (Void(day("2026-01-10"), "a"), Void(day("2026-02-10"), "b"))
    (line,) = explain(facts(maker(24), events=events))
    assert line.voided_on == day("2026-01-10")
    (ended,) = explain(facts(maker(24), events=(Void(day("2028-01-01"), "late"),)))
    assert kinds(ended) == [StepKind.BASE]


def test_void_reaches_a_plan_that_has_not_begun() -> None:
    events = (Extension(day("2025-03-20"), 12, "care"), Void(day("2026-01-10"), "opened"))
    _, plan = explain(facts(maker(24), events=events))
    assert not plan.covers_day(day("2027-06-01"))


def test_taking_back_what_was_never_void_changes_nothing() -> None:
    (line,) = explain(facts(maker(24), events=(Unvoid(day("2026-01-10"), "mistake"),)))
    assert kinds(line) == [StepKind.BASE]


# -- judging -------------------------------------------------------------------------------------


def test_a_fault_is_judged_on_the_local_day_it_was_reported() -> None:
    late_evening_in_london = datetime(2027, 3, 14, 18, 30, tzinfo=UTC)
    assert reported_day(late_evening_in_london, "Europe/London") == day("2027-03-14")
    assert reported_day(late_evening_in_london, "Asia/Ho_Chi_Minh") == day("2027-03-15")
    with pytest.raises(ValueError, match="time zone"):
        reported_day(datetime(2027, 3, 14, 18, 30), "Asia/Bangkok")  # noqa: DTZ001


def test_the_lines_that_cover_a_component_include_the_whole_units() -> None:
    lines = explain(facts(maker(12), maker(36, component="pump"), maker(36, component="motor")))
    assert [line.component for line in covering(lines, day("2025-06-01"), "pump")] == ["unit", "pump"]
    assert [line.component for line in covering(lines, day("2027-06-01"), "pump")] == ["pump"]
    assert covering(lines, day("2027-06-01")) == ()


def test_steps_survive_storage() -> None:
    stay = repair("2025-08-01", "2025-08-15")
    (line,) = explain(facts(maker(24), events=(stay,), rules=Rules(repair_time=FROM_INTAKE)))
    assert tuple(Step.from_json(step.as_json()) for step in line.steps) == line.steps

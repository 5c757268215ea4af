"""Cover, explained: dated facts in, dated lines with their arithmetic out. Pure.

How days are counted, precisely:

* A term of N months from day S covers S and every day up to and including `add_months(S, N)`: bought on
  14 Mar 2025 with 24 months is covered through the whole of 14 Mar 2027. (The day of the event is not counted
  and the last day is, the usual civil way of counting terms.)
* Months are calendar months, always counted from the anchor; see `webapp.core.calendar`.
* Days in repair run from the first counted day, included, to the hand-back, excluded: on that day the
  customer has the product again. Stays that overlap are counted once. A repair moves a line only if it was
  asked for on a day the line covered.
* What follows another line starts on the day after that line's last day.
* A fault is judged on the day it was first reported, in the purchase's time zone: `reported_day`.

Void takes away what maker, seller and plan promised, never what the law gives.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from webapp.core.calendar import add_months
from webapp.warranty.explanation import ONE_DAY, Line, Step, StepKind
from webapp.warranty.facts import (
    WHOLE_UNIT,
    CountedFrom,
    Covers,
    Event,
    Extension,
    Facts,
    Goodwill,
    Guarantor,
    PartReplaced,
    PlanStart,
    Promise,
    Repair,
    RepairBonus,
    RepairTime,
    Rules,
    SellerLiability,
    Unvoid,
    Void,
)
from webapp.warranty.replaced_parts import with_new_part


def explain(facts: Facts) -> tuple[Line, ...]:
    """The cover lines of one purchase, in the policy's order; lines that arose later follow."""
    lines = [_promised(promise, facts) for promise in facts.promises]
    if facts.rules.seller_liability:
        lines.append(_by_law(facts.rules.seller_liability, facts))
    happened = sorted(facts.events, key=lambda event: event.on)
    lines = _through_workshop(lines, happened, facts.rules)
    for event in happened:
        if isinstance(event, Extension):
            plan = _extension(event, lines, facts)
            lines += _through_workshop([plan], _repairs(happened), facts.rules)
    voids = [event for event in happened if isinstance(event, Void | Unvoid)]
    return tuple(_judged(line, voids) for line in lines)


def covering(lines: Iterable[Line], day: date, component: str = WHOLE_UNIT) -> tuple[Line, ...]:
    """The lines that cover a fault of this component first reported on this day.

    A line for the whole unit covers each of its components too.
    """
    return tuple(line for line in lines if line.component in (component, WHOLE_UNIT) and line.covers_day(day))


def reported_day(instant: datetime, zone: str) -> date:
    """The day on which cover is judged: the local day of the first report. The instant must be aware."""
    if instant.tzinfo is None:
        raise ValueError("the moment of a report needs a time zone")
    return instant.astimezone(ZoneInfo(zone)).date()


def _term(
    promise: Promise | Extension,
    guarantor: Guarantor,
    start: date,
    kind: StepKind,
    ref: str | None = None,
    rule: str | None = None,
) -> Line:
    """A line that starts and counts on the same day."""
    end = add_months(start, promise.months)
    return Line(
        component=promise.component,
        covers=promise.covers,
        guarantor=guarantor,
        starts_on=start,
        ends_on=end,
        anchor=start,
        counted=promise.months,
        term=promise.months,
        steps=(Step(kind, end, start=start, months=promise.months, ref=ref, rule=rule),),
        names=promise.names,
    )


def _promised(promise: Promise, facts: Facts) -> Line:
    return _term(promise, promise.guarantor, facts.first_day(promise.basis), StepKind.BASE)


def _by_law(rule: SellerLiability, facts: Facts) -> Line:
    promise = Promise(covers=Covers.BOTH, guarantor=Guarantor.LAW, months=rule.months)
    return _term(promise, Guarantor.LAW, facts.first_day(rule.basis), StepKind.LAW, rule=rule.key)


def _extension(event: Extension, lines: Sequence[Line], facts: Facts) -> Line:
    """The line of a bought plan; plans that follow the base cover also follow each other."""
    base = [
        line for line in lines if line.component == event.component and line.guarantor is not Guarantor.LAW
    ]
    if event.starts is PlanStart.AFTER_BASE and base:
        return _following(event, max(base, key=lambda line: line.ends_on))
    start = event.on if event.starts is PlanStart.BOUGHT else facts.bought_on
    return _term(event, Guarantor.PLAN, start, StepKind.EXTENSION, ref=event.ref)


def _following(event: Extension, base: Line) -> Line:
    """Counts on from what the base was counted from, so that a short month does not cut it twice."""
    counted = base.counted + event.months
    end = add_months(base.anchor, counted)
    return Line(
        component=event.component,
        covers=event.covers,
        guarantor=Guarantor.PLAN,
        starts_on=base.ends_on + ONE_DAY,
        ends_on=end,
        anchor=base.anchor,
        counted=counted,
        term=event.months,
        steps=(Step(StepKind.EXTENSION, end, start=base.ends_on, months=event.months, ref=event.ref),),
        names=event.names,
    )


def _repairs(events: Iterable[Event]) -> list[Event]:
    return [event for event in events if isinstance(event, Repair)]


def _through_workshop(lines: list[Line], events: Iterable[Event], rules: Rules) -> list[Line]:
    """The lines after every repair, replaced part and goodwill, in the order they happened."""
    for event in events:
        if isinstance(event, Repair):
            lines = [_repaired(line, event, rules) for line in lines]
        elif isinstance(event, PartReplaced):
            lines = with_new_part(lines, event, rules.part_restart)
        elif isinstance(event, Goodwill):
            lines = _given(lines, event)
    return lines


def _repaired(line: Line, repair: Repair, rules: Rules) -> Line:
    """The line after a repair, as the rules for its guarantor say."""
    if not line.runs_on(repair.requested_on):
        return line
    if rules.repair_time and line.guarantor in rules.repair_time.applies_to:
        line = _with_repair_days(line, repair, rules.repair_time)
    if rules.repair_bonus and line.guarantor in rules.repair_bonus.applies_to:
        line = _with_bonus(line, repair, rules.repair_bonus)
    return line


def _with_repair_days(line: Line, repair: Repair, rule: RepairTime) -> Line:
    first = repair.requested_on if rule.counted_from is CountedFrom.REQUEST else repair.intake_on
    since, until = max(first, line.repaired_until), repair.handed_back_on or date.max
    if since >= until:
        return line
    line = replace(line, repaired_until=until)
    if repair.handed_back_on is None:
        paused = line.noted(StepKind.IN_REPAIR, start=since, ref=repair.ref, rule=rule.key)
        return replace(paused, paused_since=since)
    return line.longer(StepKind.REPAIR_DAYS, days=(until - since).days, ref=repair.ref, rule=rule.key)


def _with_bonus(line: Line, repair: Repair, rule: RepairBonus) -> Line:
    had_it = any(step.kind is StepKind.REPAIR_MONTHS for step in line.steps)
    if had_it or repair.handed_back_on is None:
        return line
    return line.longer(StepKind.REPAIR_MONTHS, months=rule.months, ref=repair.ref, rule=rule.key)


def _given(lines: list[Line], event: Goodwill) -> list[Line]:
    """More time on each running line of the component; a line of its own when none runs."""

    def reached(line: Line) -> bool:
        return (
            line.component == event.component
            and line.guarantor is not Guarantor.LAW
            and line.runs_on(event.on)
        )

    def lengthened(line: Line) -> Line:
        return line.longer(StepKind.GOODWILL, months=event.months, days=event.days, ref=event.ref)

    if any(reached(line) for line in lines):
        return [lengthened(line) if reached(line) else line for line in lines]
    return [*lines, _own_goodwill(event)]


def _own_goodwill(event: Goodwill) -> Line:
    end = add_months(event.on, event.months) + timedelta(days=event.days)
    step = Step(StepKind.GOODWILL, end, start=event.on, months=event.months, days=event.days, ref=event.ref)
    return Line(
        component=event.component,
        covers=Covers.BOTH,
        guarantor=Guarantor.MAKER,
        starts_on=event.on,
        ends_on=end,
        anchor=end,
        counted=0,
        term=event.months,
        steps=(step,),
        names=event.names,
    )


def _judged(line: Line, decisions: Iterable[Void | Unvoid]) -> Line:
    """The line with the decisions to void and to take that back; the last one counts."""
    if line.guarantor is Guarantor.LAW:
        return line
    for decision in decisions:
        if decision.component in (None, line.component):
            line = _voided(line, decision) if isinstance(decision, Void) else _restored(line, decision)
    return line


def _voided(line: Line, decision: Void) -> Line:
    if line.voided_on or not (line.starts_on > decision.on or line.runs_on(decision.on)):
        return line
    return replace(line.noted(StepKind.VOID, start=decision.on, ref=decision.ref), voided_on=decision.on)


def _restored(line: Line, decision: Unvoid) -> Line:
    if line.voided_on is None:
        return line
    return replace(line.noted(StepKind.RESTORED, start=decision.on, ref=decision.ref), voided_on=None)

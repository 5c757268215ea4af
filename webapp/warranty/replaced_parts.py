"""A part swapped for a new one: whose term the new part takes, what becomes of the old line. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from webapp.core.calendar import add_months
from webapp.warranty.explanation import ONE_DAY, Line, Step, StepKind
from webapp.warranty.facts import WHOLE_UNIT, Covers, Guarantor, PartReplaced, PartRestart, PartStart


def with_new_part(lines: list[Line], event: PartReplaced, rule: PartRestart | None) -> list[Line]:
    """The lines with one for the new part, where its own promise or the rule gives it a term."""
    old = _term_of_part(lines, event, rule)
    if event.months is not None:
        start, months = event.handed_back_on or event.on, event.months
    elif rule and old:
        start, months = _restart_day(event, rule), old.term
    else:
        return lines
    key = rule.key if rule and event.months is None else None
    new = _new_part(event, start, months, old, key)
    if old is None or old.component == WHOLE_UNIT:
        return [*lines, new]
    return _succeeded(lines, _cut(old, start, event), old, _kept(new, old))


def _restart_day(event: PartReplaced, rule: PartRestart) -> date:
    handed_back = event.handed_back_on or event.on
    return handed_back if rule.starts is PartStart.HAND_BACK else event.on


def _term_of_part(lines: Sequence[Line], event: PartReplaced, rule: PartRestart | None) -> Line | None:
    """The running line whose term the new part takes: its own, else, where allowed, the whole unit's."""
    running = [
        line
        for line in lines
        if line.covers is not Covers.LABOUR
        and line.guarantor is not Guarantor.LAW
        and (rule is None or line.guarantor in rule.applies_to)
        and line.runs_on(event.on)
    ]
    own = [line for line in running if line.component == event.component]
    if not own and not (rule and rule.own_term_only):
        own = [line for line in running if line.component == WHOLE_UNIT]
    return max(own, key=lambda line: line.term, default=None)


def _new_part(event: PartReplaced, start: date, months: int, old: Line | None, rule: str | None) -> Line:
    end = add_months(start, months)
    return Line(
        component=event.component,
        covers=old.covers if old and old.component == event.component else Covers.PARTS,
        guarantor=old.guarantor if old else Guarantor.MAKER,
        starts_on=start,
        ends_on=end,
        anchor=start,
        counted=months,
        term=months,
        steps=(Step(StepKind.PART_TERM, end, start=start, months=months, ref=event.ref, rule=rule),),
        names=event.names or (old.names if old else {}),
    )


def _cut(old: Line, start: date, event: PartReplaced) -> Line:
    """The old part's line, ended on the day before the new one starts."""
    last = start - ONE_DAY
    step = Step(StepKind.PART_REPLACED, last, start=event.on, ref=event.ref)
    return replace(old, ends_on=last, anchor=last, counted=0, paused_since=None, steps=(*old.steps, step))


def _succeeded(lines: Iterable[Line], cut: Line, old: Line, new: Line) -> list[Line]:
    """The lines with the new part's behind the old one's, or in its place if the old one never ran."""
    pair = [cut, new] if cut.starts_on <= cut.ends_on else [new]
    return [one for line in lines for one in (pair if line is old else [line])]


def _kept(new: Line, old: Line) -> Line:
    """A new part never shortens what the old one had."""
    if old.ends_on <= new.ends_on:
        return new
    step = Step(StepKind.KEPT, old.ends_on)
    return replace(new, ends_on=old.ends_on, anchor=old.anchor, counted=old.counted, steps=(*new.steps, step))

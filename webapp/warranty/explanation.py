"""What comes out of `coverage`: dated lines, each with the steps of its arithmetic. Pure data.

Steps hold numbers and dates, never words: `wording` says them in the reader's language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Self

from webapp.core.calendar import add_months
from webapp.warranty.facts import Covers, Guarantor

ONE_DAY = timedelta(days=1)


class StepKind(StrEnum):
    BASE = "base"  # start + months = end
    LAW = "law"  # the same, promised by law
    EXTENSION = "extension"  # day before it starts + months = end
    REPAIR_DAYS = "repair_days"  # + days in repair = end
    REPAIR_MONTHS = "repair_months"  # + months because of a repair = end
    IN_REPAIR = "in_repair"  # open since start; its days come when it is handed back
    GOODWILL = "goodwill"  # + months and days given = end
    PART_REPLACED = "part_replaced"  # this line stops: a new part with its own line took over
    PART_TERM = "part_term"  # the new part: start + months = end
    KEPT = "kept"  # the replaced part was covered for longer; that end stays
    VOID = "void"  # withdrawn from start on
    RESTORED = "restored"  # the withdrawal was taken back on start


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the sum. `end` is the last covered day after this step."""

    kind: StepKind
    end: date
    start: date | None = None
    months: int = 0
    days: int = 0
    ref: str | None = None
    rule: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Only what is set, with dates as ISO text."""
        found: dict[str, Any] = {"kind": self.kind.value, "end": self.end.isoformat()}
        if self.start:
            found["start"] = self.start.isoformat()
        for name in ("months", "days", "ref", "rule"):
            if value := getattr(self, name):
                found[name] = value
        return found

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        values = dict(stored)
        values["kind"] = StepKind(values["kind"])
        for name in ("start", "end"):
            if name in values:
                values[name] = date.fromisoformat(values[name])
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Line:
    """One dated promise. Both `starts_on` and `ends_on` are covered.

    `anchor` and `counted` say what the end was counted from (anchor + counted months), so that more months
    are never added to a date that a short month had cut. `term` is the number of months first promised.
    Days before `repaired_until` were already looked at as days in repair.
    """

    component: str
    covers: Covers
    guarantor: Guarantor
    starts_on: date
    ends_on: date
    anchor: date
    counted: int
    term: int
    steps: tuple[Step, ...]
    names: Mapping[str, str]
    repaired_until: date = date.min
    paused_since: date | None = None
    voided_on: date | None = None

    @property
    def is_replaced(self) -> bool:
        """Whether a new part's own line took over from this one."""
        return any(step.kind is StepKind.PART_REPLACED for step in self.steps)

    def runs_on(self, day: date) -> bool:
        """Whether the term holds this day, void or not. An open repair holds the end back."""
        if day < self.starts_on:
            return False
        return day <= self.ends_on or self.paused_since is not None

    def covers_day(self, day: date) -> bool:
        """Whether a fault first reported on this day is covered."""
        return self.runs_on(day) and (self.voided_on is None or day < self.voided_on)

    def noted(self, kind: StepKind, **details: Any) -> Self:
        """The same line with one more step that leaves the end where it is."""
        return replace(self, steps=(*self.steps, Step(kind, self.ends_on, **details)))

    def longer(self, kind: StepKind, *, months: int = 0, days: int = 0, **details: Any) -> Self:
        """The line with months, then days, added to its end, and the step that says so."""
        anchor, counted = self.anchor, self.counted + months
        if days:
            anchor, counted = add_months(anchor, counted) + timedelta(days=days), 0
        end = add_months(anchor, counted)
        step = Step(kind, end, months=months, days=days, **details)
        return replace(self, ends_on=end, anchor=anchor, counted=counted, steps=(*self.steps, step))

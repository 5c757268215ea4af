"""Where a purchase stands today, out of its lines: covered, ending soon, ended, void, pending. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from webapp.warranty.facts import WHOLE_UNIT, Guarantor

SOON = 60
"""Days before the last day from which cover is said to end soon."""


class Status(StrEnum):
    COVERED = "covered"
    ENDS_SOON = "ends_soon"
    ENDED = "ended"
    VOID = "void"
    PENDING = "pending"
    NONE = "none"


class DatedLine(Protocol):
    """What standing needs of a line; rows and worked-out lines both have it."""

    @property
    def component(self) -> str: ...
    @property
    def guarantor(self) -> str: ...
    @property
    def starts_on(self) -> date: ...
    @property
    def ends_on(self) -> date: ...
    @property
    def paused_since(self) -> date | None: ...
    @property
    def voided_on(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class CoverSummary:
    """The headline of a purchase's cover. `fraction_left` goes from 1 on the first day to 0 past the last."""

    status: Status
    starts_on: date | None = None
    ends_on: date | None = None
    fraction_left: float = 0.0
    days_left: int | None = None

    @property
    def tone(self) -> str:
        """The tone of chip and ring."""
        return _TONES[self.status]


_TONES = {
    Status.COVERED: "ok",
    Status.ENDS_SOON: "warn",
    Status.ENDED: "plain",
    Status.VOID: "bad",
    Status.PENDING: "info",
    Status.NONE: "plain",
}


def standing(lines: Sequence[DatedLine], today: date, *, pending: bool = False) -> CoverSummary:
    """Sum lines up. The headline follows what is promised on the whole product; without that, the rest.

    A void that leaves no promised line of the whole product standing makes the purchase void.
    """
    promised = _headline(lines)
    if not promised:
        return CoverSummary(Status.PENDING if pending else Status.NONE)
    standing_lines = [line for line in promised if line.voided_on is None or line.voided_on > today]
    if not standing_lines and not pending:
        return CoverSummary(Status.VOID, promised[0].starts_on, max(line.ends_on for line in promised))
    return _dated(standing_lines or promised, today, pending)


def _headline(lines: Sequence[DatedLine]) -> list[DatedLine]:
    whole = [line for line in lines if line.component == WHOLE_UNIT]
    promised = [line for line in whole if line.guarantor != Guarantor.LAW]
    return promised or whole or list(lines)


def _dated(lines: Sequence[DatedLine], today: date, pending: bool) -> CoverSummary:
    starts, ends = min(line.starts_on for line in lines), max(line.ends_on for line in lines)
    paused = any(line.paused_since for line in lines)
    left = (ends - today).days
    share = min(1.0, max(0.0, (left + 1) / ((ends - starts).days + 1)))
    return CoverSummary(_status(left, paused, pending), starts, ends, share, left)


def _status(days_left: int, paused: bool, pending: bool) -> Status:
    if pending:
        return Status.PENDING
    if paused:
        return Status.COVERED
    if days_left < 0:
        return Status.ENDED
    return Status.ENDS_SOON if days_left <= SOON else Status.COVERED

"""What cover is derived from: dated facts and the country's rules. Pure data, no database.

Every date is a calendar day in the purchase's own time zone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

WHOLE_UNIT = "unit"
"""The component code that means the whole product."""


class Covers(StrEnum):
    PARTS = "parts"
    LABOUR = "labour"
    BOTH = "both"


class Guarantor(StrEnum):
    MAKER = "maker"
    SELLER = "seller"
    LAW = "law"
    PLAN = "plan"


class Basis(StrEnum):
    """The day a promise starts to count."""

    PURCHASE = "purchase"
    DELIVERY = "delivery"


class PlanStart(StrEnum):
    """When a bought extension starts: after the cover it extends, with the purchase, or when bought."""

    AFTER_BASE = "after_base"
    PURCHASE = "purchase"
    BOUGHT = "bought"


class CountedFrom(StrEnum):
    """The day from which time in repair counts."""

    REQUEST = "request"
    INTAKE = "intake"


class PartStart(StrEnum):
    """The day on which the term of a replaced part starts again."""

    REPLACEMENT = "replacement"
    HAND_BACK = "hand_back"


@dataclass(frozen=True, slots=True)
class Promise:
    """One line of a policy version: who covers what for how many months from when."""

    covers: Covers
    guarantor: Guarantor
    months: int
    component: str = WHOLE_UNIT
    basis: Basis = Basis.PURCHASE
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Extension:
    """An extension plan bought on a day. `ref` names it in the explanation."""

    on: date
    months: int
    ref: str
    starts: PlanStart = PlanStart.AFTER_BASE
    covers: Covers = Covers.BOTH
    component: str = WHOLE_UNIT
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Repair:
    """A stay in the workshop; open until it is handed back. Raises ValueError on days out of order."""

    requested_on: date
    intake_on: date
    handed_back_on: date | None
    ref: str

    def __post_init__(self) -> None:
        if self.intake_on < self.requested_on:
            raise ValueError("a repair cannot be taken in before it was asked for")
        if self.handed_back_on and self.handed_back_on < self.intake_on:
            raise ValueError("a repair cannot be handed back before it was taken in")

    @property
    def on(self) -> date:
        return self.requested_on


@dataclass(frozen=True, slots=True)
class PartReplaced:
    """A part swapped for a new one. `months` is an own promise for the new part, over any rule."""

    on: date
    component: str
    ref: str
    handed_back_on: date | None = None
    months: int | None = None
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Goodwill:
    """Cover given freely: more time on running lines, or a line of its own when nothing runs."""

    on: date
    months: int
    ref: str
    days: int = 0
    component: str = WHOLE_UNIT
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Void:
    """Cover withdrawn from a day on, for one component or (None) for the whole product."""

    on: date
    ref: str
    component: str | None = None


@dataclass(frozen=True, slots=True)
class Unvoid:
    """The decision to void, taken back: it counts as if it had never been taken."""

    on: date
    ref: str
    component: str | None = None


Event = Extension | Repair | PartReplaced | Goodwill | Void | Unvoid


@dataclass(frozen=True, slots=True)
class RepairTime:
    """Time in repair does not count: it is added to the term of lines by these guarantors."""

    counted_from: CountedFrom
    applies_to: frozenset[Guarantor]
    key: str


@dataclass(frozen=True, slots=True)
class RepairBonus:
    """A repair lengthens the term by whole months, once, however many repairs there are."""

    months: int
    applies_to: frozenset[Guarantor]
    key: str


@dataclass(frozen=True, slots=True)
class PartRestart:
    """A replaced part gets its term again. `own_term_only`: only where the part had a term of its own."""

    starts: PartStart
    own_term_only: bool
    applies_to: frozenset[Guarantor]
    key: str


@dataclass(frozen=True, slots=True)
class SellerLiability:
    """The seller answers by law for a number of months."""

    months: int
    basis: Basis
    key: str


@dataclass(frozen=True, slots=True)
class Rules:
    """What the law where it was sold adds to the policy. Empty where no pack is kept for the country."""

    repair_time: RepairTime | None = None
    repair_bonus: RepairBonus | None = None
    part_restart: PartRestart | None = None
    seller_liability: SellerLiability | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything known about one purchase. Events of the same day apply in the order given."""

    bought_on: date
    promises: tuple[Promise, ...]
    events: tuple[Event, ...] = ()
    rules: Rules = Rules()
    delivered_on: date | None = None

    def first_day(self, basis: Basis) -> date:
        """The day a promise starts to count; without a known delivery that is the day of purchase."""
        if basis is Basis.DELIVERY and self.delivered_on:
            return self.delivered_on
        return self.bought_on

"""Editing service plans: drafts in, one new revision out, open dues recalculated by a job."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date

from webapp.core import clock
from webapp.core.calendar import Interval
from webapp.core.db import after_commit, db
from webapp.core.errors import DomainError
from webapp.core.i18n import _l
from webapp.maintenance.jobs import recalculate_model
from webapp.maintenance.models import Kind, PlanItem, ServicePlan
from webapp.maintenance.schedule import Anchor, Combination, Occurrence, Rule, upcoming

PREVIEWED = 6


class NoInterval(DomainError):
    """A plan item without a rhythm is never due."""

    field = "every"
    text = _l("Say how often: an interval by time, by use, or both.")


class NoCalendarDate(DomainError):
    """A fixed date needs the date, and an interval by time to come back."""

    field = "calendar_from"
    text = _l("For a fixed date, choose the date and an interval by time.")


class NoUsageUnit(DomainError):
    """The model counts nothing, so nothing can fall due by use."""

    field = "usage_every"
    text = _l("This model has no meter. Give it a usage unit first, or leave the use empty.")


class SameCode(DomainError):
    """Two items of a plan went by one code."""

    field = "code"
    text = _l("Another item of this plan has the same code. Choose a different one.")


@dataclass(frozen=True, slots=True)
class PlanItemDraft:
    """A plan item as an editor wrote it, with the fields of `PlanItem`. `code` names it over revisions."""

    code: str
    names: dict[str, str]
    icon: str = "wrench"
    kind: str = Kind.SELF.value
    guide_note: dict[str, str] = field(default_factory=dict)
    every_months: int = 0
    every_days: int = 0
    usage_every: int | None = None
    combination: str = Combination.ANY.value
    anchor: str = Anchor.PURCHASE.value
    calendar_from: date | None = None
    first_months: int = 0
    first_days: int = 0
    first_usage: int | None = None
    season: tuple[int, ...] = ()
    stages: tuple[int, ...] | None = None

    @classmethod
    def of(cls, item: PlanItem) -> PlanItemDraft:
        """Return an item as a draft to edit."""
        facts = {name: getattr(item, name) for name in cls.__dataclass_fields__}
        stages = tuple(item.stages) if item.stages is not None else None
        return cls(**facts | {"season": tuple(item.season), "stages": stages})

    @property
    def rule(self) -> Rule:
        """What the schedule counts with. Raises NoInterval, NoCalendarDate."""
        every = Interval(self.every_months, self.every_days)
        if not every and not self.usage_every:
            raise NoInterval
        if self.anchor == Anchor.CALENDAR and (self.calendar_from is None or not every):
            raise NoCalendarDate
        return Rule(
            every=every,
            usage=self.usage_every,
            combination=Combination(self.combination),
            anchor=Anchor(self.anchor),
            calendar_from=self.calendar_from,
            first=Interval(self.first_months, self.first_days),
            first_usage=self.first_usage,
            season=frozenset(self.season),
        )


@dataclass(frozen=True, slots=True)
class Preview:
    """What a draft comes to on a fresh unit: its first occurrences, each done on its day."""

    draft: PlanItemDraft
    occurrences: list[Occurrence]


def preview(drafts: Sequence[PlanItemDraft], bought_on: date, count: int = PREVIEWED) -> list[Preview]:
    """Work out what a plan would ask of a unit bought on a day; writes nothing. Raises as `save_plan`."""
    return [Preview(draft, upcoming(draft.rule, bought_on, count)) for draft in drafts]


def drafts_of(model_id: int) -> list[PlanItemDraft]:
    """Return the items a model's plan has now, in order, as drafts to edit."""
    plan = ServicePlan.of(model_id)
    return [PlanItemDraft.of(item) for item in plan.current_items] if plan else []


def save_plan(model_id: int, usage_unit: str | None, drafts: Sequence[PlanItemDraft]) -> ServicePlan:
    """Make a model's plan what the drafts say, in their order, as a new revision.

    An item that is no longer among them is removed: its dues close, its history stays. Every purchase of the
    model is recalculated after the commit. Raises NoInterval, NoCalendarDate, NoUsageUnit, SameCode.
    """
    _check(drafts, usage_unit)
    plan = ServicePlan.of(model_id)
    if plan is None:
        plan = ServicePlan(model_id=model_id, revision=0, items=[])
        db.session.add(plan)
    plan.revision += 1
    known = {item.code: item for item in plan.items}
    for position, draft in enumerate(drafts):
        item = known.pop(draft.code, None) or _added(plan)
        _write(item, draft, position)
    for item in known.values():
        item.removed_at = item.removed_at or clock.now()
    db.session.flush()
    after_commit(lambda: recalculate_model(model_id))
    return plan


def _check(drafts: Sequence[PlanItemDraft], usage_unit: str | None) -> None:
    if len({draft.code for draft in drafts}) < len(drafts):
        raise SameCode
    for draft in drafts:
        if draft.rule.usage and not usage_unit:
            raise NoUsageUnit


def _added(plan: ServicePlan) -> PlanItem:
    item = PlanItem()
    plan.items.append(item)
    return item


def _write(item: PlanItem, draft: PlanItemDraft, position: int) -> None:
    lists = {"season": list(draft.season), "stages": list(draft.stages) if draft.stages is not None else None}
    for name, value in (asdict(draft) | lists).items():
        setattr(item, name, value)
    item.position, item.removed_at = position, None

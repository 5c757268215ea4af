"""What editors do to policies: make one, give a model its policy, write the next version, try one out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from webapp.core import clock
from webapp.core.db import after_commit, db
from webapp.core.jobs import job
from webapp.products.models import Purchase
from webapp.warranty import errors
from webapp.warranty.cover import rebuild
from webapp.warranty.coverage import explain
from webapp.warranty.explanation import Line
from webapp.warranty.facts import WHOLE_UNIT, Facts, Promise
from webapp.warranty.models import ExtensionPlan, ModelPolicy, Policy, PolicyLine, PolicyVersion
from webapp.warranty.rule_packs import rules_for

if TYPE_CHECKING:
    from webapp.accounts.models import User

BATCH = 200
Kept = TypeVar("Kept", Policy, ExtensionPlan)


def create_policy(code: str, names: dict[str, str]) -> Policy:
    """Make an empty policy. Raises CodeTaken."""
    return _keep(Policy(code=code.strip(), names=names))


def create_plan(code: str, names: dict[str, str], months: int, **terms: str) -> ExtensionPlan:
    """Put an extension plan on offer; `terms` are covers and start_basis. Raises CodeTaken."""
    return _keep(ExtensionPlan(code=code.strip(), names=names, months=months, **terms))


def _keep(row: Kept) -> Kept:
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as error:
        raise errors.CodeTaken from error
    return row


def publish(
    policy: Policy,
    by: User | None,
    effective_from: date,
    promises: Sequence[Promise],
    terms: dict[str, str] | None = None,
) -> PolicyVersion:
    """Write the policy's next version.

    The first one may start on any day, and covers purchases already made; a later one only from today on and
    after the last, because what was promised with a purchase stays. Raises VersionTooEarly or NoLines.
    """
    if not promises:
        raise errors.NoLines
    if policy.versions and effective_from < max(clock.today("UTC"), _after(policy.versions[-1])):
        raise errors.VersionTooEarly
    version = PolicyVersion(
        effective_from=effective_from, terms=terms or {}, by_id=by.id if by else None, lines=_lines(promises)
    )
    policy.versions.append(version)
    db.session.flush()
    for model_id in db.session.scalars(select(ModelPolicy.model_id).filter_by(policy_id=policy.id)):
        _rebuild_later(model_id)
    return version


def _after(version: PolicyVersion) -> date:
    return date.fromordinal(version.effective_from.toordinal() + 1)


def _lines(promises: Sequence[Promise]) -> list[PolicyLine]:
    return [
        PolicyLine(
            position=position,
            component=promise.component,
            names=dict(promise.names),
            covers=promise.covers.value,
            guarantor=promise.guarantor.value,
            months=promise.months,
            start_basis=promise.basis.value,
        )
        for position, promise in enumerate(promises)
    ]


def give_policy(model_id: int, policy: Policy) -> ModelPolicy:
    """Sell a model with this policy from now on, for purchases already made too."""
    given = db.session.scalar(select(ModelPolicy).filter_by(model_id=model_id))
    if given is None:
        given = ModelPolicy(model_id=model_id, policy=policy)
        db.session.add(given)
    given.policy = policy
    db.session.flush()
    _rebuild_later(model_id)
    return given


def preview(promises: Sequence[Promise], bought_on: date, country: str) -> tuple[Line, ...]:
    """The lines a purchase on this day in this country would get, without keeping anything.

    For words and chart hand them to `wording.told` and `timeline.draw`.
    """
    named = tuple(replace(promise, component=promise.component or WHOLE_UNIT) for promise in promises)
    return explain(Facts(bought_on, named, rules=rules_for(country, bought_on)))


def _rebuild_later(model_id: int) -> None:
    after_commit(lambda: rebuild_model(model_id, 0))


@job()
def rebuild_model(model_id: int, after_id: int) -> None:
    """Work out the cover of a model's purchases again, a batch at a time; each batch rings for the next."""
    batch = (
        select(Purchase)
        .where(Purchase.model_id == model_id, Purchase.id > after_id)
        .order_by(Purchase.id)
        .limit(BATCH)
    )
    purchases = list(db.session.scalars(batch))
    for purchase in purchases:
        rebuild(purchase)
    db.session.commit()
    if len(purchases) == BATCH:
        rebuild_model(model_id, purchases[-1].id)

"""A purchase's cover: worked out again when a fact changes, read back in one statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from sqlalchemy import delete, select

from webapp.core import clock
from webapp.core.db import db
from webapp.products.models import Purchase
from webapp.warranty.coverage import covering, explain, reported_day
from webapp.warranty.explanation import Line
from webapp.warranty.facts import WHOLE_UNIT, Facts
from webapp.warranty.models import CoverEvent, CoverLine, ModelPolicy, PolicyVersion
from webapp.warranty.models.event import EventKind
from webapp.warranty.rule_packs import PackVersion, pack_by_key, pack_for, rules_for
from webapp.warranty.rule_wording import ToldRule, rule_words
from webapp.warranty.signals import cover_rebuilt
from webapp.warranty.standing import CoverSummary, standing
from webapp.warranty.summaries import summaries
from webapp.warranty.timeline import Timeline, draw
from webapp.warranty.wording import ToldLine, told, year_words

__all__ = ["Cover", "cover_of", "facts_of", "rebuild", "summaries", "version_for"]


@dataclass(frozen=True)
class Cover:
    """A purchase's lines with where it stands on `today` (a day in the purchase's zone)."""

    purchase: Purchase
    lines: tuple[Line, ...]
    summary: CoverSummary
    today: date
    pack: PackVersion | None
    version_id: int | None

    def for_report(self, reported_at: datetime, component: str = WHOLE_UNIT) -> tuple[Line, ...]:
        """The lines that cover a fault first reported at this instant."""
        return covering(self.lines, reported_day(reported_at, self.purchase.zone), component)

    @cached_property
    def told(self) -> tuple[ToldLine, ...]:
        """The lines in the language being spoken."""
        return tuple(told(line) for line in self.lines)

    @cached_property
    def chart(self) -> Timeline | None:
        """The lines as a picture; a replaced part is left to its successor."""
        drawn = [(one.line, one.label, one.tone) for one in self.told if not one.line.is_replaced]
        return draw(drawn, self.today, year_words)

    @property
    def rules(self) -> tuple[ToldRule, ...]:
        """All rules of the country's pack, those that moved no date too."""
        return tuple(rule_words(rule) for rule in self.pack.entries) if self.pack else ()


def cover_of(purchase: Purchase, today: date | None = None) -> Cover:
    """The cover of one purchase, in one statement."""
    query = select(CoverLine).filter_by(purchase_id=purchase.id).order_by(CoverLine.position)
    rows = db.session.scalars(query).all()
    today = today or clock.today(purchase.zone)
    lines = tuple(row.line for row in rows)
    pack = pack_by_key(rows[0].pack) if rows else pack_for(purchase.country, purchase.bought_on)
    summary = standing(lines, today, pending=purchase.is_pending)
    return Cover(purchase, lines, summary, today, pack, rows[0].version_id if rows else None)


def version_for(model_id: int, bought_on: date) -> PolicyVersion | None:
    """The policy version a model was sold with on a day."""
    query = (
        select(PolicyVersion)
        .join(ModelPolicy, ModelPolicy.policy_id == PolicyVersion.policy_id)
        .where(ModelPolicy.model_id == model_id, PolicyVersion.effective_from <= bought_on)
        .order_by(PolicyVersion.effective_from.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def facts_of(purchase: Purchase, version: PolicyVersion | None) -> Facts:
    """Everything known about a purchase, as `coverage` takes it."""
    happened = CoverEvent.of(purchase.id)
    delivered = [event.happened_on for event in happened if event.kind == EventKind.DELIVERY]
    return Facts(
        bought_on=purchase.bought_on,
        promises=version.promises if version else (),
        events=tuple(fact for event in happened if (fact := event.fact)),
        rules=rules_for(purchase.country, purchase.bought_on),
        delivered_on=delivered[-1] if delivered else None,
    )


def rebuild(purchase: Purchase) -> None:
    """Work a purchase's lines out again, in the current transaction.

    The purchase's row is locked first, so that two facts arriving at once end in one true set of lines.
    """
    purchase.hold()
    db.session.execute(delete(CoverLine).where(CoverLine.purchase_id == purchase.id))
    if purchase.rejected_at is None:
        version = version_for(purchase.model_id, purchase.bought_on)
        pack = pack_for(purchase.country, purchase.bought_on)
        where = {
            "purchase_id": purchase.id,
            "pack": pack.key if pack else "",
            "version_id": version.id if version else None,
        }
        lines = explain(facts_of(purchase, version))
        db.session.add_all(CoverLine.keeping(line, position=n, **where) for n, line in enumerate(lines))
    db.session.flush()
    cover_rebuilt.send(purchase)

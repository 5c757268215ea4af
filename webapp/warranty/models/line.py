"""Cover lines as they are now: worked out from facts, never edited, thrown away and made again."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import Record, db
from webapp.warranty.explanation import Line, Step
from webapp.warranty.facts import Covers, Guarantor


class CoverLine(Record):
    """One dated promise on a purchase with its arithmetic in `steps`. Both days are covered.

    `pack` is the key of the rule pack version it was worked out under, empty where none is kept.
    """

    __tablename__ = "cover_lines"
    __table_args__ = (
        UniqueConstraint("purchase_id", "position"),
        Index("ix_cover_lines_ends_on_id", "ends_on", "id"),
    )

    purchase_id: Mapped[int] = mapped_column(ForeignKey("purchases.id"))
    position: Mapped[int]
    component: Mapped[str] = mapped_column(String(40))
    names: Mapped[dict[str, str]] = mapped_column(db.JSON)
    covers: Mapped[str] = mapped_column(String(10))
    guarantor: Mapped[str] = mapped_column(String(10))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    term: Mapped[int]
    paused_since: Mapped[date | None]
    voided_on: Mapped[date | None]
    steps: Mapped[list[dict[str, Any]]] = mapped_column(db.JSON)
    pack: Mapped[str] = mapped_column(String(40), default="")
    version_id: Mapped[int | None] = mapped_column(ForeignKey("policy_versions.id"))

    @classmethod
    def keeping(cls, line: Line, **where: Any) -> Self:
        """The row for a worked-out line."""
        return cls(
            component=line.component,
            names=dict(line.names),
            covers=line.covers.value,
            guarantor=line.guarantor.value,
            starts_on=line.starts_on,
            ends_on=line.ends_on,
            term=line.term,
            paused_since=line.paused_since,
            voided_on=line.voided_on,
            steps=[step.as_json() for step in line.steps],
            **where,
        )

    @property
    def line(self) -> Line:
        """The line as `coverage` made it, to be asked and explained."""
        return Line(
            component=self.component,
            covers=Covers(self.covers),
            guarantor=Guarantor(self.guarantor),
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            anchor=self.ends_on,
            counted=0,
            term=self.term,
            steps=tuple(Step.from_json(step) for step in self.steps),
            names=self.names,
            paused_since=self.paused_since,
            voided_on=self.voided_on,
        )

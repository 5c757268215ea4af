"""Policies: a maker's terms in versions, each of several lines, and which models they belong to."""

from __future__ import annotations

from datetime import date
from typing import Self

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core.db import Record, db
from webapp.warranty.facts import WHOLE_UNIT, Basis, Covers, Guarantor, Promise


class Policy(Record):
    """Reusable warranty terms; `code` is what staff call it. The terms themselves are in its versions."""

    __tablename__ = "policies"

    code: Mapped[str] = mapped_column(String(60), unique=True)
    names: Mapped[dict[str, str]] = mapped_column(db.JSON)

    versions: Mapped[list[PolicyVersion]] = relationship(
        back_populates="policy", order_by="PolicyVersion.effective_from", cascade="all, delete-orphan"
    )

    def version_on(self, day: date) -> PolicyVersion | None:
        """The version in force for a purchase made on this day."""
        in_force = [version for version in self.versions if version.effective_from <= day]
        return in_force[-1] if in_force else None

    @classmethod
    def by_code(cls, code: str) -> Self | None:
        return db.session.scalar(select(cls).filter_by(code=code))


class PolicyVersion(Record):
    """The terms for purchases made from `effective_from` on, until the next version. Never changed.

    `terms` holds the written text of the policy per language.
    """

    __tablename__ = "policy_versions"
    __table_args__ = (UniqueConstraint("policy_id", "effective_from"),)

    policy_id: Mapped[int] = mapped_column(ForeignKey("policies.id"))
    effective_from: Mapped[date]
    terms: Mapped[dict[str, str]] = mapped_column(db.JSON, default=dict)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    policy: Mapped[Policy] = relationship(back_populates="versions", lazy="joined", innerjoin=True)
    lines: Mapped[list[PolicyLine]] = relationship(
        order_by="PolicyLine.position", cascade="all, delete-orphan"
    )

    @property
    def promises(self) -> tuple[Promise, ...]:
        """The lines as `coverage` takes them."""
        return tuple(line.promise for line in self.lines)


class PolicyLine(Record):
    """One promise of a version: who covers what for how many months from when."""

    __tablename__ = "policy_lines"
    __table_args__ = (
        UniqueConstraint("version_id", "position"),
        CheckConstraint("months > 0", name="months_positive"),
        CheckConstraint("covers IN ('parts', 'labour', 'both')", name="covers_known"),
        CheckConstraint("guarantor IN ('maker', 'seller')", name="guarantor_promises"),
        CheckConstraint("start_basis IN ('purchase', 'delivery')", name="start_basis_known"),
    )

    version_id: Mapped[int] = mapped_column(ForeignKey("policy_versions.id"))
    position: Mapped[int] = mapped_column(default=0)
    component: Mapped[str] = mapped_column(String(40), default=WHOLE_UNIT)
    names: Mapped[dict[str, str]] = mapped_column(db.JSON, default=dict)
    covers: Mapped[str] = mapped_column(String(10), default=Covers.BOTH.value)
    guarantor: Mapped[str] = mapped_column(String(10), default=Guarantor.MAKER.value)
    months: Mapped[int]
    start_basis: Mapped[str] = mapped_column(String(10), default=Basis.PURCHASE.value)

    @property
    def promise(self) -> Promise:
        return Promise(
            covers=Covers(self.covers or Covers.BOTH),
            guarantor=Guarantor(self.guarantor or Guarantor.MAKER),
            months=self.months,
            component=self.component or WHOLE_UNIT,
            basis=Basis(self.start_basis or Basis.PURCHASE),
            names=self.names or {},
        )


class ModelPolicy(Record):
    """Which policy a model is sold with; one each."""

    __tablename__ = "model_policies"

    model_id: Mapped[int] = mapped_column(ForeignKey("models.id"), unique=True)
    policy_id: Mapped[int] = mapped_column(ForeignKey("policies.id"), index=True)

    policy: Mapped[Policy] = relationship(lazy="joined", innerjoin=True)

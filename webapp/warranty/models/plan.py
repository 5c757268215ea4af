"""Extension plans: cover that a customer can buy on top."""

from typing import Self

from sqlalchemy import CheckConstraint, String, select
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import Record, db
from webapp.warranty.facts import Covers, PlanStart


class ExtensionPlan(Record):
    """An extension on offer. `start_basis` says when its months begin; usually after the base cover."""

    __tablename__ = "extension_plans"
    __table_args__ = (
        CheckConstraint("months > 0", name="months_positive"),
        CheckConstraint("covers IN ('parts', 'labour', 'both')", name="covers_known"),
        CheckConstraint("start_basis IN ('after_base', 'purchase', 'bought')", name="start_basis_known"),
    )

    code: Mapped[str] = mapped_column(String(60), unique=True)
    names: Mapped[dict[str, str]] = mapped_column(db.JSON)
    months: Mapped[int]
    covers: Mapped[str] = mapped_column(String(10), default=Covers.BOTH.value)
    start_basis: Mapped[str] = mapped_column(String(12), default=PlanStart.AFTER_BASE.value)

    @classmethod
    def by_code(cls, code: str) -> Self | None:
        return db.session.scalar(select(cls).filter_by(code=code))

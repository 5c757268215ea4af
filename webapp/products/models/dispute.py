"""A person says that a unit registered by another is theirs."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core.db import Record, UtcDateTime, db, random_ref
from webapp.products.models.purchase import Purchase


class Dispute(Record):
    """A claim on a taken unit, with evidence for staff. Nobody is told who the other one is."""

    __tablename__ = "disputes"
    __table_args__ = (
        Index(
            "uq_disputes_open",
            "purchase_id",
            "claimant_id",
            unique=True,
            sqlite_where=text("resolved_at IS NULL"),
            postgresql_where=text("resolved_at IS NULL"),
        ),
        CheckConstraint("outcome IS NULL OR outcome IN ('holder', 'claimant')", name="outcome_known"),
    )

    ref: Mapped[str] = mapped_column(String(16), unique=True, default=random_ref)
    purchase_id: Mapped[int] = mapped_column(ForeignKey("purchases.id"), index=True)
    claimant_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    statement: Mapped[str] = mapped_column(db.Text)
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("media.id"))
    bought_on: Mapped[date]
    zone: Mapped[str] = mapped_column(String(60))
    country: Mapped[str] = mapped_column(String(2))
    retailer: Mapped[str] = mapped_column(String(120), default="")
    resolved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    resolved_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    outcome: Mapped[str | None] = mapped_column(String(20))

    purchase: Mapped[Purchase] = relationship(lazy="joined", innerjoin=True)

"""What a customer owns: one unit of a model, bought on a day."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from sqlalchemy import CheckConstraint, ForeignKey, Index, Select, String, or_, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core import clock
from webapp.core.db import Record, UtcDateTime, db, random_ref
from webapp.products import signals
from webapp.products.models.catalogue import Model, Serial
from webapp.products.models.sharing import PurchaseShare

if TYPE_CHECKING:
    from webapp.accounts.models import User


class Ending(StrEnum):
    """Why a purchase is no longer its owner's."""

    RETIRED = "retired"
    SOLD = "sold"
    TRANSFERRED = "transferred"
    REJECTED = "rejected"


class Purchase(Record):
    """A customer's ownership of one unit. Pending until the unit is known to be genuine."""

    __tablename__ = "purchases"
    __table_args__ = (
        # One living record per unit: the race of two people for one label ends here.
        Index(
            "uq_purchases_active_unit",
            "model_id",
            "serial_number",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_purchases_owner_id_id", "owner_id", "id"),
        CheckConstraint(
            "ended_reason IS NULL OR ended_reason IN ('retired', 'sold', 'transferred', 'rejected')",
            name="ended_reason_known",
        ),
        CheckConstraint("(ended_at IS NULL) = (ended_reason IS NULL)", name="ended_has_reason"),
    )

    ref: Mapped[str] = mapped_column(String(16), unique=True, default=random_ref)
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    model_id: Mapped[int] = mapped_column(ForeignKey("models.id"))
    serial_number: Mapped[str] = mapped_column(String(40))
    serial_id: Mapped[int | None] = mapped_column(ForeignKey("serials.id"), index=True)
    bought_on: Mapped[date]
    zone: Mapped[str] = mapped_column(String(60))
    country: Mapped[str] = mapped_column(String(2))
    retailer: Mapped[str] = mapped_column(String(120), default="")
    receipt_id: Mapped[int | None] = mapped_column(ForeignKey("media.id"))
    label_photo_id: Mapped[int | None] = mapped_column(ForeignKey("media.id"))
    nickname: Mapped[str] = mapped_column(String(60), default="")
    place: Mapped[str] = mapped_column(String(60), default="")
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    reported_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    photo_asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    rejected_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    rejected_reason: Mapped[str] = mapped_column(String(500), default="")
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_reason: Mapped[str | None] = mapped_column(String(20))
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("purchases.id"))

    model: Mapped[Model] = relationship(lazy="joined", innerjoin=True)
    owner: Mapped[User] = relationship("User", foreign_keys=[owner_id])
    serial: Mapped[Serial | None] = relationship(foreign_keys=[serial_id])

    @property
    def is_pending(self) -> bool:
        """True while staff have yet to look at it."""
        return self.confirmed_at is None and self.rejected_at is None

    @property
    def is_active(self) -> bool:
        """True while the owner has the unit."""
        return self.ended_at is None

    @classmethod
    def visible_to(cls, person: User) -> Select[Self]:
        """Select the purchases this person owns or shares; start every query here."""
        return select(cls).where(
            or_(
                cls.owner_id == person.id,
                cls.id.in_(select(PurchaseShare.purchase_id).where(PurchaseShare.user_id == person.id)),
            )
        )

    @classmethod
    def active_for_unit(cls, model_id: int, number: str) -> Self | None:
        """Return the living record of a unit, whoever has it."""
        return db.session.scalar(
            select(cls).where(cls.model_id == model_id, cls.serial_number == number, cls.ended_at.is_(None))
        )

    def end(self, reason: Ending) -> None:
        """Retire or sell the unit: shares end with it and listeners stop its reminders. Twice is once."""
        if self.ended_at is not None:
            return
        self.ended_at, self.ended_reason = clock.now(), reason.value
        db.session.flush()
        signals.purchase_ended.send(self)

"""Family: people who may book for and read a purchase they do not own."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core.db import Record, UtcDateTime, db

if TYPE_CHECKING:
    from webapp.accounts.models import User


class PurchaseShare(Record):
    """One family member of one purchase."""

    __tablename__ = "purchase_shares"
    __table_args__ = (UniqueConstraint("purchase_id", "user_id"),)

    purchase_id: Mapped[int] = mapped_column(ForeignKey("purchases.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)

    person: Mapped[User] = relationship("User")

    @classmethod
    def of(cls, purchase_id: int, user_id: int) -> Self | None:
        return db.session.scalar(select(cls).filter_by(purchase_id=purchase_id, user_id=user_id))

    @classmethod
    def all_of(cls, purchase_id: int) -> list[Self]:
        """Return the family of a purchase, in the order they came."""
        return list(db.session.scalars(select(cls).filter_by(purchase_id=purchase_id).order_by(cls.id)))

    @classmethod
    def end_all(cls, purchase_id: int) -> None:
        """Take a purchase from all of its family, and withdraw open invitations to it."""
        db.session.execute(delete(cls).where(cls.purchase_id == purchase_id))
        db.session.execute(delete(FamilyInvitation).where(FamilyInvitation.purchase_id == purchase_id))


class FamilyInvitation(Record):
    """An e-mailed invitation to share a purchase; only the link's hash is kept. Gone once it was answered."""

    __tablename__ = "family_invitations"
    __table_args__ = (Index("uq_family_invitations_address", "purchase_id", "email", unique=True),)

    purchase_id: Mapped[int] = mapped_column(ForeignKey("purchases.id"))
    email: Mapped[str] = mapped_column(String(254))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    invited_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @classmethod
    def all_of(cls, purchase_id: int) -> list[Self]:
        """Return the open invitations to a purchase, in the order they were sent."""
        return list(db.session.scalars(select(cls).filter_by(purchase_id=purchase_id).order_by(cls.id)))

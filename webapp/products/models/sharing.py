"""Family: people who may book for and read a purchase they do not own."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import Record, UtcDateTime


class PurchaseShare(Record):
    """One family member of one purchase."""

    __tablename__ = "purchase_shares"
    __table_args__ = (UniqueConstraint("purchase_id", "user_id"),)

    purchase_id: Mapped[int] = mapped_column(ForeignKey("purchases.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)


class FamilyInvitation(Record):
    """An e-mailed invitation to share a purchase; only the link's hash is kept."""

    __tablename__ = "family_invitations"
    __table_args__ = (
        Index(
            "uq_family_invitations_open",
            "purchase_id",
            "email",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    purchase_id: Mapped[int] = mapped_column(ForeignKey("purchases.id"))
    email: Mapped[str] = mapped_column(String(254), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    invited_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

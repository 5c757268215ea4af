"""Handing a unit to its next owner with a one-time code."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import Record, UtcDateTime


class TransferCode(Record):
    """A code shown once to the owner; only its hash is kept. Open until used, revoked or expired."""

    __tablename__ = "transfer_codes"

    purchase_id: Mapped[int] = mapped_column(ForeignKey("purchases.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    used_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

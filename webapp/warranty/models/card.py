"""The warranty card: the unguessable name under which anyone may check a purchase's cover."""

from __future__ import annotations

import secrets
from typing import Self

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core.db import Record, db
from webapp.products.models import Purchase

TOKEN_BYTES = 16


def card_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


class WarrantyCard(Record):
    """One card a purchase, made with it. Its token stands in the QR code as `/verify/<token>`."""

    __tablename__ = "warranty_cards"

    purchase_id: Mapped[int] = mapped_column(ForeignKey("purchases.id"), unique=True)
    token: Mapped[str] = mapped_column(String(32), unique=True, default=card_token)

    purchase: Mapped[Purchase] = relationship(lazy="joined", innerjoin=True)

    @classmethod
    def of(cls, purchase_id: int) -> Self | None:
        return db.session.scalar(select(cls).filter_by(purchase_id=purchase_id))

    @classmethod
    def by_token(cls, token: str) -> Self | None:
        return db.session.scalar(select(cls).filter_by(token=token))

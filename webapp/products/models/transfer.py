"""Handing a unit to its next owner with a one-time code."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from flask import current_app
from sqlalchemy import ForeignKey, Index, String, select, text, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core import clock
from webapp.core.db import Record, UtcDateTime, db
from webapp.products import errors, signals
from webapp.products.models.purchase import Ending, Purchase

if TYPE_CHECKING:
    from webapp.accounts.models import User

ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
LENGTH = 8
VALID_FOR = timedelta(hours=48)


def _hash(code: str) -> str:
    """Return what is stored of a code: keyed, because eight characters alone could be tried out."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.digest(key, code.encode("utf-8", "replace"), "sha256").hex()


class TransferCode(Record):
    """A code shown once to the owner; only its hash is kept. Open until used, revoked or expired."""

    __tablename__ = "transfer_codes"
    __table_args__ = (
        Index(
            "uq_transfer_codes_open",
            "purchase_id",
            unique=True,
            sqlite_where=text("used_at IS NULL AND revoked_at IS NULL"),
            postgresql_where=text("used_at IS NULL AND revoked_at IS NULL"),
        ),
    )

    purchase_id: Mapped[int] = mapped_column(ForeignKey("purchases.id"))
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    used_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    purchase: Mapped[Purchase] = relationship(lazy="joined", innerjoin=True)

    @classmethod
    def open_for(cls, purchase: Purchase) -> Self | None:
        """Return the code that still works for a purchase."""
        unspent = select(cls).where(
            cls.purchase_id == purchase.id, cls.used_at.is_(None), cls.revoked_at.is_(None)
        )
        return db.session.scalar(unspent.where(cls.expires_at > clock.real_now()))

    @classmethod
    def issue(cls, purchase: Purchase) -> str:
        """Make a new code, the only one that works, and return it: it cannot be shown again.

        Raises AlreadyEnded or NotYetConfirmed.
        """
        purchase.require_confirmed()
        purchase.hold()
        cls.revoke(purchase)
        code = "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))
        expires_at = clock.real_now() + VALID_FOR
        db.session.add(cls(purchase=purchase, code_hash=_hash(code), expires_at=expires_at))
        db.session.flush()
        return code

    @classmethod
    def revoke(cls, purchase: Purchase) -> None:
        """Stop every unspent code of a purchase."""
        db.session.execute(
            update(cls)
            .where(cls.purchase_id == purchase.id, cls.used_at.is_(None), cls.revoked_at.is_(None))
            .values(revoked_at=clock.real_now())
        )

    @classmethod
    def redeem(cls, typed: str, person: User) -> Purchase:
        """Make this person the owner and return their new purchase.

        History stays with the unit (`previous_id`); receipt, nickname, place and family do not come along.
        Raises CodeRefused or OwnCode.
        """
        spelled = "".join(mark for mark in typed.upper() if mark.isalnum())
        row = db.session.scalar(select(cls).filter_by(code_hash=_hash(spelled)))
        if row is None:
            raise errors.CodeRefused
        if row.purchase.owner_id == person.id:
            raise errors.OwnCode
        row._spend(person)
        return row._hand_over(person)

    def _spend(self, person: User) -> None:
        now = clock.real_now()
        open_still = (
            TransferCode.used_at.is_(None)
            & TransferCode.revoked_at.is_(None)
            & (TransferCode.expires_at > now)
        )
        spent = db.session.execute(
            update(TransferCode)
            .where(TransferCode.id == self.id, open_still)
            .values(used_at=now, used_by=person.id)
        )
        if not spent.rowcount or not self.purchase.is_active:  # type: ignore[attr-defined]
            raise errors.CodeRefused

    def _hand_over(self, person: User) -> Purchase:
        old = self.purchase
        old.end(Ending.TRANSFERRED)
        new = Purchase(
            owner=person,
            model=old.model,
            serial_number=old.serial_number,
            serial=old.serial,
            bought_on=old.bought_on,
            zone=old.zone,
            country=old.country,
            retailer=old.retailer,
            confirmed_at=clock.now(),
            previous_id=old.id,
        ).enter()
        signals.purchase_transferred.send(new, previous=old)
        return new

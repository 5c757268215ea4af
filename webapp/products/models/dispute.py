"""A person says that a unit registered by another is theirs."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import CheckConstraint, ForeignKey, Index, Select, String, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core import clock
from webapp.core.db import Record, UtcDateTime, db, random_ref
from webapp.products import errors, telling, units
from webapp.products.models.purchase import Ending, Purchase

if TYPE_CHECKING:
    from webapp.accounts.models import User


class Side(StrEnum):
    """Whom a dispute is resolved for."""

    HOLDER = "holder"
    CLAIMANT = "claimant"


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
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("media.id"), index=True)
    bought_on: Mapped[date]
    zone: Mapped[str] = mapped_column(String(64))
    country: Mapped[str] = mapped_column(String(2))
    retailer: Mapped[str] = mapped_column(String(120), default="")
    resolved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    resolved_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    outcome: Mapped[str | None] = mapped_column(String(20))

    purchase: Mapped[Purchase] = relationship(lazy="joined", innerjoin=True)
    claimant: Mapped[User] = relationship("User", foreign_keys=[claimant_id])

    @classmethod
    def opened(cls) -> Select[Self]:
        """Select the unresolved ones, oldest first, for staff."""
        return select(cls).where(cls.resolved_at.is_(None)).order_by(cls.id)

    @classmethod
    def made_by(cls, person: User) -> list[Self]:
        """Return the claims of a person, newest first."""
        return list(db.session.scalars(select(cls).filter_by(claimant_id=person.id).order_by(cls.id.desc())))

    @classmethod
    def open(cls, claimant: User, purchase: Purchase, **claim: Any) -> Self:
        """Claim a unit that another person registered; claiming it again returns the open claim.

        `claim` has statement, evidence_id, bought_on, country, retailer. Raises FutureDate, BeforeSale.
        """
        units.check_bought_on(claim["bought_on"], purchase.model, claimant.zone)
        dispute = cls(claimant=claimant, purchase=purchase, zone=claimant.zone, **claim)
        try:
            with db.session.begin_nested():
                db.session.add(dispute)
        except IntegrityError:
            there = cls.opened().where(cls.purchase_id == purchase.id, cls.claimant_id == claimant.id)
            return db.session.scalars(there).one()
        return dispute

    def resolve(self, by: User, in_favour_of: Side) -> Purchase:
        """Settle who owns the unit, both records in one transaction; return the purchase that now stands.

        For the claimant the holder's record ends and a confirmed one takes its place. Raises AlreadyResolved.
        """
        resolved = db.session.execute(
            update(Dispute)
            .where(Dispute.id == self.id, Dispute.resolved_at.is_(None))
            .values(resolved_at=clock.now(), resolved_by=by.id, outcome=in_favour_of)
        )
        if not resolved.rowcount:  # type: ignore[attr-defined]
            raise errors.AlreadyResolved
        db.session.refresh(self)
        stands = self._hand_over() if in_favour_of == Side.CLAIMANT else self.purchase
        telling.dispute_resolved(self, stands)
        return stands

    def _hand_over(self) -> Purchase:
        """End whichever record the unit has today: its holder may have handed it on since the claim."""
        lost = Purchase.active_for_unit(self.purchase.model_id, self.purchase.serial_number) or self.purchase
        if lost.is_active and lost.owner_id == self.claimant_id:
            return lost
        if lost.is_active:
            lost.end(Ending.REJECTED)
            telling.lost(lost)
        won = Purchase(
            owner=self.claimant,
            model=lost.model,
            serial_number=lost.serial_number,
            serial=lost.known_unit(),
            bought_on=self.bought_on,
            zone=self.zone,
            country=self.country,
            retailer=self.retailer,
            receipt_id=self.evidence_id,
            confirmed_at=clock.now(),
            previous_id=lost.id,
        )
        return won.enter()

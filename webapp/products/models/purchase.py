"""What a customer owns: one unit of a model, bought on a day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import CheckConstraint, ForeignKey, Index, Select, String, func, or_, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core import clock
from webapp.core.db import Record, UtcDateTime, db, random_ref
from webapp.products import errors, signals, telling, units
from webapp.products.models.catalogue import Model, Serial
from webapp.products.models.sharing import PurchaseShare

if TYPE_CHECKING:
    from webapp.accounts.models import User

UNKNOWN_AN_HOUR = 5


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
        Index(
            "ix_purchases_to_review",
            "id",
            sqlite_where=text("confirmed_at IS NULL AND ended_at IS NULL"),
            postgresql_where=text("confirmed_at IS NULL AND ended_at IS NULL"),
        ),
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
    zone: Mapped[str] = mapped_column(String(64))
    country: Mapped[str] = mapped_column(String(2))
    retailer: Mapped[str] = mapped_column(String(120), default="")
    receipt_id: Mapped[int | None] = mapped_column(ForeignKey("media.id"), index=True)
    label_photo_id: Mapped[int | None] = mapped_column(ForeignKey("media.id"), index=True)
    nickname: Mapped[str] = mapped_column(String(60), default="")
    place: Mapped[str] = mapped_column(String(60), default="")
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime, default=lambda: clock.now())
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

    # -- questions -------------------------------------------------------------------------------

    @property
    def is_pending(self) -> bool:
        """True while staff have yet to look at it."""
        return self.confirmed_at is None and self.rejected_at is None and self.ended_at is None

    @property
    def is_active(self) -> bool:
        """True while the owner has the unit."""
        return self.ended_at is None

    def is_seen_by(self, person: User) -> bool:
        """Tell whether this person owns or shares it."""
        return self.owner_id == person.id or PurchaseShare.of(self.id, person.id) is not None

    # -- selects ---------------------------------------------------------------------------------

    @classmethod
    def seen_by(cls, person_id: int) -> Any:
        """Return the condition "owned by or shared with this person"."""
        shared = select(PurchaseShare.purchase_id).where(PurchaseShare.user_id == person_id)
        return or_(cls.owner_id == person_id, cls.id.in_(shared))

    @classmethod
    def visible_to(cls, person: User) -> Select[Self]:
        """Select the purchases this person owns or shares; start every query here."""
        return select(cls).where(cls.seen_by(person.id))

    @classmethod
    def to_review(cls) -> Select[Self]:
        """Select the pending ones, oldest first, for staff."""
        pending = cls.confirmed_at.is_(None) & cls.ended_at.is_(None)
        return select(cls).where(pending).order_by(cls.id)

    @classmethod
    def active_for_unit(cls, model_id: int, number: str) -> Self | None:
        """Return the living record of a unit, whoever has it."""
        return db.session.scalar(
            select(cls).where(cls.model_id == model_id, cls.serial_number == number, cls.ended_at.is_(None))
        )

    # -- verbs of the owner ----------------------------------------------------------------------

    @classmethod
    def register(
        cls,
        owner: User,
        model: Model,
        serial: str,
        bought_on: date,
        *,
        country: str,
        zone: str = "",
        **details: Any,
    ) -> Self:
        """Make the one record of this unit and person, or return the one that is there.

        `zone` defaults to the owner's; `details` are retailer, nickname, place, receipt_id, label_photo_id
        and reported_by. An unknown serial makes it pending. Raises the errors of `units`, SerialTaken (which
        carries the other record) and TooManyUnknown.
        """
        number, unit = units.settle(model, serial)
        if (there := cls.active_for_unit(model.id, number)) is not None:
            return there._or_taken(owner)
        units.check_bought_on(bought_on, model, zone or owner.zone)
        if unit is None:
            cls._count_unknown(owner)
        purchase = cls(
            owner=owner, model=model, serial_number=number, serial=unit, bought_on=bought_on,
            zone=zone or owner.zone, country=country, **details,
        )  # fmt: skip
        if unit is not None:
            purchase.confirmed_at, purchase.previous_id = clock.now(), cls._last_of(model.id, number)
        return purchase.enter()

    def enter(self) -> Self:
        """Insert the row and tell of it; the loser of a race gets what the winner left."""
        owner = self.owner
        try:
            with db.session.begin_nested():
                db.session.add(self)
        except IntegrityError:
            there = self.active_for_unit(self.model.id, self.serial_number)
            if there is None:
                raise
            return there._or_taken(owner)
        signals.purchase_registered.send(self)
        if self.confirmed_at is not None:
            signals.purchase_confirmed.send(self)
        return self

    def _or_taken(self, person: User) -> Self:
        if self.is_seen_by(person):
            return self
        raise errors.SerialTaken(self)

    @classmethod
    def _last_of(cls, model_id: int, number: str) -> int | None:
        """Return the last ended record of a unit: its service history stays with the unit."""
        was_real = cls.confirmed_at.is_not(None)
        return db.session.scalar(
            select(func.max(cls.id)).where(cls.model_id == model_id, cls.serial_number == number, was_real)
        )

    @classmethod
    def _count_unknown(cls, owner: User) -> None:
        recent = cls.registered_at > clock.now() - timedelta(hours=1)
        unknown = db.session.scalar(
            select(func.count()).where(cls.owner_id == owner.id, cls.serial_id.is_(None), recent)
        )
        if (unknown or 0) >= UNKNOWN_AN_HOUR:
            raise errors.TooManyUnknown

    def correct(self, *, bought_on: date, country: str) -> None:
        """Correct what cover and schedule are derived from. Raises FutureDate, BeforeSale, AlreadyEnded."""
        self.require_active()
        if (bought_on, country) == (self.bought_on, self.country):
            return
        units.check_bought_on(bought_on, self.model, self.zone)
        self.bought_on, self.country = bought_on, country
        db.session.flush()
        signals.purchase_changed.send(self)

    def end(self, reason: Ending) -> None:
        """Retire, sell or hand on the unit; listeners stop its reminders. Twice is once."""
        now = clock.now()
        ended = db.session.execute(
            update(Purchase)
            .where(Purchase.id == self.id, Purchase.ended_at.is_(None))
            .values(ended_at=now, ended_reason=reason.value)
        )
        db.session.refresh(self)
        if ended.rowcount:  # type: ignore[attr-defined]
            PurchaseShare.end_all(self.id)
            signals.purchase_ended.send(self)

    # -- verbs of staff; each decision is made once, whoever is quicker ------------------------------

    def approve(self, by: User) -> None:
        """Confirm a pending registration; its serial counts as issued from now on. Raises AlreadyReviewed."""
        self._decide(confirmed_at=clock.now())
        self.serial = self.known_unit()
        db.session.flush()
        signals.purchase_confirmed.send(self)
        telling.approved(self)

    def reject(self, by: User, reason: str) -> None:
        """Refuse a pending registration with a reason that its owner reads. Raises AlreadyReviewed."""
        now = clock.now()
        self._decide(
            rejected_at=now, rejected_reason=reason, ended_at=now, ended_reason=Ending.REJECTED.value
        )
        PurchaseShare.end_all(self.id)
        signals.purchase_rejected.send(self)
        telling.rejected(self)

    def ask_better_photo(self, by: User) -> None:
        """Ask the owner of a pending registration for a readable photo. Raises AlreadyReviewed."""
        self._decide(photo_asked_at=clock.now())
        telling.photo_wanted(self)

    def known_unit(self) -> Serial:
        """Return the issued unit of this purchase, issuing it now because staff vouch for it."""
        if self.serial is not None:
            return self.serial
        if issued := Serial.issued(self.serial_number, self.model):
            return issued[0]
        unit = Serial(model=self.model, number=self.serial_number, batch="approved")
        db.session.add(unit)
        return unit

    def _decide(self, **values: Any) -> None:
        pending = Purchase.confirmed_at.is_(None) & Purchase.ended_at.is_(None)
        decided = db.session.execute(update(Purchase).where(Purchase.id == self.id, pending).values(**values))
        if not decided.rowcount:  # type: ignore[attr-defined]
            raise errors.AlreadyReviewed
        db.session.refresh(self)

    def hold(self) -> None:
        """Keep the row until the transaction ends: of two acts on one purchase the second waits here.

        The lock lets rows that point to the purchase be added meanwhile; a stronger one would end in a
        deadlock of two transactions that have both added one.
        """
        db.session.execute(self.locked(self.id))

    @classmethod
    def locked(cls, purchase_id: int) -> Select[Any]:
        """Select the key of one purchase under the lock that `hold` takes."""
        return select(cls.id).where(cls.id == purchase_id).with_for_update(key_share=True)

    # -- what an act asks for ----------------------------------------------------------------------

    def require_active(self) -> None:
        """Raise AlreadyEnded unless the owner still has the unit."""
        if self.ended_at is not None:
            raise errors.AlreadyEnded

    def require_confirmed(self) -> None:
        """Raise AlreadyEnded or NotYetConfirmed unless the purchase stands."""
        self.require_active()
        if self.confirmed_at is None:
            raise errors.NotYetConfirmed

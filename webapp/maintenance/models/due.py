"""The open occurrence of a plan item on a purchase, and what people do about it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import CheckConstraint, ForeignKey, Index, Select, String, UniqueConstraint, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core import clock
from webapp.core.db import Record, UtcDateTime, db
from webapp.core.errors import Conflict, DomainError
from webapp.core.i18n import _l
from webapp.maintenance import signals
from webapp.maintenance.models.history import RecordKind, ServiceRecord
from webapp.maintenance.models.plan import PlanItem
from webapp.products.models import Purchase

if TYPE_CHECKING:
    from webapp.accounts.models import User

LONGEST_SNOOZE = timedelta(days=92)
USUAL_SNOOZE = timedelta(days=3)


def hold(purchase_id: int) -> None:
    """Let one transaction at a time change a purchase's schedule: always the first lock taken here.

    SQLite has one writer anyway. The lock leaves rows that merely refer to the purchase alone.
    """
    db.session.flush()
    db.session.execute(Purchase.locked(purchase_id))


class DueState(StrEnum):
    """Open, or why no longer."""

    OPEN = "open"
    DONE = "done"
    SKIPPED = "skipped"
    WITHDRAWN = "withdrawn"


class NoLongerOpen(Conflict):
    """It was closed in another way in the meantime."""

    text = _l("This service is no longer open. Look at the care plan for what comes next.")


class NotYet(DomainError):
    """A day that has not come cannot be one on which something was done."""

    field = "on"
    text = _l("This day has not come yet. Choose today or an earlier day.")


class BeforePurchase(DomainError):
    """Nothing was done to the unit before it was bought."""

    field = "on"
    text = _l("This day is before the purchase. Choose a later day.")


class SnoozeOutOfRange(DomainError):
    """Putting off goes to a coming day, not to never."""

    field = "until"
    text = _l("Choose a day from tomorrow on, within the next three months.")


class Due(Record):
    """One occurrence. `due_on` is the likely day between the other two; all unknown while only use decides.

    `usage_due` is the total use that makes it due, `since` the day from which its bar runs.
    """

    __tablename__ = "dues"
    __table_args__ = (
        UniqueConstraint("purchase_id", "plan_item_id", "occurrence"),
        Index(
            "uq_dues_open",
            "purchase_id",
            "plan_item_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        CheckConstraint("state IN ('open', 'done', 'skipped', 'withdrawn')", name="state_known"),
        CheckConstraint("(state = 'open') = (closed_at IS NULL)", name="closed_has_instant"),
    )

    purchase_id: Mapped[int] = mapped_column(ForeignKey("purchases.id"))
    plan_item_id: Mapped[int] = mapped_column(ForeignKey("plan_items.id"), index=True)
    occurrence: Mapped[int]
    due_on: Mapped[date | None]
    due_from: Mapped[date | None]
    due_until: Mapped[date | None]
    usage_due: Mapped[int | None]
    since: Mapped[date]
    state: Mapped[str] = mapped_column(String(10), default=DueState.OPEN)
    snoozed_until: Mapped[date | None]
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    purchase: Mapped[Purchase] = relationship()
    item: Mapped[PlanItem] = relationship(lazy="joined", innerjoin=True)

    @classmethod
    def visible_to(cls, person: User) -> Select[Self]:
        """Select the dues of purchases this person owns or shares; start every query here."""
        purchases = Purchase.visible_to(person).with_only_columns(Purchase.id)
        return select(cls).where(cls.purchase_id.in_(purchases))

    @property
    def is_open(self) -> bool:
        return self.state == DueState.OPEN

    def do(
        self,
        by: User,
        on: date | None = None,
        *,
        note: str = "",
        reading: int | None = None,
        reset: bool = False,
    ) -> ServiceRecord:
        """Record that it was done, with the meter's reading where there is one; the schedule moves on.

        Doing it twice returns the first record. Raises NotYet, BeforePurchase, NoLongerOpen, LowerThanBefore.
        """
        from webapp.maintenance import readings  # it moves the dues, and needs this class

        today = clock.today(by.zone)
        on = on or today
        if on > today:
            raise NotYet
        if on < self.purchase.bought_on:
            raise BeforePurchase
        if not self._close(DueState.DONE):
            return self._record_of(RecordKind.DONE)
        usage = None
        if reading is not None:
            readings.note_reading(self.purchase, by, reading, on, reset=reset)
            usage = readings.total_use(self.purchase, on)
        return self._closed(self._record(RecordKind.DONE, on, by, note=note, usage=usage))

    def skip(self, by: User, reason: str = "") -> ServiceRecord:
        """Leave this occurrence out; the next one stays where it was. Raises NoLongerOpen."""
        if not self._close(DueState.SKIPPED):
            return self._record_of(RecordKind.SKIPPED)
        return self._closed(self._record(RecordKind.SKIPPED, clock.today(by.zone), by, note=reason))

    def snooze(self, by: User, until: date | None = None) -> ServiceRecord:
        """Put it off until a day (usually three days on). Raises SnoozeOutOfRange, NoLongerOpen."""
        today = clock.today(by.zone)
        until = until or today + USUAL_SNOOZE
        if not today < until <= today + LONGEST_SNOOZE:
            raise SnoozeOutOfRange
        hold(self.purchase_id)
        db.session.refresh(self)
        if not self.is_open:
            raise NoLongerOpen
        self.snoozed_until = until
        record = self._record(RecordKind.SNOOZED, today, by, until=until)
        signals.due_snoozed.send(self)
        return record

    def withdraw(self) -> None:
        """Close it without anything done: the unit is gone, or the plan asks for it no more."""
        if self._close(DueState.WITHDRAWN):
            signals.due_closed.send(self)

    def _close(self, state: DueState) -> bool:
        """Win the race to close it; False when it already is in that state. Raises NoLongerOpen."""
        hold(self.purchase_id)
        db.session.refresh(self)
        if self.state == state:
            return False
        if not self.is_open:
            raise NoLongerOpen
        self.state, self.closed_at, self.snoozed_until = state, clock.now(), None
        db.session.flush()
        return True

    def _closed(self, record: ServiceRecord) -> ServiceRecord:
        from webapp.maintenance import dues  # it computes what follows, and needs this class

        signals.due_closed.send(self)
        dues.recalculate(self.purchase)
        return record

    def _record(self, kind: RecordKind, on: date, by: User, **facts: Any) -> ServiceRecord:
        record = ServiceRecord(
            purchase_id=self.purchase_id,
            plan_item_id=self.plan_item_id,
            occurrence=self.occurrence,
            kind=kind,
            happened_on=on,
            by_id=by.id,
            **facts,
        )
        db.session.add(record)
        db.session.flush()
        return record

    def _record_of(self, kind: RecordKind) -> ServiceRecord:
        return db.session.scalars(
            select(ServiceRecord).filter_by(
                purchase_id=self.purchase_id,
                plan_item_id=self.plan_item_id,
                occurrence=self.occurrence,
                kind=kind,
            )
        ).one()

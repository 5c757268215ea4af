"""What waits, and whom our reminders reach: counts, each with what it is a part of."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ScalarSelect, func, select

from webapp.core import clock
from webapp.core.db import db
from webapp.core.mail import OutboxMail
from webapp.notifications.models import Delivery, Notification, State, Topic
from webapp.products.models import Dispute, Purchase

WINDOW = timedelta(days=30)
REMINDING = (Topic.SERVICE_DUE, Topic.WARRANTY_ENDING)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much work lies there, and how much failed out of how much."""

    registrations: int
    disputes: int
    dead_deliveries: int
    deliveries: int
    dead_mails: int
    mails: int


@dataclass(frozen=True, slots=True)
class Reach:
    """Of `told` reminders in the last 30 days: handed over, shown on a screen, opened."""

    told: int
    sent: int
    shown: int
    opened: int

    def share(self, part: int) -> float:
        """Return a part of those told, 0 to 1."""
        return part / self.told if self.told else 0.0


def waiting() -> Waiting:
    """Count what waits for staff and what failed in the last 30 days, in one statement."""
    since = clock.real_now() - WINDOW
    pending = Purchase.confirmed_at.is_(None) & Purchase.ended_at.is_(None)
    delivered, mailed = Delivery.created_at >= since, OutboxMail.created_at >= since
    row = db.session.execute(
        select(
            _count(Purchase, pending),
            _count(Dispute, Dispute.resolved_at.is_(None)),
            _count(Delivery, delivered & (Delivery.state == State.DEAD)),
            _count(Delivery, delivered),
            _count(OutboxMail, mailed & (OutboxMail.state == "dead")),
            _count(OutboxMail, mailed),
        )
    ).one()
    return Waiting(*row)


def _count(table: type, condition: object) -> ScalarSelect[int]:
    return select(func.count()).select_from(table).where(condition).scalar_subquery()  # type: ignore[arg-type]


def reach() -> Reach:
    """Count reminders told in the last 30 days and how far they came; each counts once, on any device."""
    one = (
        select(
            func.max(Delivery.sent_at).label("sent"),
            func.max(Delivery.shown_at).label("shown"),
            func.max(Delivery.opened_at).label("opened"),
        )
        .select_from(Notification)
        .join(Delivery, Delivery.notification_id == Notification.id, isouter=True)
        .where(Notification.topic.in_(REMINDING), Notification.created_at >= clock.now() - WINDOW)
        .group_by(Notification.id)
        .subquery()
    )
    counts = (func.count(), func.count(one.c.sent), func.count(one.c.shown), func.count(one.c.opened))
    return Reach(*db.session.execute(select(*counts).select_from(one)).one())

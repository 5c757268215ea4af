"""What staff do to one purchase's cover. Each verb adds a dated fact and works the lines out again.

`by` is the staff member; the route that calls a verb also writes the audit entry.
Days are checked against the purchase: not before it was bought, not after today in its zone.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from webapp.core import clock
from webapp.core.db import db
from webapp.products.models import Purchase
from webapp.warranty import errors
from webapp.warranty.cover import rebuild
from webapp.warranty.facts import WHOLE_UNIT
from webapp.warranty.models import CoverEvent, ExtensionPlan
from webapp.warranty.models.event import EventKind

if TYPE_CHECKING:
    from webapp.accounts.models import User


def extend(
    purchase: Purchase, by: User | None, plan: ExtensionPlan, on: date, number: str = ""
) -> CoverEvent:
    """Record that an extension plan was bought on a day."""
    return _record(purchase, by, EventKind.EXTENSION, on, plan_id=plan.id, number=number)


def add_goodwill(
    purchase: Purchase,
    by: User | None,
    reason: str,
    *,
    months: int = 0,
    days: int = 0,
    on: date | None = None,
    component: str | None = None,
) -> CoverEvent:
    """Give time freely. Raises NothingGiven or ReasonMissing."""
    if months + days <= 0:
        raise errors.NothingGiven
    on = on or clock.today(purchase.zone)
    given = {"months": months, "days": days, "component": component or WHOLE_UNIT}
    return _record(purchase, by, EventKind.GOODWILL, on, reason=_reason(reason), **given)


def void(purchase: Purchase, by: User | None, reason: str, *, on: date | None = None) -> CoverEvent:
    """Withdraw what was promised from a day on (default today). Raises AlreadyVoid or ReasonMissing."""
    purchase.hold()
    if _is_void(purchase):
        raise errors.AlreadyVoid
    return _record(purchase, by, EventKind.VOID, on or clock.today(purchase.zone), reason=_reason(reason))


def unvoid(purchase: Purchase, by: User | None, reason: str) -> CoverEvent:
    """Take a void back: it never counted. Raises NothingToReopen or ReasonMissing."""
    purchase.hold()
    if not _is_void(purchase):
        raise errors.NothingToReopen
    return _record(purchase, by, EventKind.UNVOID, clock.today(purchase.zone), reason=_reason(reason))


def take_in_repair(
    purchase: Purchase,
    by: User | None,
    *,
    requested_on: date,
    number: str,
    intake_on: date | None = None,
    handed_back_on: date | None = None,
) -> CoverEvent:
    """Record a repair from request to intake, and hand-back where that is known. Raises DaysOutOfOrder."""
    intake_on = intake_on or requested_on
    if intake_on < requested_on or (handed_back_on and handed_back_on < intake_on):
        raise errors.DaysOutOfOrder
    days = {"intake_on": intake_on, "handed_back_on": handed_back_on}
    return _record(purchase, by, EventKind.REPAIR, requested_on, number=number, **days)


def hand_back(purchase: Purchase, repair: CoverEvent, on: date) -> CoverEvent:
    """Close an open repair. Raises AlreadyHandedBack, DaysOutOfOrder or InTheFuture."""
    # Two desks may press at once: the second waits here and then sees what the first did.
    db.session.execute(select(CoverEvent.id).where(CoverEvent.id == repair.id).with_for_update())
    db.session.refresh(repair, ["handed_back_on"])
    if repair.handed_back_on:
        raise errors.AlreadyHandedBack
    if on < (repair.intake_on or repair.happened_on):
        raise errors.DaysOutOfOrder(field="handed_back_on")
    if on > clock.today(purchase.zone):
        raise errors.InTheFuture(field="handed_back_on")
    repair.handed_back_on = on
    db.session.flush()
    rebuild(purchase)
    return repair


def replace_part(
    purchase: Purchase,
    by: User | None,
    *,
    component: str,
    names: dict[str, str],
    on: date,
    number: str,
    handed_back_on: date | None = None,
    months: int | None = None,
) -> CoverEvent:
    """Record a replaced part. `months` is an own promise for it; without, the country's rule decides."""
    part = {"component": component, "names": names, "handed_back_on": handed_back_on, "months": months}
    return _record(purchase, by, EventKind.PART_REPLACED, on, number=number, **part)


def deliver(purchase: Purchase, by: User | None, on: date) -> CoverEvent:
    """Record the day the product reached the customer, where that was not the day of purchase."""
    return _record(purchase, by, EventKind.DELIVERY, on)


def _record(purchase: Purchase, by: User | None, kind: EventKind, on: date, **facts: Any) -> CoverEvent:
    if on < purchase.bought_on:
        raise errors.BeforePurchase
    if on > clock.today(purchase.zone):
        raise errors.InTheFuture
    event = CoverEvent(
        purchase_id=purchase.id, kind=kind.value, happened_on=on, by_id=by.id if by else None, **facts
    )
    db.session.add(event)
    db.session.flush()
    rebuild(purchase)
    return event


def _reason(text: str) -> str:
    if not text.strip():
        raise errors.ReasonMissing
    return text.strip()


def _is_void(purchase: Purchase) -> bool:
    decisions = (
        select(CoverEvent.kind)
        .where(
            CoverEvent.purchase_id == purchase.id,
            CoverEvent.component.is_(None),
            CoverEvent.kind.in_([EventKind.VOID, EventKind.UNVOID]),
        )
        .order_by(CoverEvent.id.desc())
        .limit(1)
    )
    return db.session.scalar(decisions) == EventKind.VOID

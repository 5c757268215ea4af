"""Pauses of a whole push service: because it asked for one, or because it refuses us."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import case, delete, func, select, update
from sqlalchemy.exc import IntegrityError

from webapp.core import clock
from webapp.core.db import db
from webapp.notifications.models import Delivery, OriginHold

BLOCKED_FOR = timedelta(hours=1)
"""How long a service that refuses our key or us is left alone."""

WATCHED = timedelta(hours=24)
FEWEST = 3
"""One customer's broken subscription must not silence a service for all: so many have to be refused."""


def hold(origin: str, until: datetime, reason: str) -> None:
    """Send nothing to `origin` before `until`; a longer hold already there stays."""
    if _lengthen(origin, until, reason):
        return
    try:
        with db.session.begin_nested():
            db.session.add(OriginHold(origin=origin, until=until, reason=reason))
    except IntegrityError:  # another worker heard the same a moment ago
        _lengthen(origin, until, reason)


def _lengthen(origin: str, until: datetime, reason: str) -> bool:
    longer = OriginHold.until < until
    changed = db.session.execute(
        update(OriginHold)
        .where(OriginHold.origin == origin)
        .values(
            until=case((longer, until), else_=OriginHold.until),
            reason=case((longer, reason), else_=OriginHold.reason),
        )
        .execution_options(synchronize_session=False)
    )
    return bool(changed.rowcount)  # type: ignore[attr-defined]


def held_until(origin: str) -> datetime | None:
    """Return until when nothing is sent to `origin`; None when it is free."""
    return db.session.scalar(
        select(OriginHold.until).where(OriginHold.origin == origin, OriginHold.until > clock.real_now())
    )


def forget_past() -> None:
    """Delete holds that are over."""
    db.session.execute(delete(OriginHold).where(OriginHold.until <= clock.real_now()))


def refuses_many(origin: str) -> bool:
    """Say whether a service answered 403 to over 1 % of the last day's sends: then it is us, not a device."""
    sent, refused = db.session.execute(
        select(func.count(), func.count(case((Delivery.answer == 403, Delivery.subscription_id)).distinct()))
        .select_from(Delivery)
        .where(Delivery.origin == origin, Delivery.answered_at > clock.real_now() - WATCHED)
    ).one()
    return refused >= FEWEST and refused * 100 > sent

"""What this room does when accounts say something."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select, update

from webapp.accounts.models import User, UserSession
from webapp.accounts.signals import signed_out, user_erased
from webapp.core import clock
from webapp.core.db import db
from webapp.notifications import devices
from webapp.notifications.models import Delivery, Notification, PushSubscription, State, TopicChoice


@signed_out.connect
def stop_this_browser(session: UserSession, **_facts: Any) -> None:
    """Whoever signs out receives nothing more in that browser."""
    devices.leave_session(session.id)


@user_erased.connect
def forget_person(person: User, **_facts: Any) -> None:
    """Drop devices, choices and texts; what a worker holds right now is cancelled when it asks again."""
    told = select(Notification.id).where(Notification.user_id == person.id)
    db.session.execute(
        update(Delivery)
        .where(Delivery.notification_id.in_(told), Delivery.state.in_((State.QUEUED, State.RETRY)))
        .values(state=State.CANCELLED, reason="erased", wake_at=None, answered_at=clock.real_now())
        .execution_options(synchronize_session=False)
    )
    db.session.execute(
        update(Notification)
        .where(Notification.user_id == person.id)
        .values(title="", body="", path="/", actions=[], cancelled_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    for table in (PushSubscription, TopicChoice):
        db.session.execute(delete(table).where(table.user_id == person.id))

"""Background work of the room: the bell's job and the minute tick are the same, for the rows decide."""

from __future__ import annotations

from webapp.core.db import db
from webapp.core.jobs import job, periodic
from webapp.notifications import claiming, holds
from webapp.notifications.delivery import deliver_ready
from webapp.notifications.transport import current_push


@periodic(minute="*")
@job()
def deliver() -> None:
    """Deliver everything ready: newly queued, due again, or left behind by a worker that died."""
    push = current_push()
    sweep()
    deliver_ready(push, push.sender())


def sweep() -> None:
    """Close what outlived its sense and holds that are over; commits."""
    claiming.expire_late()
    holds.forget_past()
    db.session.commit()

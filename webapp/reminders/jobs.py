"""The minute's work."""

from webapp.core import heartbeat
from webapp.core.db import db
from webapp.core.jobs import job, periodic
from webapp.reminders import tick as ticking

HEART = "tick"


@periodic(minute="*")
@job()
def tick() -> None:
    """Tell what has come, after however long a pause, and beat the heart `/healthz/worker` listens to."""
    beat()
    ticking.run()
    beat()


def beat() -> None:
    heartbeat.beat(HEART)
    db.session.commit()

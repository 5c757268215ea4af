"""Housekeeping of the products room."""

from sqlalchemy import delete

from webapp.core import clock
from webapp.core.db import db
from webapp.core.jobs import job, periodic
from webapp.products.models import FamilyInvitation


@periodic(minute="23", hour="3")
@job()
def forget_late_invitations() -> None:
    """Delete invitations that nobody answered in time: their addresses are not ours to keep."""
    db.session.execute(delete(FamilyInvitation).where(FamilyInvitation.expires_at <= clock.real_now()))
    db.session.commit()

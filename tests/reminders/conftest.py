"""A purifier with one thing to do every six months, so that a test sees exactly its reminders."""

import pytest

from webapp.core.db import db
from webapp.maintenance.models import Due, PlanItem, ServicePlan
from webapp.reminders.models import Reminder


@pytest.fixture
def plan(world):
    """The filter, every six months from the last time."""
    plan = ServicePlan(model_id=world.purifier.id)
    names = {
        "en": "Replace filter no. 1",
        "vi": "Thay lõi lọc số 1",
        "ru": "Замена фильтра № 1",
        "th": "เปลี่ยนไส้กรองที่ 1",
    }
    plan.items = [PlanItem(code="filter", names=names, every_months=6, anchor="completion")]
    db.session.add(plan)
    db.session.commit()
    return plan


@pytest.fixture
def purchase(plan, at, world):
    """The owner's purifier, due on 14 September 2025, looked at on 1 August."""
    at("2025-08-01T09:00+07:00")
    return world.purchase


@pytest.fixture
def due(purchase):
    return db.session.query(Due).one()


@pytest.fixture
def states():
    """The service reminders' states by stage, as they are now."""

    def look():
        db.session.expire_all()
        rows = db.session.query(Reminder).filter_by(subject_kind="service").order_by(Reminder.stage)
        return {row.stage: row.state for row in rows}

    return look

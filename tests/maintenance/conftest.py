"""The purifier's service plan: a filter every six months or 3,600 litres, a membrane every two years."""

import pytest

from webapp.core.db import db
from webapp.maintenance.models import Due, PlanItem, ServicePlan


def names(text):
    return dict.fromkeys(("en", "vi", "ru", "th"), text)


@pytest.fixture
def plan(world):
    """The plan of the purifier, made before anyone registers one."""
    plan = ServicePlan(model_id=world.purifier.id)
    plan.items = [
        PlanItem(
            code="filter",
            names=names("Replace filter no. 1"),
            icon="funnel",
            every_months=6,
            usage_every=3600,
            anchor="completion",
        ),
        PlanItem(
            code="membrane",
            names=names("Replace the membrane"),
            icon="funnel",
            position=1,
            every_months=24,
            kind="booking",
        ),
    ]
    db.session.add(plan)
    db.session.commit()
    return plan


@pytest.fixture
def purchase(plan, at, world):
    """The owner's purifier, bought 14 March 2025, looked at on 1 September 2025."""
    at("2025-09-01T09:00+07:00")
    return world.purchase


@pytest.fixture
def due(purchase):
    """The open due of its filter."""
    return db.session.query(Due).join(PlanItem).filter(PlanItem.code == "filter", Due.state == "open").one()

"""Editing a plan: previewed before, one revision after, every open due recalculated."""

from dataclasses import replace
from datetime import date

import pytest

from webapp.core.db import db
from webapp.maintenance import jobs, plans
from webapp.maintenance.models import Due, PlanItem, ServicePlan
from webapp.maintenance.plans import PlanItemDraft

FILTER = PlanItemDraft("filter", {"en": "Replace the filter"}, every_months=6)


def test_a_preview_shows_the_first_dates_and_writes_nothing(app):
    found = plans.preview([FILTER], date(2025, 8, 31), count=3)
    assert [o.when.likely for o in found[0].occurrences] == [
        date(2026, 2, 28),
        date(2026, 8, 31),
        date(2027, 2, 28),
    ]
    assert db.session.query(PlanItem).count() == 0


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        ({"every_months": 0}, plans.NoInterval),
        ({"anchor": "calendar"}, plans.NoCalendarDate),
        ({"usage_every": 100}, plans.NoUsageUnit),
    ],
)
def test_a_draft_without_sense_is_refused(world, facts, error):
    with pytest.raises(error):
        plans.save_plan(world.purifier.id, None, [replace(FILTER, **facts)])


def test_two_items_cannot_share_a_code(world):
    with pytest.raises(plans.SameCode):
        plans.save_plan(world.purifier.id, None, [FILTER, FILTER])


def test_saving_moves_the_open_dues_of_every_purchase(purchase, monkeypatch):
    monkeypatch.setattr(jobs, "AT_A_TIME", 1)
    drafts = plans.drafts_of(purchase.model_id)
    assert [draft.code for draft in drafts] == ["filter", "membrane"]
    changed = [replace(drafts[0], every_months=9, season=(1,), stages=(0,)), replace(FILTER, code="new")]
    plans.save_plan(purchase.model_id, "litres", changed)
    db.session.commit()
    plan = ServicePlan.of(purchase.model_id)
    assert (plan.revision, [item.code for item in plan.current_items]) == (2, ["filter", "new"])
    rows = db.session.query(Due.due_on).filter_by(purchase_id=purchase.id, state="open").order_by(Due.due_on)
    assert [row.due_on for row in rows] == [date(2025, 9, 14), date(2026, 1, 1)]


def test_a_removed_item_may_come_back(purchase):
    drafts = plans.drafts_of(purchase.model_id)
    plans.save_plan(purchase.model_id, "litres", drafts[:1])
    plans.save_plan(purchase.model_id, "litres", drafts)
    db.session.commit()
    assert db.session.query(PlanItem).count() == 2
    assert db.session.query(Due).filter_by(state="open").count() == 2


def test_a_first_plan_reaches_purchases_made_before_it(world):
    purchase = world.buy("owner", world.washer, "WA8-24K0-0155", date(2025, 3, 14))
    plans.save_plan(world.washer.id, "cycles", [FILTER])
    db.session.commit()
    assert db.session.query(Due).filter_by(purchase_id=purchase.id).count() == 1

"""Service plans: items are written with their dates in view."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.world import World
from webapp.core.db import db
from webapp.maintenance.models import Due, ServicePlan

Acts = Callable[[], list[tuple[str, str]]]
ITEM = {
    "code": "filter-1",
    "name_en": "Replace filter no. 1",
    "name_vi": "Thay lõi lọc số 1",
    "kind": "self",
    "icon": "funnel",
    "every_months": "6",
    "every_days": "",
    "usage_every": "3600",
    "combination": "any",
    "anchor": "completion",
    "stages": "-14, -3, 0",
}
HTMX = {"HX-Request": "true"}


@pytest.fixture
def path(world: World) -> str:
    return f"/staff/models/{world.purifier.ref}/plan"


def test_an_item_is_added_and_falls_due_for_owners(
    editing: FlaskClient, world: World, path: str, acts: Acts
) -> None:
    purchase = world.purchase
    assert editing.post(f"{path}/items", data=ITEM).status_code == 303
    due = db.session.scalars(db.select(Due).filter_by(purchase_id=purchase.id)).one()
    assert due.due_on is not None
    assert due.due_on.isoformat() == "2025-09-14"
    assert due.item.stages == [-14, -3, 0]
    assert acts() == [("plan.edit", f"plan:{world.purifier.ref}")]


def test_the_plan_shows_its_first_dates(editing: FlaskClient, path: str) -> None:
    editing.post(f"{path}/items", data=ITEM)
    text = editing.get(f"{path}?bought_on=2025-08-31", headers=HTMX).text
    assert "28 Feb 2026" in text
    assert "31 Aug 2026" in text or "28 Aug 2026" in text
    assert "<html" not in text


def test_the_dates_of_an_item_are_shown_while_it_is_written(editing: FlaskClient) -> None:
    asked = ITEM | {"anchor": "purchase", "bought_on": "2025-01-31", "usage_every": "", "every_months": "1"}
    text = editing.post("/staff/plans/preview", data=asked, headers=HTMX).text
    assert "28 Feb 2025" in text
    assert "31 Mar 2025" in text
    nothing = editing.post("/staff/plans/preview", data={"every_months": ""}, headers=HTMX).text
    assert "Say how often" in nothing


def test_a_changed_item_keeps_its_code(editing: FlaskClient, path: str) -> None:
    editing.post(f"{path}/items", data=ITEM)
    assert "Replace filter no. 1" in editing.get(f"{path}/items/filter-1").text
    changed = ITEM | {"code": "other", "every_months": "12"}
    assert editing.post(f"{path}/items/filter-1", data=changed).status_code == 303
    (item,) = db.session.scalars(db.select(ServicePlan)).one().current_items
    assert (item.code, item.every_months) == ("filter-1", 12)


def test_a_removed_item_is_asked_for_no_more(editing: FlaskClient, world: World, path: str) -> None:
    purchase = world.purchase
    editing.post(f"{path}/items", data=ITEM)
    assert editing.post(f"{path}/items/filter-1/removal").status_code == 303
    assert db.session.scalars(db.select(ServicePlan)).one().current_items == []
    open_dues = db.select(Due).filter_by(purchase_id=purchase.id, state="open")
    assert db.session.scalars(open_dues).all() == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"every_months": "", "usage_every": ""}, "Say how often"),
        ({"anchor": "calendar"}, "choose the date"),
        ({"stages": "soon"}, "whole numbers of days"),
        ({"stages": "200"}, "none beyond 90 days"),
        ({"name_en": ""}, "Write the English name"),
        ({"code": "No Spaces"}, "small Latin letters"),
    ],
)
def test_an_item_that_makes_no_sense_is_refused(
    editing: FlaskClient, path: str, changes: dict[str, str], sentence: str
) -> None:
    answer = editing.post(f"{path}/items", data=ITEM | changes)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert db.session.scalars(db.select(ServicePlan)).all() == []


def test_two_items_do_not_share_a_code(editing: FlaskClient, path: str) -> None:
    editing.post(f"{path}/items", data=ITEM)
    answer = editing.post(f"{path}/items", data=ITEM)
    assert answer.status_code == 422
    assert "has the same code" in answer.text


def test_agents_read_plans_and_change_none(desk: FlaskClient, path: str) -> None:
    assert desk.get(path).status_code == 200
    assert desk.get(f"{path}/items/new").status_code == 404
    assert desk.post(f"{path}/items", data=ITEM).status_code == 404

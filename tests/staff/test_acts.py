"""What agents do to one purchase's cover, each with its entry in the trail."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from tests.world import World
from webapp.core import clock
from webapp.core.db import db
from webapp.products.models import Purchase
from webapp.warranty import policies
from webapp.warranty.cover import cover_of
from webapp.warranty.facts import Covers, Guarantor, Promise
from webapp.warranty.models import CoverEvent

Acts = Callable[[], list[tuple[str, str]]]


@pytest.fixture
def covered(world: World) -> Purchase:
    """The owner's purifier with 24 months of cover, sold where no rules are kept."""
    policy = policies.create_policy("P", {"en": "P"})
    policies.publish(policy, None, date(2024, 1, 1), [Promise(Covers.BOTH, Guarantor.MAKER, 24)])
    policies.give_policy(world.purifier.id, policy)
    world.purchase.correct(bought_on=date(2025, 3, 14), country="XX")
    db.session.commit()
    return world.purchase


def ends(purchase: Purchase) -> date | None:
    return cover_of(purchase).summary.ends_on


def test_goodwill_lengthens_the_cover(desk: FlaskClient, covered: Purchase, acts: Acts) -> None:
    form = {"goodwill-months": "3", "goodwill-days": "", "goodwill-reason": "Late delivery"}
    assert desk.post(f"/staff/purchases/{covered.ref}/goodwill", data=form).status_code == 303
    assert ends(covered) == date(2027, 6, 14)
    assert acts() == [("purchase.goodwill", f"purchase:{covered.ref}")]


def test_goodwill_without_time_or_reason_is_refused(desk: FlaskClient, covered: Purchase, acts: Acts) -> None:
    path = f"/staff/purchases/{covered.ref}/goodwill"
    nothing = desk.post(path, data={"goodwill-months": "0", "goodwill-reason": "Kindness"})
    assert nothing.status_code == 422
    assert "Enter how many months or days are given." in nothing.text
    assert "Kindness" in nothing.text
    assert desk.post(path, data={"goodwill-months": "1"}).status_code == 422
    assert acts() == []


def test_void_and_back_again(desk: FlaskClient, covered: Purchase, acts: Acts) -> None:
    path = f"/staff/purchases/{covered.ref}"
    void = {"void-happened_on": clock.today("UTC").isoformat(), "void-reason": "Opened by somebody else"}
    assert desk.post(f"{path}/void", data=void).status_code == 303
    assert cover_of(covered).summary.status == "void"
    assert "Restore the cover" in desk.get(path).text
    again = desk.post(f"{path}/void", data=void)
    assert again.status_code == 409
    assert "void already" in desk.post(f"{path}/void", data=void).text or "Restore the cover" in again.text
    assert desk.post(f"{path}/unvoid", data={"unvoid-reason": "It was our workshop"}).status_code == 303
    assert cover_of(covered).summary.status != "void"
    assert [act for act, _subject in acts()] == ["purchase.void", "purchase.unvoid"]


def test_a_repair_stays_open_until_it_is_handed_back(
    desk: FlaskClient, covered: Purchase, acts: Acts
) -> None:
    path = f"/staff/purchases/{covered.ref}"
    taken = {"repair-number": "R-1", "repair-happened_on": "2025-06-01", "repair-intake_on": "2025-06-02"}
    assert desk.post(f"{path}/repair", data=taken).status_code == 303
    event = db.session.scalars(db.select(CoverEvent)).one()
    assert "Hand back repair R-1" in desk.get(path).text
    back = f"{path}/repairs/{event.ref}/hand-back"
    early = desk.post(back, data={f"back-{event.ref}-handed_back_on": "2025-05-01"})
    assert early.status_code == 422
    assert "out of order" in early.text
    assert desk.post(back, data={f"back-{event.ref}-handed_back_on": "2025-06-20"}).status_code == 303
    assert event.handed_back_on == date(2025, 6, 20)
    assert desk.post(back, data={f"back-{event.ref}-handed_back_on": "2025-06-21"}).status_code == 409
    assert [act for act, _subject in acts()] == ["purchase.repair", "purchase.hand_back"]


def test_a_replaced_part_is_recorded(desk: FlaskClient, covered: Purchase, acts: Acts) -> None:
    form = {
        "part-component": "pump",
        "part-name_en": "Pump",
        "part-number": "R-2",
        "part-happened_on": "2025-07-01",
        "part-months": "12",
    }
    assert desk.post(f"/staff/purchases/{covered.ref}/part", data=form).status_code == 303
    lines = {line.component: line.ends_on for line in cover_of(covered).lines}
    assert lines["pump"] == date(2026, 7, 1)
    assert acts() == [("purchase.part", f"purchase:{covered.ref}")]


def test_an_extension_plan_is_sold(desk: FlaskClient, covered: Purchase, acts: Acts) -> None:
    plan = policies.create_plan("PLUS", {"en": "Plus"}, 12)
    db.session.commit()
    form = {"extension-plan": str(plan.id), "extension-happened_on": "2025-04-01"}
    assert desk.post(f"/staff/purchases/{covered.ref}/extension", data=form).status_code == 303
    assert ends(covered) == date(2028, 3, 14)
    assert acts() == [("purchase.extend", f"purchase:{covered.ref}")]


def test_a_wrong_date_is_corrected_and_cover_follows(
    desk: FlaskClient, covered: Purchase, acts: Acts
) -> None:
    path = f"/staff/purchases/{covered.ref}/correction"
    form = {"correction-bought_on": "2025-04-01", "correction-country": "xx"}
    assert desk.post(path, data=form).status_code == 303
    assert ends(covered) == date(2027, 4, 1)
    assert acts() == [("purchase.correct", f"purchase:{covered.ref}")]
    early = desk.post(path, data=form | {"correction-bought_on": "2001-01-01"})
    assert early.status_code == 422
    assert "on sale since" in early.text


def test_a_delivery_is_recorded(desk: FlaskClient, covered: Purchase, acts: Acts) -> None:
    form = {"delivery-happened_on": "2025-03-20"}
    assert desk.post(f"/staff/purchases/{covered.ref}/delivery", data=form).status_code == 303
    assert acts() == [("purchase.deliver", f"purchase:{covered.ref}")]


def test_a_day_before_the_purchase_is_refused(desk: FlaskClient, covered: Purchase) -> None:
    form = {"repair-number": "R-1", "repair-happened_on": "2024-06-01"}
    answer = desk.post(f"/staff/purchases/{covered.ref}/repair", data=form)
    assert answer.status_code == 422
    assert "This day is before the purchase." in answer.text


def test_nothing_is_done_to_what_waits_for_review(desk: FlaskClient, pending: Purchase) -> None:
    form = {"goodwill-months": "3", "goodwill-reason": "Kind"}
    answer = desk.post(f"/staff/purchases/{pending.ref}/goodwill", data=form)
    assert answer.status_code == 409
    assert "Give goodwill" not in desk.get(f"/staff/purchases/{pending.ref}").text
    assert desk.post(f"/staff/purchases/{pending.ref}/nonsense").status_code == 404

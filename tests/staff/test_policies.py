"""Policies: written in versions, previewed before they are published, attached to models."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from tests.world import World
from webapp.core.db import db
from webapp.products.models import Purchase
from webapp.warranty.cover import cover_of
from webapp.warranty.models import ExtensionPlan, Policy

Acts = Callable[[], list[tuple[str, str]]]
At = Callable[[str], None]
LINES = {
    "effective_from": "2024-01-01",
    "lines-0-component": "",
    "lines-0-covers": "both",
    "lines-0-guarantor": "maker",
    "lines-0-months": "24",
    "lines-0-basis": "purchase",
    "lines-1-component": "pump",
    "lines-1-covers": "parts",
    "lines-1-guarantor": "maker",
    "lines-1-months": "36",
    "lines-1-basis": "purchase",
    "lines-1-name_en": "Pump",
    "lines-1-name_vi": "Bơm",
    "lines-2-component": "",
    "lines-2-covers": "both",
    "lines-2-guarantor": "maker",
    "lines-2-months": "",
    "lines-2-basis": "purchase",
}
HTMX = {"HX-Request": "true"}


@pytest.fixture
def policy(editing: FlaskClient) -> Policy:
    """A policy with its first version."""
    editing.post("/staff/policies", data={"code": "STANDARD", "name_en": "Standard"})
    editing.post("/staff/policies/STANDARD/versions", data=LINES)
    return db.session.scalars(db.select(Policy)).one()


def test_a_version_keeps_the_lines_that_promise_something(policy: Policy, acts: Acts) -> None:
    (version,) = policy.versions
    assert [(line.component, line.months) for line in version.lines] == [("unit", 24), ("pump", 36)]
    assert version.lines[1].names == {"en": "Pump", "vi": "Bơm"}
    assert [act for act, _subject in acts()] == ["policy.create", "policy.version"]


def test_the_preview_shows_the_cover_of_terms_still_being_written(editing: FlaskClient) -> None:
    asked = LINES | {"bought_on": "2025-01-31", "country": "XX"}
    text = editing.post("/staff/policies/preview", data=asked, headers=HTMX).text
    assert "31 Jan 2027" in text
    assert "31 Jan 2028" in text
    assert "<svg" in text
    assert "<html" not in text


def test_the_preview_speaks_of_the_countrys_rules(editing: FlaskClient) -> None:
    asked = LINES | {"bought_on": "2025-01-31", "country": "de"}
    assert "With the rules of Germany" in editing.post("/staff/policies/preview", data=asked).text


def test_a_preview_without_lines_asks_for_one(editing: FlaskClient) -> None:
    asked = {"bought_on": "2025-01-31", "country": "VN"}
    answer = editing.post("/staff/policies/preview", data=asked, headers=HTMX)
    assert answer.status_code == 200
    assert "Write at least one line" in answer.text


def test_attaching_a_policy_gives_cover_to_what_was_bought(
    editing: FlaskClient, policy: Policy, world: World, acts: Acts
) -> None:
    purchase = world.purchase
    assert editing.post("/staff/policies/STANDARD/models", data={"sku": "RO-9"}).status_code == 303
    assert cover_of(purchase).summary.ends_on == date(2027, 3, 14)
    assert acts()[-1] == ("model.policy", f"model:{world.purifier.ref}")
    assert "Standard" in editing.get(f"/staff/models/{world.purifier.ref}").text


def test_an_unknown_sku_is_refused(editing: FlaskClient, policy: Policy) -> None:
    answer = editing.post("/staff/policies/STANDARD/models", data={"sku": "NOPE"})
    assert answer.status_code == 422
    assert "No model in the catalogue has this SKU." in answer.text


def test_a_later_version_does_not_reach_back(editing: FlaskClient, policy: Policy, at: At) -> None:
    at("2026-11-21T09:00+00:00")
    early = editing.post("/staff/policies/STANDARD/versions", data=LINES | {"effective_from": "2026-11-01"})
    assert early.status_code == 422
    assert "promises made stay as they are" in early.text
    later = editing.post("/staff/policies/STANDARD/versions", data=LINES | {"effective_from": "2026-12-01"})
    assert later.status_code == 303
    db.session.expire_all()
    assert len(policy.versions) == 2


def test_the_next_version_starts_from_the_last(editing: FlaskClient, policy: Policy) -> None:
    text = editing.get("/staff/policies/STANDARD/versions/new").text
    assert 'value="pump"' in text
    assert 'value="36"' in text


def test_more_lines_can_be_added_without_losing_what_was_typed(editing: FlaskClient, policy: Policy) -> None:
    answer = editing.post("/staff/policies/STANDARD/versions", data=LINES | {"more": "1"})
    assert answer.status_code == 200
    assert "lines-4-months" in answer.text
    assert 'value="Bơm"' in answer.text
    assert len(policy.versions) == 1


def test_a_part_needs_a_name_and_a_version_a_line(editing: FlaskClient, policy: Policy) -> None:
    nameless = editing.post("/staff/policies/STANDARD/versions", data=LINES | {"lines-1-name_en": ""})
    assert nameless.status_code == 422
    assert "Name the part in English." in nameless.text
    empty = editing.post("/staff/policies/STANDARD/versions", data={"effective_from": "2030-01-01"})
    assert empty.status_code == 422
    assert "at least one line" in empty.text


def test_a_code_is_used_once(editing: FlaskClient, policy: Policy) -> None:
    answer = editing.post("/staff/policies", data={"code": "STANDARD", "name_en": "Again"})
    assert answer.status_code == 409
    assert "This code is in use." in answer.text


def test_agents_read_policies_and_write_none(desk: FlaskClient, policy: Policy) -> None:
    assert desk.get("/staff/policies/STANDARD").status_code == 200
    assert desk.get("/staff/policies/STANDARD/versions/new").status_code == 404
    assert desk.post("/staff/policies/STANDARD/versions", data=LINES).status_code == 404


def test_an_extension_plan_is_put_on_offer(editing: FlaskClient, acts: Acts) -> None:
    form = {
        "code": "PLUS-12",
        "name_en": "Plus",
        "months": "12",
        "covers": "both",
        "start_basis": "after_base",
    }
    assert editing.post("/staff/extension-plans", data=form).status_code == 303
    assert db.session.scalars(db.select(ExtensionPlan)).one().months == 12
    assert acts() == [("extension.create", "extension:PLUS-12")]
    assert editing.post("/staff/extension-plans", data=form).status_code == 409


def test_purchases_of_the_model_keep_their_pages(editing: FlaskClient, policy: Policy, world: World) -> None:
    purchase: Purchase = world.purchase
    editing.post("/staff/policies/STANDARD/models", data={"sku": "RO-9"})
    assert "Pump" in editing.get(f"/staff/purchases/{purchase.ref}").text

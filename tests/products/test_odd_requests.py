"""Requests that no form of ours sends get an answer, not a failure."""

from datetime import date

import pytest
from flask.testing import FlaskClient

from tests.world import World
from webapp.core.db import db
from webapp.products.models import Purchase, PurchaseShare

FAR = 10**20


def test_a_registration_without_its_optional_fields(browser: FlaskClient, world: World) -> None:
    sent = {
        "model": world.purifier.ref,
        "serial": world.serial.number,
        "bought_on": "2025-03-14",
        "country": "VN",
    }
    answer = browser.post("/products/register", data=sent)
    assert answer.status_code == 303
    assert db.session.scalars(db.select(Purchase)).one().retailer == ""


def test_details_without_their_optional_fields(browser: FlaskClient, world: World) -> None:
    sent = {"bought_on": date(2025, 3, 15).isoformat(), "country": "VN"}
    assert browser.post(f"/products/{world.purchase.ref}/details", data=sent).status_code == 303
    assert (world.purchase.nickname, world.purchase.bought_on) == ("", date(2025, 3, 15))


@pytest.mark.parametrize(
    "path", ["/products/past?after={}", "/products?after={}", "/notifications?before={}"]
)
def test_a_page_beyond_all_numbers_is_the_first(browser: FlaskClient, path: str) -> None:
    assert browser.get(path.format(FAR)).status_code == 200


@pytest.mark.parametrize(
    "path", ["/products/{}/family/{}/removal", "/products/{}/family/invitations/{}/withdrawal"]
)
def test_a_member_beyond_all_numbers_is_nobody(browser: FlaskClient, world: World, path: str) -> None:
    assert browser.post(path.format(world.purchase.ref, FAR)).status_code == 404
    assert db.session.scalar(db.select(PurchaseShare)) is None


@pytest.mark.parametrize(
    "path",
    ["/products/a%00b", "/r/%00", "/verify/a%00b", "/01/08930000000019/21/A%00B", "/family/a%00", "/%00"],
)
def test_a_path_with_a_nul_is_not_found(browser: FlaskClient, world: World, path: str) -> None:
    assert browser.get(path).status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/products/register?model=%00", "/products/register?q=%00", "/products/register?serial=AB%00C"],
)
def test_a_question_with_a_nul_is_answered(browser: FlaskClient, path: str) -> None:
    assert browser.get(path).status_code in (200, 400)


def test_a_form_with_a_nul_is_answered(browser: FlaskClient, world: World) -> None:
    for field in ("model", "serial", "use", "country", "idempotency_key", "bought_on"):
        sent = {
            "model": world.purifier.ref,
            "serial": world.serial.number,
            "bought_on": "2025-03-14",
            "country": "VN",
        }
        answer = browser.post("/products/register", data=sent | {field: "A\0B"})
        assert answer.status_code < 500, field

"""Export and erasure of what a person owns, and what others may see."""

import json

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage

from tests.products.labels import as_file, label
from tests.world import World
from webapp.accounts import erasing, export
from webapp.accounts.models import User
from webapp.core.db import db
from webapp.core.media import Media
from webapp.products import receipts, scope
from webapp.products.models import PurchaseShare
from webapp.products.models.purchase import Ending


def test_the_export_holds_what_a_person_owns(world: World, owner: User, stranger: User) -> None:
    mine = world.purchase
    db.session.add(PurchaseShare(purchase_id=mine.id, user_id=stranger.id))
    db.session.commit()
    theirs = json.loads(export.Archive(stranger).json)["products"]
    own = json.loads(export.Archive(owner).json)["products"]
    assert own["purchases"][0]["serial_number"] == mine.serial_number
    assert (theirs["purchases"], theirs["shared_with_me"][0]["ref"]) == ([], mine.ref)


def test_erasing_lets_the_unit_go_and_deletes_the_papers(world: World, owner: User, stranger: User) -> None:
    purchase = world.purchase
    purchase.nickname = "Bếp nhà Linh"
    receipts.keep(purchase, FileStorage(as_file(label()), "receipt.jpg"))
    db.session.add(PurchaseShare(purchase_id=purchase.id, user_id=stranger.id))
    erasing.erase(owner)
    assert (purchase.ended_reason, purchase.nickname, purchase.receipt_id) == ("retired", "", None)
    assert db.session.scalar(select(func.count()).select_from(Media)) == 0
    assert PurchaseShare.all_of(purchase.id) == []


@pytest.mark.parametrize(
    "path",
    ["details", "receipt", "receipt/file", "family", "transfer", "retirement", "label-photo"],
)
def test_a_strangers_reference_is_not_found(other: FlaskClient, world: World, path: str) -> None:
    assert other.get(f"/products/{world.purchase.ref}/{path}").status_code == 404


def test_family_reads_but_does_not_manage(world: World, other: FlaskClient, stranger: User) -> None:
    db.session.add(PurchaseShare(purchase_id=world.purchase.id, user_id=stranger.id))
    db.session.commit()
    for path in ("details", "retirement", "transfer", "family"):
        assert other.post(f"/products/{world.purchase.ref}/{path}").status_code == 404


def test_what_one_had_is_listed_with_how_it_ended(browser: FlaskClient, world: World, owner: User) -> None:
    first = world.purchase
    second = world.buy("owner", world.washer, "WA8-24K0-0155", first.bought_on)
    first.end(Ending.SOLD)
    second.end(Ending.RETIRED)
    db.session.commit()
    page = browser.get("/products/past")
    assert page.text.index("W-8 Inverter") < page.text.index("RO-9 Slim")
    assert "Sold" in page.text
    assert "Out of use" in page.text
    assert [row.ref for row in scope.past_products(owner, after=second.id)] == [first.ref]


def test_the_list_of_what_one_had_shows_nobody_elses(other: FlaskClient, world: World) -> None:
    world.purchase.end(Ending.SOLD)
    db.session.commit()
    assert "RO-9" not in other.get("/products/past").text


def test_details_are_changed_and_the_rest_refused(browser: FlaskClient, world: World) -> None:
    url = f"/products/{world.purchase.ref}/details"
    good = {
        "nickname": "Máy lọc 🍀",
        "place": "Bếp",
        "bought_on": "2025-03-10",
        "country": "TH",
        "retailer": "",
    }
    assert browser.post(url, data=good).status_code == 303
    purchase = world.purchase
    assert (purchase.nickname, purchase.bought_on.isoformat(), purchase.country) == (
        "Máy lọc 🍀",
        "2025-03-10",
        "TH",
    )
    assert browser.post(url, data=good | {"bought_on": "2099-01-01"}).status_code == 422
    assert browser.post(url, data=good | {"nickname": "x" * 61}).status_code == 422


def test_retiring_ends_it_once(browser: FlaskClient, world: World) -> None:
    url = f"/products/{world.purchase.ref}/retirement"
    assert browser.post(url, data={"reason": "transferred"}).status_code == 422
    for reason in ("sold", "retired"):
        assert browser.post(url, data={"reason": reason}).status_code == 303
    assert world.purchase.ended_reason == "sold"
    assert browser.post(f"/products/{world.purchase.ref}/details", data={}).status_code == 422

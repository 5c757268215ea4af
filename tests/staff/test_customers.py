"""Finding a customer, reading one file, and registering at the counter."""

import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.world import World
from webapp.accounts.models import User
from webapp.core.db import db
from webapp.products.models import Purchase

Acts = Callable[[], list[tuple[str, str]]]


@pytest.mark.parametrize(
    "asked", ["owner@", "OWNER@example.com", "linh", "NGUYỄN", "7kx2 0194 55", "7KXZ-O194-55"]
)
def test_a_customer_is_found_by_address_name_or_serial(desk: FlaskClient, world: World, asked: str) -> None:
    assert world.purchase.owner.name == "Linh Nguyễn"
    found = desk.get("/staff/customers", query_string={"q": asked}).text
    assert ("owner@example.com" in found) is (asked != "7KXZ-O194-55")


def test_a_look_alike_serial_finds_its_owner(desk: FlaskClient, world: World) -> None:
    assert world.purchase.is_active
    assert "owner@example.com" in desk.get("/staff/customers?q=7KX2-O194-5S").text


def test_the_serial_of_a_pending_unit_finds_its_owner(desk: FlaskClient, pending: Purchase) -> None:
    found = desk.get("/staff/customers", query_string={"q": pending.serial_number}).text
    assert "stranger@example.com" in found


def test_nothing_is_found_for_wild_cards_or_single_letters(desk: FlaskClient, owner: User) -> None:
    for asked in ("%", "_", "a", "%%", "__", "", "\x00"):
        assert owner.email not in desk.get("/staff/customers", query_string={"q": asked}).text


def test_the_file_is_one_timeline_without_secrets(desk: FlaskClient, pending: Purchase, owner: User) -> None:
    desk.post(f"/staff/registrations/{pending.ref}/photo-request")
    text = desk.get(f"/staff/customers/{pending.owner_id}").text
    assert pending.serial_number in text
    assert "Asked for a better photo" in text
    assert "In the inbox, not shown on a device" in text
    assert pending.owner.password_hash not in text
    assert owner.email not in text


def test_the_timeline_goes_on_by_key(desk: FlaskClient, world: World, agent: User) -> None:
    from webapp.core import audit

    for n in range(60):
        audit.record(agent.id, "purchase.goodwill", f"purchase:{world.purchase.ref}", n=n)
    db.session.commit()
    page = desk.get(f"/staff/customers/{world.purchase.owner_id}").text
    link = page.split('hx-get="')[1].split('"')[0].replace("&amp;", "&")
    rest = desk.get(link, headers={"HX-Request": "true"})
    assert rest.status_code == 200
    assert "Gave goodwill" in rest.text
    assert "<html" not in rest.text


def test_staff_register_at_the_counter(desk: FlaskClient, world: World, agent: User, acts: Acts) -> None:
    form = {"email": "Family@Example.com", "serial": world.serial.number, "bought_on": "2025-05-01"}
    answer = desk.post("/staff/counter", data=form)
    purchase = db.session.scalars(db.select(Purchase)).one_or_none()
    assert purchase is None, "no account has the address yet"
    assert answer.status_code == 422
    assert "No account has this address." in answer.text
    family = world.person("family")
    answer = desk.post("/staff/counter", data=form | {"retailer": "Shop"})
    purchase = db.session.scalars(db.select(Purchase)).one()
    assert answer.location == f"/staff/purchases/{purchase.ref}"
    assert (purchase.owner_id, purchase.reported_by) == (family.id, agent.id)
    assert (purchase.country, purchase.retailer) == ("VN", "Shop")
    assert acts() == [("purchase.register", f"purchase:{purchase.ref}")]


@pytest.mark.parametrize(
    ("changes", "status", "sentence"),
    [
        ({"serial": "7KX2-0194-55"}, 409, "This unit already has an owner"),
        ({"serial": "7KX2-9999-99"}, 422, "Give the SKU of the model"),
        ({"serial": "7KX2-9999-99", "sku": "NOPE"}, 422, "No model in the catalogue has this SKU"),
        ({"serial": "!!"}, 422, "3 to 40 letters and digits"),
        ({"bought_on": "2999-01-01"}, 422, "cannot be in the future"),
        ({"bought_on": "2001-01-01"}, 422, "on sale since"),
        ({"country": "Vietnam"}, 422, "Use two letters"),
    ],
)
def test_the_counter_refuses_what_cannot_be(
    desk: FlaskClient, world: World, changes: dict[str, str], status: int, sentence: str
) -> None:
    assert world.purchase.is_active
    family = world.person("family")
    form = {"email": family.email, "serial": world.serial.number, "bought_on": "2025-05-01"} | changes
    answer = desk.post("/staff/counter", data=form)
    assert answer.status_code == status
    assert sentence in answer.text
    assert db.session.scalars(db.select(Purchase).filter_by(owner_id=family.id)).all() == []


def test_an_unknown_serial_with_its_model_waits_for_review(desk: FlaskClient, world: World) -> None:
    family = world.person("family")
    form = {
        "email": family.email,
        "serial": "7KX2-9999-99",
        "sku": world.purifier.sku,
        "bought_on": "2025-05-01",
    }
    assert desk.post("/staff/counter", data=form).status_code == 303
    assert db.session.scalars(db.select(Purchase)).one().is_pending


def test_a_receipt_of_a_wrong_kind_is_refused_beside_its_field(desk: FlaskClient, world: World) -> None:
    family = world.person("family")
    form = {
        "email": family.email,
        "serial": world.serial.number,
        "bought_on": "2025-05-01",
        "receipt": (io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "receipt.jpg"),
    }
    answer = desk.post("/staff/counter", data=form, content_type="multipart/form-data")
    assert answer.status_code == 415
    assert "not supported" in answer.text
    assert db.session.scalars(db.select(Purchase)).all() == []

"""The registration page: doors, details, refusals, as a browser without scripts sees them."""

from datetime import date
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.products.labels import as_file, label, qr, tilted
from tests.world import World
from webapp.accounts.models import User
from webapp.core.db import db
from webapp.products.models import Dispute, Purchase

LINK = "https://shop.example/01/08930000000019/21/7KX2-0194-56"


@pytest.fixture
def details(world: World) -> dict[str, str]:
    """What a person fills in."""
    return {
        "model": world.purifier.ref,
        "serial": world.serial.number,
        "bought_on": "2025-03-14",
        "country": "VN",
        "retailer": "Điện máy Xanh",
    }


def photo(browser: FlaskClient, file: BytesIO, name: str = "label.jpg") -> TestResponse:
    return browser.post("/products/register/label", data={"photo": (file, name), "via": "label"})


def test_the_three_doors_are_shown(browser: FlaskClient) -> None:
    page = browser.get("/products/register")
    assert page.status_code == 200
    assert "wasm-unsafe-eval" in page.headers["Content-Security-Policy"]
    for word in ("Read the label", "Choose the model by its name", "transfer code"):
        assert word in page.text


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_photo_of_the_label_fills_the_form_in(browser: FlaskClient, kind: str) -> None:
    answer = photo(browser, as_file(tilted(label(qr(LINK)), 12), kind))
    assert answer.status_code == 303
    page = browser.get(answer.location)
    assert "Recognised from the label" in page.text
    assert 'value="7KX2-0194-56"' in page.text


def test_a_photo_lying_on_its_side_in_its_header_is_read(browser: FlaskClient) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert photo(browser, as_file(label(qr(LINK)), exif=exif)).status_code == 303


@pytest.mark.parametrize(
    "typed", ["7KX2-0194-56", " 7kx2–0194–56", LINK, "01089300000000192" + "17KX2-0194-56"]
)
def test_typed_or_scanned_text_finds_the_unit(browser: FlaskClient, world: World, typed: str) -> None:
    answer = browser.post("/products/register/label", data={"code": typed})
    assert answer.location == f"/products/register?model={world.purifier.ref}&serial=7KX2-0194-56"


def test_a_product_number_alone_chooses_the_model(browser: FlaskClient, world: World) -> None:
    answer = browser.post("/products/register/label", data={"code": "8930000000019"})
    assert answer.location == f"/products/register?model={world.purifier.ref}"


def test_an_unknown_serial_asks_for_the_model(browser: FlaskClient) -> None:
    answer = browser.post("/products/register/label", data={"code": "QQQ-777"})
    page = browser.get(answer.location)
    assert "Which model has the serial number QQQ-777?" in page.text
    assert "RO-9 Slim" in page.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("8930000000018", "its last digit does not match"),
        ("4006381333931", "Product number 4006381333931 is not in our catalogue"),
        ("", "3 to 40 letters and digits"),
        ("😀" * 300, "3 to 40 letters and digits"),
        ("‮abc", "3 to 40 letters and digits"),
        ("A\x00", "3 to 40 letters and digits"),
        ("https://x.example/r/nothing-issued-0", "not in our records"),
    ],
)
def test_text_that_names_nothing_gets_a_sentence(browser: FlaskClient, typed: str, sentence: str) -> None:
    page = browser.post("/products/register/label", data={"code": typed})
    assert page.status_code == 422
    assert sentence in page.text


def test_registering_leads_to_my_product(browser: FlaskClient, details: dict[str, str], owner: User) -> None:
    answer = browser.post("/products/register", data=details)
    purchase = db.session.scalars(select(Purchase)).one()
    assert (answer.status_code, answer.location) == (303, f"/products/{purchase.ref}")
    assert (purchase.owner_id, purchase.retailer, purchase.country) == (owner.id, "Điện máy Xanh", "VN")
    assert purchase.confirmed_at is not None


def test_registering_again_and_again_is_one_record(browser: FlaskClient, details: dict[str, str]) -> None:
    first = browser.post("/products/register", data=details | {"idempotency_key": "k1"})
    tapped_twice = browser.post("/products/register", data=details | {"idempotency_key": "k1"})
    sent_later = browser.post("/products/register", data=details | {"idempotency_key": "k2"})
    assert first.location == tapped_twice.location == sent_later.location
    assert db.session.scalar(select(func.count()).select_from(Purchase)) == 1


def test_a_receipt_comes_along(browser: FlaskClient, details: dict[str, str]) -> None:
    browser.post("/products/register", data=details | {"receipt": (as_file(label()), "receipt.jpg")})
    assert db.session.scalars(select(Purchase)).one().receipt_id is not None


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("bought_on", "2099-01-01", "cannot be in the future"),
        ("bought_on", "2023-12-31", "must be between 1 Jan 2024 and"),
        ("bought_on", "", "Choose the day you bought it"),
        ("bought_on", "31/02/2025", "This is not a date"),
        ("bought_on", " ", "This is not a date"),
        ("country", "ZZ", "Choose a country"),
        ("serial", "HELLO WORLD", "This is not a serial number of this model"),
        ("serial", "😀" * 300, "At most 200 characters"),
        ("retailer", "😀" * 300, "At most 120 characters"),
    ],
)
def test_a_wrong_field_is_explained_and_the_rest_kept(
    browser: FlaskClient, details: dict[str, str], field: str, value: str, sentence: str
) -> None:
    page = browser.post("/products/register", data=details | {field: value})
    assert page.status_code == 422
    assert sentence in page.text
    assert field == "retailer" or "Điện máy Xanh" in page.text
    assert db.session.scalar(select(func.count()).select_from(Purchase)) == 0


def test_right_to_left_marks_and_nul_bytes_are_dropped(browser: FlaskClient, details: dict[str, str]) -> None:
    browser.post("/products/register", data=details | {"retailer": "Shop \u202eevil\x00"})
    assert db.session.scalars(select(Purchase)).one().retailer == "Shop evil"


def test_a_look_alike_is_offered_then_taken(browser: FlaskClient, details: dict[str, str]) -> None:
    page = browser.post("/products/register", data=details | {"serial": "7KX2-O194-56"})
    assert page.status_code == 422
    assert "Did you mean" in page.text
    assert 'value="7KX2-0194-56"' in page.text
    used = browser.post(
        "/products/register", data=details | {"serial": "7KX2-O194-56", "use": "7KX2-0194-56"}
    )
    assert used.status_code == 303
    assert db.session.scalars(select(Purchase)).one().serial_number == "7KX2-0194-56"


def test_one_may_insist_on_what_one_typed(
    browser: FlaskClient, details: dict[str, str], world: World
) -> None:
    world.purifier.serial_pattern = ""
    answer = browser.post(
        "/products/register", data=details | {"serial": "7KX2-O194-56", "sure": "7KX2-O194-56"}
    )
    assert answer.status_code == 303
    assert db.session.scalars(select(Purchase)).one().is_pending


def test_the_hint_while_typing(browser: FlaskClient, world: World) -> None:
    url = f"/products/register/serial?model={world.purifier.ref}&serial="
    assert "Use it" in browser.get(url + "7KX2-O194-56").text
    assert "number we issued" in browser.get(url + "7kx2 0194 56").text
    assert "staff will check it" in browser.get(url + "9999-0000-00").text


def test_a_taken_serial_offers_a_claim_and_names_nobody(
    browser: FlaskClient, details: dict[str, str], stranger: User, world: World
) -> None:
    world.buy("stranger", world.purifier, world.serial.number, date(2025, 1, 1))
    page = browser.post("/products/register", data=details)
    assert page.status_code == 409
    assert "already registered" in page.text
    assert stranger.name not in page.text
    claim = details | {"statement": "Bought new", "evidence": (as_file(label()), "proof.jpg")}
    answer = browser.post("/products/disputes", data=claim)
    dispute = db.session.scalars(select(Dispute)).one()
    assert answer.location == f"/products/disputes/{dispute.ref}"
    assert dispute.evidence_id is not None
    assert "We have your claim" in browser.get(answer.location).text


def test_the_taken_serial_looks_the_same_until_it_is_sent(browser: FlaskClient, world: World) -> None:
    before = browser.get(f"/r/{world.serial.token}")
    world.buy("stranger", world.purifier, world.serial.number, date(2025, 1, 1))
    after = browser.get(f"/r/{world.serial.token}")
    assert (before.status_code, before.location) == (after.status_code, after.location)


def test_the_twenty_first_registration_of_an_hour_waits(
    browser: FlaskClient, details: dict[str, str]
) -> None:
    for _time in range(20):
        browser.post("/products/register", data=details)
    answer = browser.post("/products/register", data=details)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0


def test_the_sixth_unknown_serial_waits(browser: FlaskClient, details: dict[str, str]) -> None:
    for number in range(5):
        browser.post("/products/register", data=details | {"serial": f"9ZZ2-0000-0{number}"})
    answer = browser.post("/products/register", data=details | {"serial": "9ZZ2-0000-09"})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 3500


def test_models_are_found_by_name_in_any_language_without_marks(browser: FlaskClient, world: World) -> None:
    world.washer.names = {
        "en": "Washer",
        "vi": "Máy giặt cửa trước",
        "ru": "Стиральная машина",
        "th": "เครื่องซักผ้า",
    }
    for typed in ("may giat", "СТИРАЛЬНАЯ", "ซักผ้า", "w-8", "8930000000026"):
        page = browser.get("/products/register", query_string={"q": typed})
        assert "Washer" in page.text
        assert "RO-9" not in page.text
    assert "No model by this name" in browser.get("/products/register?q=zzzz%25").text

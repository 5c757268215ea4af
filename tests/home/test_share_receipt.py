"""A receipt from the phone's share sheet: kept for its person, put to a product, forgotten when unwanted."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import func, select

from tests.world import World
from webapp.accounts.models import User
from webapp.core import clock
from webapp.core.db import db
from webapp.core.media import Media
from webapp.home.shared_receipt import SharedReceipt, forget_old_receipts

Browser = Callable[[User], FlaskClient]


def photo() -> io.BytesIO:
    data = io.BytesIO()
    Image.new("RGB", (60, 90), "white").save(data, "JPEG")
    data.seek(0)
    return data


def share(browser: FlaskClient, data: io.BytesIO, name: str = "receipt.jpg") -> str:
    """Share a file as Android does: a navigation that no page started."""
    answer = browser.post(
        "/share-receipt",
        data={"title": "Receipt", "receipt": (data, name)},
        headers={"Sec-Fetch-Site": "none"},
    )
    assert answer.status_code == 303
    return answer.location


def test_it_asks_which_product_and_keeps_it_there(sign_in: Browser, owner: User, world: World) -> None:
    browser, ref = sign_in(owner), world.purchase.ref
    place = share(browser, photo())
    assert f'value="{ref}"' in browser.get(place).text
    assert browser.post(place, data={"product": ref}).location == f"/products/{ref}"
    assert world.purchase.receipt_id is not None
    assert browser.get(place).status_code == 404


def test_without_a_product_it_says_how_to_get_one(sign_in: Browser, owner: User) -> None:
    browser = sign_in(owner)
    assert 'href="/products/register"' in browser.get(share(browser, photo())).text


def test_it_is_nobody_elses(sign_in: Browser, owner: User, stranger: User) -> None:
    place = share(sign_in(owner), photo())
    assert sign_in(stranger).get(place).status_code == 404


def test_it_cannot_be_put_to_a_strangers_product(
    sign_in: Browser, owner: User, stranger: User, world: World
) -> None:
    browser, ref = sign_in(stranger), world.purchase.ref
    assert browser.post(share(browser, photo()), data={"product": ref}).status_code == 404
    assert world.purchase.receipt_id is None


@pytest.mark.parametrize(("data", "status"), [(b"", 415), (b"<svg/>", 415), (b"\xff\xd8\xff broken", 422)])
def test_what_is_no_receipt_is_refused_in_words(
    sign_in: Browser, owner: User, data: bytes, status: int
) -> None:
    upload = (io.BytesIO(data), "receipt.jpg")
    answer = sign_in(owner).post("/share-receipt", data={"receipt": upload})
    assert answer.status_code == status
    assert 'class="notice tone-bad"' in answer.text
    assert db.session.scalar(select(func.count(SharedReceipt.id))) == 0


def test_sharing_without_a_file_is_refused(sign_in: Browser, owner: User) -> None:
    assert sign_in(owner).post("/share-receipt", data={"title": "Receipt"}).status_code == 422


def test_a_foreign_site_cannot_share(sign_in: Browser, owner: User) -> None:
    answer = sign_in(owner).post("/share-receipt", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


def test_it_is_forgotten_after_two_days(sign_in: Browser, owner: User, at: Callable[..., None]) -> None:
    at("2026-11-21T09:00+07:00")
    share(sign_in(owner), photo())
    at(clock.now() + timedelta(days=3))
    forget_old_receipts.run()
    assert db.session.scalar(select(func.count(SharedReceipt.id))) == 0
    assert db.session.scalar(select(func.count(Media.id))) == 0

"""The composed pages: what they say first, whom they show what, and how few statements they take."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from tests.world import World
from webapp.accounts.models import User
from webapp.core.db import db
from webapp.products.models import PurchaseShare

BUDGET = 6
Browser = Callable[[User], FlaskClient]
SERIALS = [f"7KX2-{number:04d}-10" for number in range(1, 26)]


@pytest.fixture
def many(world: World) -> list[str]:
    """Twenty-five purifiers of the owner, in the order they were registered."""
    return [world.buy("owner", world.purifier, serial, date(2025, 3, 14)).ref for serial in SERIALS]


def test_a_new_customer_is_asked_to_register(sign_in: Browser, owner: User) -> None:
    html = sign_in(owner).get("/").text
    assert "Linh" in html
    assert 'href="/products/register"' in html
    assert 'class="card hero"' not in html


def test_dashboard_shows_what_one_has(sign_in: Browser, owner: User, world: World) -> None:
    html = sign_in(owner).get("/").text if world.purchase else ""
    assert f'href="/products/{world.purchase.ref}"' in html


def test_product_is_shown_whole(sign_in: Browser, owner: User, world: World) -> None:
    html = sign_in(owner).get(f"/products/{world.purchase.ref}").text
    assert "RO-9 Slim" in html
    assert "7KX2" in html
    assert 'id="cover"' in html
    assert 'id="care"' in html


def test_a_strangers_product_does_not_exist(sign_in: Browser, stranger: User, world: World) -> None:
    ref = world.purchase.ref
    browser = sign_in(stranger)
    assert browser.get(f"/products/{ref}").status_code == 404
    assert browser.get(f"/book?product={ref}").status_code == 404
    assert ref not in browser.get("/products").text


def test_family_sees_it_marked_as_shared(sign_in: Browser, family: User, world: World) -> None:
    db.session.add(PurchaseShare(purchase_id=world.purchase.id, user_id=family.id))
    browser = sign_in(family)
    assert world.purchase.ref in browser.get("/products").text
    page = browser.get(f"/products/{world.purchase.ref}")
    assert page.status_code == 200
    assert "/transfer" not in page.text


def test_list_is_read_twenty_at_a_time(sign_in: Browser, owner: User, many: list[str]) -> None:
    browser = sign_in(owner)
    first = browser.get("/products").text
    assert [ref for ref in many if f'/products/{ref}"' in first] == many[5:]
    following = first.split('class="button quiet" href="')[1].split('"')[0]
    rest = browser.get(following, headers={"HX-Request": "true"}).text
    assert [ref for ref in many if f'/products/{ref}"' in rest] == many[:5]
    assert "<html" not in rest


@pytest.mark.parametrize("path", ["/", "/products", "/products/{ref}"])
def test_statements_stay_in_budget(
    sign_in: Browser, owner: User, many: list[str], count_statements: list[str], path: str
) -> None:
    browser = sign_in(owner)
    browser.get(path.format(ref=many[0]))
    db.session.remove()
    count_statements.clear()
    assert browser.get(path.format(ref=many[0])).status_code == 200
    assert len(count_statements) <= BUDGET, "\n".join(count_statements)


@pytest.mark.parametrize("path", ["/", "/products", "/products/{ref}"])
def test_readable_pages_may_be_kept_under_an_opaque_name(
    sign_in: Browser, owner: User, stranger: User, world: World, path: str
) -> None:
    mine = sign_in(owner).get(path.format(ref=world.purchase.ref)).headers["X-Offline"]
    theirs = sign_in(stranger).get("/").headers["X-Offline"]
    assert mine != theirs
    assert mine == sign_in(owner).get("/").headers["X-Offline"]


def test_settings_are_not_kept_on_the_phone(sign_in: Browser, owner: User) -> None:
    answer = sign_in(owner).get("/settings")
    assert answer.status_code == 200
    assert "X-Offline" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


def test_settings_hold_every_rooms_part(sign_in: Browser, owner: User) -> None:
    html = sign_in(owner).get("/settings").text
    for part in ("profile", "reminder-times", "security", "devices", "consents"):
        assert f'id="{part}"' in html
    assert 'action="/sign-out"' in html


def test_booking_says_when_it_opens_and_keeps_the_product(
    sign_in: Browser, owner: User, world: World
) -> None:
    browser = sign_in(owner)
    assert browser.get("/book").status_code == 200
    assert "RO-9 Slim" in browser.get(f"/book?product={world.purchase.ref}").text


@pytest.mark.parametrize("path", ["/products", "/settings", "/book", "/products/abc"])
def test_visitors_are_asked_to_sign_in(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 303
    assert answer.location == f"/sign-in?next={path}"

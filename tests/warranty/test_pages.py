"""Pages of cover, the printable card and the public check."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from tests.warranty.conftest import PUMP
from tests.warranty.facts import day
from tests.world import World
from webapp.accounts.models import User
from webapp.core import clock
from webapp.core.db import db
from webapp.core.web import render
from webapp.products import signals
from webapp.products.models import Purchase
from webapp.warranty import verbs
from webapp.warranty.cover import cover_of
from webapp.warranty.models import WarrantyCard

SignIn = Callable[[User], FlaskClient]


@pytest.fixture(autouse=True)
def _today(at) -> None:
    at("2026-11-21T09:00+07:00")


def token_of(purchase: Purchase) -> str:
    card = WarrantyCard.of(purchase.id)
    assert card is not None
    return card.token


def worn(purchase: Purchase, agent: User) -> None:
    """A repair with a new pump, as on the picture."""
    verbs.take_in_repair(
        purchase, agent, requested_on=day("2026-06-14"), intake_on=day("2026-06-14"),
        handed_back_on=day("2026-06-26"), number="R-2041",
    )  # fmt: skip
    verbs.replace_part(purchase, agent, component="pump", names=PUMP, on=day("2026-06-20"), number="R-2041")
    db.session.commit()


def test_the_cover_page_explains_every_line_in_the_owners_language(
    purchase: Purchase, agent: User, owner: User, sign_in: SignIn
) -> None:
    worn(purchase, agent)
    text = sign_in(owner).get(f"/products/{purchase.ref}/cover").text
    assert "14 thg 3, 2025" in text
    assert "R-2041" in text
    assert "Luật Bảo vệ quyền lợi người tiêu dùng số 19/2023/QH15" in text
    assert 'lang="vi"' in text
    assert "Bơm" in text
    assert "style=" not in text


def test_the_cover_page_takes_at_most_six_statements(
    purchase: Purchase, agent: User, owner: User, sign_in: SignIn, count_statements: list[str]
) -> None:
    worn(purchase, agent)
    browser, url = sign_in(owner), f"/products/{purchase.ref}/cover"
    browser.get(url)
    count_statements.clear()
    browser.get(url)
    assert len(count_statements) <= 6


@pytest.mark.parametrize("page", ["cover", "warranty-card"])
def test_a_strangers_look_is_a_404(page: str, purchase: Purchase, stranger: User, sign_in: SignIn) -> None:
    assert sign_in(stranger).get(f"/products/{purchase.ref}/{page}").status_code == 404


def test_a_visitor_is_asked_to_sign_in(purchase: Purchase, client: FlaskClient) -> None:
    assert client.get(f"/products/{purchase.ref}/cover").status_code == 303


def test_a_product_without_terms_says_so(world: World, owner: User, sign_in: SignIn) -> None:
    text = sign_in(owner).get(f"/products/{world.purchase.ref}/cover").text
    assert '<svg class="timeline"' not in text


def test_the_card_carries_a_code_to_the_public_check(
    purchase: Purchase, owner: User, sign_in: SignIn
) -> None:
    text = sign_in(owner).get(f"/products/{purchase.ref}/warranty-card").text
    assert f"http://localhost/verify/{token_of(purchase)}" in text
    assert '<svg xmlns="http://www.w3.org/2000/svg"' in text
    assert purchase.serial_number in text
    assert "style=" not in text


def test_the_public_check_tells_the_product_and_nobodys_name(
    purchase: Purchase, owner: User, client: FlaskClient
) -> None:
    purchase.nickname, purchase.place, purchase.retailer = "Kitchen one", "Hanoi flat", "Shop 12"
    answer = client.get(f"/verify/{token_of(purchase)}")
    assert answer.status_code == 200
    assert "RO-9 Slim" in answer.text
    assert "14 Mar 2028" in answer.text
    private = (owner.name, owner.email, purchase.serial_number, purchase.ref, "Kitchen", "Hanoi", "Shop 12")
    assert not [word for word in private if word in answer.text]
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_a_customer_learns_no_more_than_a_visitor(
    purchase: Purchase, owner: User, stranger: User, sign_in: SignIn
) -> None:
    text = sign_in(stranger).get(f"/verify/{token_of(purchase)}").text
    assert purchase.serial_number not in text
    assert owner.name not in text


def test_staff_see_whose_it_is(purchase: Purchase, owner: User, agent: User, sign_in: SignIn) -> None:
    text = sign_in(agent).get(f"/verify/{token_of(purchase)}").text
    assert purchase.serial_number in text
    assert f"/staff/customers/{owner.id}" in text


def test_a_card_whose_owner_has_changed_is_out_of_date(purchase: Purchase, client: FlaskClient) -> None:
    purchase.ended_at, purchase.ended_reason = clock.now(), "sold"
    text = client.get(f"/verify/{token_of(purchase)}").text
    assert "This card is out of date" in text
    assert "RO-9 Slim" not in text


def test_a_refused_registration_is_not_genuine(purchase: Purchase, client: FlaskClient) -> None:
    purchase.rejected_at = clock.now()
    signals.purchase_rejected.send(purchase)
    assert "This card is not valid" in client.get(f"/verify/{token_of(purchase)}").text


def test_a_pending_unit_is_said_to_be_checked(policy: object, world: World, client: FlaskClient) -> None:
    owner = world.person("owner")
    pending = Purchase.register(owner, world.purifier, "9ZZ9-1111-22", date(2025, 3, 14), country="VN")
    assert "being checked" in client.get(f"/verify/{token_of(pending)}").text


def test_an_unknown_code_is_a_404(client: FlaskClient, app: object) -> None:
    assert client.get("/verify/nothing-like-it").status_code == 404


def test_the_part_for_the_product_page_is_drawn_from_one_statement(
    purchase: Purchase, agent: User, app, count_statements: list[str]
) -> None:
    worn(purchase, agent)
    _ = purchase.ref, purchase.model
    with app.test_request_context():
        count_statements.clear()
        text = render("warranty/_cover.html", cover=cover_of(purchase))
        assert len(count_statements) == 1
    assert text.count("timeline-bar") == 3
    assert text.count("<details") == 4
    assert "14 Mar 2025 + 24 months = 14 Mar 2027" in text
    assert "+ 12 days in repair R-2041 = 26 Mar 2027" in text
    assert "timeline-today" in text

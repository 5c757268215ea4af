"""Handing a product on: one code, one time, history with the unit, nothing personal."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from tests.world import World
from webapp.accounts.models import User
from webapp.core import clock
from webapp.core.db import db
from webapp.core.idempotency import KeptAnswer
from webapp.products import errors, signals
from webapp.products.models import Purchase, PurchaseShare, TransferCode


@pytest.fixture
def code(world: World) -> str:
    """A code for the owner's purifier."""
    issued = TransferCode.issue(world.purchase)
    db.session.commit()
    return issued


def test_the_next_owner_gets_the_unit_and_its_history_only(world: World, stranger: User, code: str) -> None:
    old = world.purchase
    old.nickname, old.place = "Bếp nhà", "Bếp"
    db.session.add(PurchaseShare(purchase_id=old.id, user_id=world.person("family").id))
    heard: list[tuple[int, int]] = []

    @signals.purchase_transferred.connect
    def note(purchase: Purchase, previous: Purchase) -> None:
        heard.append((purchase.id, previous.id))

    new = TransferCode.redeem(code, stranger)
    assert (new.owner_id, new.previous_id, new.bought_on) == (stranger.id, old.id, old.bought_on)
    assert (new.nickname, new.place, new.receipt_id) == ("", "", None)
    assert (old.ended_reason, PurchaseShare.all_of(old.id)) == ("transferred", [])
    assert heard == [(new.id, old.id)]


@pytest.mark.parametrize("spelled", ["{0}{1}", " {0} {1} ", "{0}-{1}"])
def test_spaces_and_case_of_a_code_do_not_matter(
    world: World, stranger: User, code: str, spelled: str
) -> None:
    typed = spelled.format(code[:4].lower(), code[4:])
    assert TransferCode.redeem(typed, stranger).owner_id == stranger.id


def test_a_code_works_once(world: World, stranger: User, code: str) -> None:
    TransferCode.redeem(code, stranger)
    with pytest.raises(errors.CodeRefused):
        TransferCode.redeem(code, world.person("family"))


def test_a_newer_code_stops_the_older(world: World, stranger: User, code: str) -> None:
    TransferCode.issue(world.purchase)
    with pytest.raises(errors.CodeRefused):
        TransferCode.redeem(code, stranger)


def test_an_expired_or_revoked_code_is_refused_alike(world: World, stranger: User, code: str) -> None:
    db.session.execute(update(TransferCode).values(expires_at=clock.real_now() - timedelta(seconds=1)))
    with pytest.raises(errors.CodeRefused):
        TransferCode.redeem(code, stranger)
    again = TransferCode.issue(world.purchase)
    TransferCode.revoke(world.purchase)
    with pytest.raises(errors.CodeRefused):
        TransferCode.redeem(again, stranger)


def test_nobody_hands_over_what_is_pending_or_gone(world: World, owner: User) -> None:
    pending = Purchase.register(owner, world.purifier, "9ZZ2-0000-01", world.purchase.bought_on, country="VN")
    with pytest.raises(errors.NotYetConfirmed):
        TransferCode.issue(pending)


def test_the_owner_typing_their_own_code_keeps_it_working(world: World, owner: User, code: str) -> None:
    with pytest.raises(errors.OwnCode):
        TransferCode.redeem(code, owner)
    assert TransferCode.open_for(world.purchase) is not None


def made_code(browser: FlaskClient, world: World) -> str:
    """Make a code on the page and return it as it is shown."""
    url = f"/products/{world.purchase.ref}/transfer"
    page = browser.get(browser.post(url, data={"idempotency_key": "one"}).location)
    shown = re.search(r'data-text="([A-Z0-9]{8})"', page.text)
    assert shown is not None
    return shown[1]


def test_the_pages_from_code_to_new_owner(browser: FlaskClient, other: FlaskClient, world: World) -> None:
    ref, code = world.purchase.ref, made_code(browser, world)
    assert code not in browser.get(f"/products/{ref}/transfer").text
    assert other.post("/products/receive", data={"code": "AAAA2222"}).status_code == 422
    answer = other.post("/products/receive", data={"code": code})
    assert answer.status_code == 303
    new = db.session.scalars(select(Purchase).where(Purchase.previous_id.is_not(None))).one()
    assert answer.location == f"/products/{new.ref}"


def test_a_code_is_stored_nowhere_in_plain(browser: FlaskClient, world: World) -> None:
    code = made_code(browser, world)
    assert db.session.scalars(select(TransferCode.code_hash)).one() != code
    assert code.encode() not in db.session.scalars(select(KeptAnswer.body)).one()

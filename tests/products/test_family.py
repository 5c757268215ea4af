"""Sharing with family: a link by e-mail, reading and booking, removing and leaving."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.exceptions import NotFound

from tests.world import World
from webapp.accounts.models import User
from webapp.core import clock
from webapp.core.db import db
from webapp.core.mail import OutboxMail
from webapp.products import errors, family, scope
from webapp.products.models import FamilyInvitation, PurchaseShare
from webapp.products.models.purchase import Ending


def invited_token(world: World, email: str = "family@example.com") -> str:
    """Invite an address and return the token in the mail."""
    family.invite(world.purchase, world.person("owner"), email)
    text = db.session.scalars(select(OutboxMail.text).order_by(OutboxMail.id.desc())).first() or ""
    found = re.search(r"/family/(\S+)", text)
    assert found is not None
    return found[1]


def test_an_invitation_by_mail_makes_a_family_member(world: World) -> None:
    person = world.person("family")
    purchase = family.accept(invited_token(world), person)
    assert scope.purchase_for(person, purchase.ref) is purchase
    with pytest.raises(NotFound):
        scope.owned_purchase(person, purchase.ref)


def test_a_link_works_once_and_for_a_week(world: World, stranger: User) -> None:
    token = invited_token(world)
    family.accept(token, world.person("family"))
    with pytest.raises(errors.InvitationOver):
        family.accept(token, stranger)
    late = invited_token(world, "late@example.com")
    db.session.execute(update(FamilyInvitation).values(expires_at=clock.real_now() - timedelta(seconds=1)))
    with pytest.raises(errors.InvitationOver):
        family.accept(late, stranger)


def test_inviting_again_sends_a_new_link_and_stops_the_old(world: World, stranger: User) -> None:
    first, second = invited_token(world), invited_token(world)
    with pytest.raises(errors.InvitationOver):
        family.accept(first, stranger)
    assert family.accept(second, stranger) is world.purchase


def test_the_owner_and_the_eleventh_cannot_be_invited(world: World, owner: User) -> None:
    with pytest.raises(errors.OwnAddress):
        family.invite(world.purchase, owner, owner.email.upper())
    for number in range(family.MOST):
        family.invite(world.purchase, owner, f"person{number}@example.com")
    with pytest.raises(errors.FamilyFull):
        family.invite(world.purchase, owner, "one.more@example.com")


def test_ending_the_purchase_ends_the_sharing(world: World) -> None:
    token, person = invited_token(world), world.person("family")
    family.accept(token, person)
    world.purchase.end(Ending.SOLD)
    with pytest.raises(NotFound):
        scope.purchase_for(person, world.purchase.ref)


def test_the_pages_of_family(browser: FlaskClient, other: FlaskClient, world: World, stranger: User) -> None:
    url = f"/products/{world.purchase.ref}/family"
    known = browser.post(url, data={"email": stranger.email})
    unknown = browser.post(url, data={"email": "nobody@example.com"})
    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    assert browser.post(url, data={"email": "not an address"}).status_code == 422
    text = db.session.scalars(select(OutboxMail.text).where(OutboxMail.to == stranger.email)).one()
    link = text.split("http://localhost")[1].split()[0]
    assert "would like to share" in other.get(link).text
    assert other.post(link).location == f"/products/{world.purchase.ref}"
    assert stranger.name in browser.get(url).text
    assert other.get(link).status_code == 410
    assert other.get(url).status_code == 404


def test_a_member_is_removed_by_the_owner_or_leaves(
    browser: FlaskClient, other: FlaskClient, world: World, stranger: User
) -> None:
    ref = world.purchase.ref
    for act in ("removal", "departure"):
        db.session.add(PurchaseShare(purchase_id=world.purchase.id, user_id=stranger.id))
        db.session.commit()
        if act == "removal":
            browser.post(f"/products/{ref}/family/{stranger.id}/removal")
        else:
            other.post(f"/products/{ref}/departure")
        assert PurchaseShare.all_of(world.purchase.id) == []


def test_a_visitor_with_a_link_signs_in_and_comes_back(client: FlaskClient, world: World) -> None:
    token = invited_token(world)
    assert client.get(f"/family/{token}").location == f"/sign-in?next=/family/{token}"

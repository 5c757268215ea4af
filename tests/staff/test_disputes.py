"""Disputes: both sides in view, resolved once."""

from collections.abc import Callable

from flask.testing import FlaskClient

from webapp.accounts.models import User
from webapp.core.db import db
from webapp.products.models import Dispute, Purchase

Acts = Callable[[], list[tuple[str, str]]]
SignIn = Callable[[User], FlaskClient]
WON = {"in_favour_of": "claimant", "note": "The receipt names the claimant."}


def test_both_sides_stand_side_by_side(desk: FlaskClient, dispute: Dispute) -> None:
    text = desk.get(f"/staff/disputes/{dispute.ref}").text
    assert "owner@example.com" in text
    assert "stranger@example.com" in text
    assert "It stands in my kitchen." in text
    assert dispute.ref in desk.get("/staff/disputes").text


def test_for_the_claimant_the_product_moves(desk: FlaskClient, dispute: Dispute, acts: Acts) -> None:
    assert desk.post(f"/staff/disputes/{dispute.ref}/resolution", data=WON).status_code == 303
    assert dispute.outcome == "claimant"
    assert not dispute.purchase.is_active
    stands = db.session.scalars(db.select(Purchase).filter_by(owner_id=dispute.claimant_id)).one()
    assert stands.confirmed_at is not None
    assert acts() == [("dispute.resolve", f"dispute:{dispute.ref}")]
    assert dispute.ref not in desk.get("/staff/disputes").text
    assert dispute.ref in desk.get("/staff/disputes?state=resolved").text


def test_for_the_holder_nothing_moves(desk: FlaskClient, dispute: Dispute) -> None:
    form = WON | {"in_favour_of": "holder"}
    assert desk.post(f"/staff/disputes/{dispute.ref}/resolution", data=form).status_code == 303
    assert dispute.purchase.is_active
    assert dispute.outcome == "holder"


def test_a_decision_needs_a_side_and_a_sentence(desk: FlaskClient, dispute: Dispute, acts: Acts) -> None:
    answer = desk.post(f"/staff/disputes/{dispute.ref}/resolution", data={"note": ""})
    assert answer.status_code == 422
    assert "Choose whose product it is." in answer.text
    assert "Write in a sentence what decided it." in answer.text
    assert dispute.resolved_at is None
    assert acts() == []


def test_the_second_agent_comes_too_late(
    desk: FlaskClient, dispute: Dispute, admin: User, sign_in: SignIn, acts: Acts
) -> None:
    desk.post(f"/staff/disputes/{dispute.ref}/resolution", data=WON)
    late = sign_in(admin).post(
        f"/staff/disputes/{dispute.ref}/resolution", data=WON | {"in_favour_of": "holder"}
    )
    assert late.status_code == 409
    assert "already been resolved" in late.text
    assert dispute.outcome == "claimant"
    assert len(acts()) == 1

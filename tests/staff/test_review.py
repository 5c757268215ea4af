"""Registrations to review: the inbox and the three decisions, each made once."""

import threading
from collections.abc import Callable
from datetime import date

from flask import Flask
from flask.testing import FlaskClient

from tests.staff.conftest import UNKNOWN
from tests.world import World
from webapp.accounts.models import User
from webapp.core.db import db
from webapp.notifications.models import Notification
from webapp.products.models import Purchase

Acts = Callable[[], list[tuple[str, str]]]
SignIn = Callable[[User], FlaskClient]


def test_the_inbox_lists_what_waits_with_its_customer(desk: FlaskClient, pending: Purchase) -> None:
    text = desk.get("/staff/registrations").text
    assert UNKNOWN in text
    assert "stranger@example.com" in text
    assert f"/staff/registrations/{pending.ref}" in text


def test_filters_leave_out_what_does_not_match(desk: FlaskClient, pending: Purchase, world: World) -> None:
    assert UNKNOWN not in desk.get("/staff/registrations?state=asked").text
    assert UNKNOWN not in desk.get("/staff/registrations?receipt=yes").text
    assert UNKNOWN not in desk.get(f"/staff/registrations?model={world.washer.ref}").text
    assert UNKNOWN in desk.get(f"/staff/registrations?model={world.purifier.ref}&state=new").text


def test_the_inbox_is_read_by_key_oldest_first(
    desk: FlaskClient, world: World, stranger: User, count_statements: list[str]
) -> None:
    for n in range(35):
        unit = {"model": world.purifier, "serial_number": f"7KX2-1{n:03}-01", "bought_on": date(2025, 5, 1)}
        db.session.add(Purchase(owner=stranger, zone="Europe/Moscow", country="RU", **unit))
    db.session.commit()
    desk.get("/staff/registrations")
    count_statements.clear()
    first = desk.get("/staff/registrations").text
    assert len(count_statements) <= 4
    assert "7KX2-1000-01" in first
    assert "7KX2-1029-01" in first
    assert "7KX2-1030-01" not in first
    after = first.split("after=")[1].split('"')[0]
    rest = desk.get(f"/staff/registrations?after={after}", headers={"HX-Request": "true"}).text
    assert "7KX2-1034-01" in rest
    assert "<html" not in rest
    assert "Show more" not in rest


def test_approving_confirms_tells_the_customer_and_is_written_down(
    desk: FlaskClient, pending: Purchase, acts: Acts
) -> None:
    answer = desk.post(f"/staff/registrations/{pending.ref}/approval")
    assert answer.status_code == 303
    assert pending.confirmed_at is not None
    assert pending.serial is not None
    assert acts() == [("registration.approve", f"purchase:{pending.ref}")]
    told = db.session.scalars(db.select(Notification).filter_by(user_id=pending.owner_id)).one()
    assert told.lang == "ru"


def test_a_rejection_says_why_in_the_customers_language(
    desk: FlaskClient, pending: Purchase, acts: Acts
) -> None:
    form = {"reason": "label", "text": "Снимите этикетку ближе."}
    assert desk.post(f"/staff/registrations/{pending.ref}/rejection", data=form).status_code == 303
    assert pending.rejected_at is not None
    assert pending.rejected_reason.endswith("Снимите этикетку ближе.")
    assert acts() == [("registration.reject", f"purchase:{pending.ref}")]


def test_another_reason_must_be_explained(desk: FlaskClient, pending: Purchase, acts: Acts) -> None:
    answer = desk.post(f"/staff/registrations/{pending.ref}/rejection", data={"reason": "other", "text": " "})
    assert answer.status_code == 422
    assert "Explain the reason" in answer.text
    assert pending.is_pending
    assert acts() == []


def test_asking_for_a_photo_keeps_it_pending(desk: FlaskClient, pending: Purchase, acts: Acts) -> None:
    assert desk.post(f"/staff/registrations/{pending.ref}/photo-request").status_code == 303
    assert pending.photo_asked_at is not None
    assert pending.is_pending
    assert "Photo asked for" in desk.get("/staff/registrations?state=asked").text
    assert acts() == [("registration.ask_photo", f"purchase:{pending.ref}")]


def test_the_second_of_two_agents_is_told_that_it_was_decided(
    desk: FlaskClient, pending: Purchase, admin: User, sign_in: SignIn, acts: Acts
) -> None:
    other = sign_in(admin)
    assert desk.post(f"/staff/registrations/{pending.ref}/approval").status_code == 303
    late = other.post(f"/staff/registrations/{pending.ref}/rejection", data={"reason": "label"})
    assert late.status_code == 409
    assert "already been decided" in late.text
    assert pending.rejected_at is None
    assert acts() == [("registration.approve", f"purchase:{pending.ref}")]


def test_two_agents_at_the_same_moment_make_one_decision(
    app: Flask, agent: User, admin: User, pending: Purchase, sign_in: SignIn, acts: Acts
) -> None:
    path, gate = f"/staff/registrations/{pending.ref}", threading.Barrier(2)
    presses = [
        (sign_in(agent), f"{path}/approval", {}),
        (sign_in(admin), f"{path}/rejection", {"reason": "label"}),
    ]
    answers: list[int] = []

    def press(browser: FlaskClient, address: str, form: dict[str, str]) -> None:
        gate.wait()
        with app.app_context():
            answers.append(browser.post(address, data=form).status_code)

    threads = [threading.Thread(target=press, args=one) for one in presses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.expire_all()
    assert sorted(answers) == [303, 409]
    assert (pending.confirmed_at is None) != (pending.rejected_at is None)
    assert len(acts()) == 1


def test_the_same_press_twice_decides_once(desk: FlaskClient, pending: Purchase, acts: Acts) -> None:
    key = {"Idempotency-Key": "one-press"}
    first = desk.post(f"/staff/registrations/{pending.ref}/approval", headers=key)
    again = desk.post(f"/staff/registrations/{pending.ref}/approval", headers=key)
    assert (first.status_code, again.status_code) == (303, 303)
    assert len(acts()) == 1


def test_a_registration_nobody_made_is_not_there(desk: FlaskClient) -> None:
    assert desk.get("/staff/registrations/nosuchref1").status_code == 404
    assert desk.post("/staff/registrations/nosuchref1/approval").status_code == 404

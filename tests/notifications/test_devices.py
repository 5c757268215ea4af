"""Enrolling, moving and removing devices through the fixed interface."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.notifications.conftest import Phone, deliveries
from webapp.accounts.models import User, UserSession
from webapp.core.db import db
from webapp.notifications.models import MAX_DEVICES, PushSubscription
from webapp.notifications.sandbox import Service
from webapp.notifications.transport import Push, current_push

SignIn = Callable[[User], FlaskClient]
URL = "/notifications/subscriptions"
pytestmark = pytest.mark.usefixtures("push")


def rows() -> list[PushSubscription]:
    db.session.expire_all()
    return list(db.session.scalars(db.select(PushSubscription).order_by(PushSubscription.id)))


def enrol(browser: FlaskClient, phone: Phone, **more: Any) -> Any:
    return browser.post(
        URL, json=phone.to_json(**more), headers={"User-Agent": "Mozilla/5.0 (Android 15) Firefox/140.0"}
    )


@pytest.fixture
def new_phone(service: Service) -> Callable[[], Phone]:
    return lambda: Phone.at(service.endpoint())


def test_the_public_key_is_for_everyone(client: FlaskClient) -> None:
    answer = client.get("/notifications/vapid-key")
    assert answer.mimetype == "text/plain"
    assert answer.text == current_push().keyring.current.public
    assert len(answer.text) == 87


def test_a_browser_enrols(owner: User, sign_in: SignIn, new_phone: Callable[[], Phone]) -> None:
    phone = new_phone()
    assert enrol(sign_in(owner), phone, locale="th").status_code == 201
    (row,) = rows()
    assert (row.user_id, row.endpoint, row.locale) == (owner.id, phone.endpoint, "th")
    assert (row.name, row.is_phone) == ("Firefox · Android", True)
    assert row.key_id == current_push().keyring.current.id


def test_visitors_cannot(client: FlaskClient, new_phone: Callable[[], Phone]) -> None:
    assert enrol(client, new_phone()).status_code == 401
    assert rows() == []


def test_enrolling_again_changes_nothing(
    owner: User, sign_in: SignIn, new_phone: Callable[[], Phone]
) -> None:
    phone, browser = new_phone(), sign_in(owner)
    refs = {enrol(browser, phone).get_json()["ref"] for _ in range(3)}
    assert len(refs) == 1
    assert len(rows()) == 1


def test_a_changed_subscription_moves(owner: User, sign_in: SignIn, new_phone: Callable[[], Phone]) -> None:
    old, new = new_phone(), new_phone()
    first = enrol(sign_in(owner), old).get_json()["ref"]
    # another session, as after signing in anew: only `replaces` ties the two together
    assert enrol(sign_in(owner), new, replaces=old.endpoint).get_json()["ref"] == first
    assert [row.endpoint for row in rows()] == [new.endpoint]


def test_one_browser_has_one_subscription(
    owner: User, sign_in: SignIn, new_phone: Callable[[], Phone]
) -> None:
    browser = sign_in(owner)
    enrol(browser, new_phone())
    enrol(browser, new_phone())
    assert len(rows()) == 1


def test_nobody_can_move_a_strangers_device(
    owner: User, stranger: User, sign_in: SignIn, new_phone: Callable[[], Phone]
) -> None:
    phone = new_phone()
    enrol(sign_in(owner), phone)
    enrol(sign_in(stranger), new_phone(), replaces=phone.endpoint)
    assert sorted(row.user_id for row in rows()) == sorted([owner.id, stranger.id])


def test_an_endpoint_belongs_to_its_last_prover(
    owner: User, stranger: User, sign_in: SignIn, new_phone: Callable[[], Phone]
) -> None:
    phone = new_phone()
    enrol(sign_in(owner), phone)
    db.session.execute(db.update(PushSubscription).values(silent_sends=2))
    db.session.commit()
    enrol(sign_in(stranger), phone)
    (row,) = rows()
    assert (row.user_id, row.silent_sends, row.last_shown_at) == (stranger.id, 0, None)


def test_an_eleventh_device_takes_the_place_of_the_oldest(
    owner: User, sign_in: SignIn, new_phone: Callable[[], Phone]
) -> None:
    phones = [new_phone() for _ in range(MAX_DEVICES + 2)]
    from webapp.core.extensions import limiter

    for phone in phones:
        limiter.reset()
        assert enrol(sign_in(owner), phone).status_code == 201
    assert [row.endpoint for row in rows()] == [phone.endpoint for phone in phones[2:]]


@pytest.mark.parametrize(
    "change",
    [
        {"endpoint": "https://example.org/push/1"},
        {"endpoint": "http://169.254.169.254/latest"},
        {"endpoint": "http://127.0.0.1:22/"},
        {"endpoint": 7},
        {"endpoint": "x" * 5000},
        {"endpoint": "https://fcm.googleapis.com/\x00"},
        {"keys": {}},
        {"keys": None},
        {"keys": {"p256dh": "AAAA", "auth": "AAAA"}},
        {"keys": {"p256dh": 1, "auth": 2}},
        {"replaces": ["x"]},
        {"locale": {}},
    ],
)
def test_bad_subscriptions_are_refused_with_a_sentence(
    owner: User, sign_in: SignIn, new_phone: Callable[[], Phone], change: dict[str, Any]
) -> None:
    answer = sign_in(owner).post(URL, json=new_phone().to_json() | change)
    assert answer.status_code == 422
    assert answer.get_json()["sentence"]
    assert rows() == []


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b"7", b"{", b'"x"', b"\xff"])
def test_bodies_that_are_no_subscription_are_refused(owner: User, sign_in: SignIn, body: bytes) -> None:
    answer = sign_in(owner).post(URL, data=body, content_type="application/json")
    assert answer.status_code == 422


def test_enrolling_has_a_rate(owner: User, sign_in: SignIn, new_phone: Callable[[], Phone]) -> None:
    browser = sign_in(owner)
    statuses = [enrol(browser, new_phone()).status_code for _ in range(11)]
    assert statuses == [201] * 10 + [429]


def test_a_browser_leaves(owner: User, sign_in: SignIn, new_phone: Callable[[], Phone]) -> None:
    phone, browser = new_phone(), sign_in(owner)
    enrol(browser, phone)
    assert browser.delete(URL, json={"endpoint": phone.endpoint}).status_code == 204
    assert rows() == []
    assert browser.delete(URL, json={"endpoint": phone.endpoint}).status_code == 204
    assert browser.delete(URL, json={}).status_code == 422


def test_nobody_can_remove_a_strangers_device(
    owner: User, stranger: User, sign_in: SignIn, new_phone: Callable[[], Phone]
) -> None:
    phone = new_phone()
    ref = enrol(sign_in(owner), phone).get_json()["ref"]
    other = sign_in(stranger)
    other.delete(URL, json={"endpoint": phone.endpoint})
    assert other.post(f"/notifications/devices/{ref}/removal").status_code == 404
    assert len(rows()) == 1


def test_a_device_is_removed_from_the_list(
    owner: User, sign_in: SignIn, new_phone: Callable[[], Phone]
) -> None:
    browser = sign_in(owner)
    ref = enrol(browser, new_phone()).get_json()["ref"]
    assert browser.post(f"/notifications/devices/{ref}/removal").status_code == 303
    assert rows() == []


def test_signing_out_ends_this_browsers_subscription_only(
    owner: User, sign_in: SignIn, new_phone: Callable[[], Phone]
) -> None:
    here, there = new_phone(), new_phone()
    enrol(sign_in(owner), here)
    enrol(sign_in(owner), there)
    session = db.session.get_one(UserSession, rows()[0].session_id)
    session.end()
    db.session.commit()
    assert [row.endpoint for row in rows()] == [there.endpoint]


def test_an_unresolved_name_is_accepted_and_judged_at_each_send(
    owner: User, sign_in: SignIn, push: Push, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(_host: str) -> list[str]:
        raise OSError

    monkeypatch.setattr(push.guard, "resolve", silent)
    phone = Phone.at("https://updates.push.services.mozilla.com/wpush/v2/abc")
    assert enrol(sign_in(owner), phone).status_code == 201


def test_a_test_reaches_every_device_of_mine(
    owner: User, sign_in: SignIn, new_phone: Callable[[], Phone], service: Service
) -> None:
    phone, browser = new_phone(), sign_in(owner)
    enrol(browser, phone)
    assert browser.post("/notifications/test").status_code == 303
    (received,) = service.received
    assert phone.read(received.body)["notification"]["lang"] == "vi"
    assert [row.state for row in deliveries()] == ["sent"]


def test_without_a_device_a_test_says_what_to_do(owner: User, sign_in: SignIn) -> None:
    answer = sign_in(owner).post("/notifications/test", headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert deliveries() == []

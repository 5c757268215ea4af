"""Signing in and out: one answer for every mistake, counted tries, and nothing left after sign-out."""

import io
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.world import PASSWORD
from webapp.accounts import passwords
from webapp.accounts.models import User, UserSession
from webapp.core import clock
from webapp.core.db import db


def send(client: FlaskClient, email: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post("/sign-in", data={"email": email, "password": password, **more})


def test_address_and_password_open_a_session_whatever_the_case_of_the_address(
    client: FlaskClient, owner: User
):
    answer = send(client, " OWNER@example.COM ")
    assert (answer.status_code, answer.location) == (303, "/")
    assert client.get("/settings/profile").status_code == 200


def test_the_cookie_holds_no_user_id_and_the_row_only_a_hash(client: FlaskClient, owner: User):
    send(client, owner.email)
    row = db.session.scalars(select(UserSession)).one()
    with client.session_transaction() as cookie:
        assert len(cookie["_user_id"]) >= 43
        assert cookie["_user_id"] != row.token_hash


def test_known_and_unknown_addresses_get_the_same_answer_and_work(
    client: FlaskClient, owner: User, monkeypatch: pytest.MonkeyPatch
):
    checked = []
    real = passwords._hasher(8, 1, 1).verify
    monkeypatch.setattr(
        type(passwords._hasher(8, 1, 1)), "verify", lambda self, *a: checked.append(a) or real(*a)
    )
    known, unknown = (
        send(client, owner.email, "not the password"),
        send(client, "no@example.com", "not the password"),
    )
    assert known.status_code == unknown.status_code == 422
    assert strip(known.text, owner.email) == strip(unknown.text, "no@example.com")
    assert len(checked) == 2


def strip(body: str, email: str) -> str:
    import re

    return re.sub(r'name="idempotency_key" value="\w+"', "", body).replace(email, "")


@pytest.mark.parametrize(
    ("wanted", "target"),
    [
        ("/settings/times", "/settings/times"),
        ("/settings/times?saved=1", "/settings/times?saved=1"),
        ("https://evil.example/", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/no/such/page", "/"),
        ("/sign-out", "/"),
        ("settings", "/"),
        ("/" + "a" * 5000, "/"),
    ],
)
def test_next_leads_only_to_a_page_of_this_app(client: FlaskClient, owner: User, wanted: str, target: str):
    assert send(client, owner.email, next=wanted).location == target


def test_a_page_for_people_leads_through_sign_in_and_back(client: FlaskClient, owner: User):
    asked = client.get("/settings/times")
    assert asked.location == "/sign-in?next=/settings/times"
    assert 'value="/settings/times"' in client.get(asked.location).text


def test_the_eleventh_try_from_one_address_waits(browser: Any, owner: User):
    for n in range(10):
        assert send(browser(REMOTE_ADDR="198.51.100.7"), f"someone{n}@example.com").status_code == 422
    answer = send(browser(REMOTE_ADDR="198.51.100.7"), owner.email)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 180
    assert send(browser(REMOTE_ADDR="198.51.100.8"), owner.email).status_code == 303


def test_all_addresses_of_one_ipv6_network_count_together(browser: Any, owner: User):
    for n in range(10):
        send(browser(REMOTE_ADDR=f"2001:db8:1:1::{n + 1:x}"), "someone@example.com")
    assert send(browser(REMOTE_ADDR="2001:db8:1:1:ffff::1"), owner.email).status_code == 429
    assert send(browser(REMOTE_ADDR="2001:db8:1:2::1"), owner.email).status_code == 303


@pytest.mark.parametrize("email", ["owner@example.com", "nobody@example.com"])
def test_the_26th_try_at_an_account_waits_wherever_it_comes_from(browser: Any, owner: User, email: str):
    for n in range(25):
        assert send(browser(REMOTE_ADDR=f"198.51.100.{n}"), email, "wrong wrong wrong").status_code == 422
    answer = send(browser(REMOTE_ADDR="198.51.100.200"), email)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 3000


def test_htmx_gets_words_when_it_must_wait(browser: Any):
    for _n in range(10):
        send(browser(), "someone@example.com")
    answer = browser().post(
        "/sign-in", data={"email": "a@example.com", "password": "x"}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 429
    assert "too many tries" in answer.text
    assert "<html" not in answer.text


def test_sign_out_ends_the_row_and_clears_the_browser(sign_in: Any, owner: User):
    browser = sign_in(owner)
    answer = browser.post("/sign-out")
    row = db.session.scalars(select(UserSession)).one()
    assert (answer.status_code, answer.location) == (303, "/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert row.ended_at is not None
    assert browser.get("/settings/profile").status_code == 303


def test_a_copied_cookie_is_worthless_after_sign_out(app: Flask, sign_in: Any, owner: User):
    browser = sign_in(owner)
    with browser.session_transaction() as cookie:
        stolen = dict(cookie)
    browser.post("/sign-out")
    thief = app.test_client()
    with thief.session_transaction() as cookie:
        cookie.update(stolen)
    assert thief.get("/settings/profile").status_code == 303


def test_signing_out_twice_is_no_error(client: FlaskClient):
    assert client.post("/sign-out").status_code == 303


def test_signing_in_again_changes_the_token(client: FlaskClient, owner: User):
    send(client, owner.email)
    with client.session_transaction() as cookie:
        before = cookie["_user_id"]
    client.post("/sign-in/again", data={"password": PASSWORD})
    with client.session_transaction() as cookie:
        assert cookie["_user_id"] != before
    assert len(db.session.scalars(UserSession.live_of(owner.id)).all()) == 1


def test_idle_staff_sign_in_again_after_half_an_hour_and_customers_after_90_days(
    sign_in: Any, owner: User, agent: User, monkeypatch: pytest.MonkeyPatch
):
    from datetime import timedelta

    customer, staff, now = sign_in(owner), sign_in(agent), clock.real_now()
    monkeypatch.setattr(clock, "real_now", lambda: now + timedelta(minutes=31))
    assert staff.get("/settings/profile").status_code == 303
    assert customer.get("/settings/profile").status_code == 200
    monkeypatch.setattr(clock, "real_now", lambda: now + timedelta(days=91))
    assert customer.get("/settings/profile").status_code == 303


def test_reading_a_page_keeps_a_session_alive(sign_in: Any, agent: User, monkeypatch: pytest.MonkeyPatch):
    from datetime import timedelta

    staff, now = sign_in(agent), clock.real_now()
    for minutes in (20, 40, 60):
        later = now + timedelta(minutes=minutes)
        monkeypatch.setattr(clock, "real_now", lambda later=later: later)
        assert staff.get("/settings/profile").status_code == 200


def test_a_moved_demo_clock_ends_no_session(sign_in: Any, owner: User, at: Any):
    browser = sign_in(owner)
    at("2031-01-01T00:00+00:00")
    assert browser.get("/settings/profile").status_code == 200


def test_who_is_signed_in_costs_one_statement(sign_in: Any, owner: User, count_statements: list[str]):
    browser = sign_in(owner)
    count_statements.clear()
    browser.get("/settings/profile")
    assert len([sql for sql in count_statements if "users" in sql or "user_sessions" in sql]) == 1


def test_an_old_hash_is_renewed_at_sign_in(app: Flask, client: FlaskClient, owner: User):
    from argon2 import PasswordHasher

    owner.password_hash = PasswordHasher(memory_cost=16, time_cost=1, parallelism=1).hash(PASSWORD)
    send(client, owner.email)
    assert "m=8," in owner.password_hash


def test_another_site_cannot_sign_anyone_in(client: FlaskClient, owner: User):
    data = {"email": owner.email, "password": PASSWORD}
    assert client.post("/sign-in", data=data, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


@pytest.mark.parametrize("body", ["[1]", '"text"', '{"email": 5, "password": [1]}', "{", "null"])
def test_what_is_no_form_is_an_empty_one(client: FlaskClient, body: str):
    for path in ("/sign-in", "/sign-up", "/reset-password"):
        answer = client.post(path, data=body, content_type="application/json")
        assert answer.status_code == 422


@pytest.mark.parametrize("field", ["email", "password", "next"])
def test_a_file_in_place_of_a_text_is_no_text(client: FlaskClient, field: str):
    sent = {"email": "linh@example.com", "password": "a long test password"}
    answer = client.post("/sign-in", data=sent | {field: (io.BytesIO(b"text"), "a.txt")})
    assert answer.status_code == 422

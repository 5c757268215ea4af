"""Codes of an authenticator app: for staff required where the operator says so, for others by choice."""

import re
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.world import PASSWORD
from webapp.accounts.models import RecoveryCode, SecondFactor, User
from webapp.core import clock
from webapp.core.db import db


@pytest.fixture
def enrolled(sign_in: Any, agent: User) -> list[str]:
    """The agent has a second factor; the recovery codes."""
    browser = sign_in(agent)
    browser.get("/settings/second-factor")
    with browser.session_transaction() as cookie:
        secret = cookie["totp_secret"]
    answer = browser.post("/settings/second-factor", data={"code": pyotp.TOTP(secret).at(an_hour_ago())})
    assert answer.status_code == 422
    answer = browser.post("/settings/second-factor", data={"code": pyotp.TOTP(secret).now()})
    assert answer.location == "/settings/second-factor/codes"
    return re.findall(r"<code>([a-z0-9]{5}-[a-z0-9]{5})</code>", browser.get(answer.location).text)


def an_hour_ago() -> int:
    return int(clock.real_now().timestamp()) - 3600


def next_code(agent: User) -> str:
    """The code of the coming step: the present one was used to enrol."""
    factor = SecondFactor.of(agent.id)
    assert factor is not None
    return pyotp.TOTP(factor.secret).at(int(clock.real_now().timestamp()) + 30)


def password_step(client: FlaskClient, agent: User) -> None:
    data = {"email": agent.email, "password": PASSWORD, "next": "/settings/times"}
    assert client.post("/sign-in", data=data).location == "/sign-in/code"
    assert client.get("/settings/times").status_code == 303


def test_the_password_alone_lets_nobody_in_and_the_code_does(
    client: FlaskClient, agent: User, enrolled: list[str]
):
    password_step(client, agent)
    answer = client.post("/sign-in/code", data={"code": next_code(agent)})
    assert answer.location == "/settings/times"
    assert client.get("/settings/times").status_code == 200


def test_a_code_works_once(client: FlaskClient, browser: Any, agent: User, enrolled: list[str]):
    code, second = next_code(agent), browser()
    password_step(client, agent)
    password_step(second, agent)
    assert client.post("/sign-in/code", data={"code": code}).status_code == 303
    assert second.post("/sign-in/code", data={"code": code}).status_code == 422


def test_a_recovery_code_works_once_however_it_is_typed(
    client: FlaskClient, agent: User, enrolled: list[str]
):
    assert len(enrolled) == 10
    password_step(client, agent)
    typed = enrolled[0].upper().replace("-", " ")
    assert client.post("/sign-in/code", data={"code": typed}).status_code == 303
    client.post("/sign-out")
    password_step(client, agent)
    assert client.post("/sign-in/code", data={"code": enrolled[0]}).status_code == 422


def test_recovery_codes_are_stored_as_hashes_and_shown_once(sign_in: Any, agent: User, enrolled: list[str]):
    hashes = db.session.scalars(select(RecoveryCode.code_hash)).all()
    assert not set(hashes) & set(enrolled)
    assert sign_in(agent).get("/settings/second-factor/codes").status_code == 303


def test_wrong_codes_are_counted(client: FlaskClient, agent: User, enrolled: list[str]):
    password_step(client, agent)
    for _n in range(10):
        assert client.post("/sign-in/code", data={"code": "000000"}).status_code == 422
    assert client.post("/sign-in/code", data={"code": next_code(agent)}).status_code == 429


def test_the_second_step_waits_ten_minutes(
    client: FlaskClient, agent: User, enrolled: list[str], monkeypatch: pytest.MonkeyPatch
):
    password_step(client, agent)
    now = clock.real_now()
    monkeypatch.setattr(clock, "real_now", lambda: now + timedelta(minutes=11))
    assert client.post("/sign-in/code", data={"code": next_code(agent)}).location == "/sign-in"


def test_a_new_password_by_mail_does_not_pass_the_second_factor(
    client: FlaskClient, agent: User, enrolled: list[str], link_to: Any
):
    client.post("/reset-password", data={"email": agent.email})
    answer = client.post(link_to(agent.email), data={"password": "four ducks cross a river"})
    assert answer.location == "/sign-in/code"
    assert client.get("/settings/times").status_code == 303


def test_the_picture_has_no_style_and_no_script(sign_in: Any, agent: User):
    body = sign_in(agent).get("/settings/second-factor").text
    assert '<svg class="qr"' in body
    assert "style=" not in body


def test_turning_off_forgets_everything(sign_in: Any, agent: User, enrolled: list[str], mails: Any):
    assert sign_in(agent).post("/settings/second-factor/removal").status_code == 303
    assert not SecondFactor.is_on(agent.id)
    assert db.session.scalars(select(RecoveryCode)).all() == []
    assert len(mails(agent.email)) == 2


def test_new_recovery_codes_replace_the_old(
    client: FlaskClient, sign_in: Any, agent: User, enrolled: list[str]
):
    assert sign_in(agent).post("/settings/second-factor/codes").status_code == 303
    password_step(client, agent)
    assert client.post("/sign-in/code", data={"code": enrolled[1]}).status_code == 422


def test_where_it_is_required_staff_pages_open_only_after_enrolling(
    app: Flask, sign_in: Any, agent: User, owner: User, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(app.config, "STAFF_SECOND_FACTOR", True)
    staff = sign_in(agent)
    assert staff.get("/staff").location == "/settings/second-factor"
    assert sign_in(owner).get("/settings/times").status_code == 200
    staff.get("/settings/second-factor")
    with staff.session_transaction() as cookie:
        secret = cookie["totp_secret"]
    staff.post("/settings/second-factor", data={"code": pyotp.TOTP(secret).now()})
    assert staff.get("/staff").status_code == 200


def test_typing_the_password_again_keeps_the_proof(
    app: Flask, client: FlaskClient, agent: User, enrolled: list[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(app.config, "STAFF_SECOND_FACTOR", True)
    password_step(client, agent)
    client.post("/sign-in/code", data={"code": next_code(agent)})
    client.post("/sign-in/again", data={"password": PASSWORD})
    assert client.get("/staff").status_code == 200

"""Devices: seen, ended from elsewhere, and only one's own."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests.world import PASSWORD
from webapp.accounts.devices import name_of
from webapp.accounts.models import User, UserSession
from webapp.accounts.signals import signed_out
from webapp.core import clock
from webapp.core.db import db

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604"
ANDROID = "Mozilla/5.0 (Linux; Android 15; K) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36"
SAMSUNG = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537 SamsungBrowser/25 Chrome/121.0 Mobile Safari/537"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (IPHONE, ("Safari · iPhone", True)),
        (ANDROID, ("Chrome · Android", True)),
        (SAMSUNG, ("Samsung Internet · Android", True)),
        (FIREFOX, ("Firefox · Linux", False)),
        ("curl/8.1", ("curl", False)),
        ("", ("", False)),
    ],
)
def test_devices_have_names_people_know(user_agent: str, name: tuple[str, bool]):
    assert name_of(user_agent) == name


def test_the_list_names_each_device_and_marks_this_one(sign_in: Any, owner: User, browser: Any):
    browser(HTTP_USER_AGENT=IPHONE).post("/sign-in", data={"email": owner.email, "password": PASSWORD})
    body = sign_in(owner).get("/settings/devices").text
    assert "Safari · iPhone" in body
    assert len(re.findall(r'action="\S+/ending"', body)) == 1


def test_ending_a_device_kills_the_other_browser_at_once(sign_in: Any, owner: User):
    here, there = sign_in(owner), sign_in(owner)
    ids = db.session.scalars(select(UserSession.id).order_by(UserSession.id)).all()
    assert here.post(f"/settings/devices/{ids[1]}/ending").status_code == 303
    assert there.get("/settings/devices").status_code == 303
    assert here.get("/settings/devices").status_code == 200


def test_ending_all_others_keeps_this_one_and_tells_each(sign_in: Any, owner: User):
    here, others, heard = sign_in(owner), [sign_in(owner) for _n in range(3)], []
    with signed_out.connected_to(lambda session: heard.append(session.id)):
        here.post("/settings/devices/endings")
    assert here.get("/settings/devices").status_code == 200
    assert [other.get("/settings/devices").status_code for other in others] == [303] * 3
    assert len(heard) == 3


def test_a_strangers_device_is_not_there(sign_in: Any, owner: User, stranger: User):
    theirs = sign_in(stranger)
    session_id = db.session.scalars(select(UserSession.id)).one()
    assert sign_in(owner).post(f"/settings/devices/{session_id}/ending").status_code == 404
    assert theirs.get("/settings/devices").status_code == 200


def test_the_list_comes_as_a_part_for_htmx(sign_in: Any, owner: User):
    body = sign_in(owner).get("/settings/devices", headers={"HX-Request": "true"}).text
    assert 'id="devices"' in body
    assert "<html" not in body


@pytest.mark.parametrize(
    "path", ["password", "email", "export", "export/aftercare.zip", "erase", "second-factor"]
)
def test_what_cannot_be_taken_back_asks_for_the_password_after_15_minutes(
    sign_in: Any, owner: User, path: str, monkeypatch: pytest.MonkeyPatch
):
    browser, now = sign_in(owner), clock.real_now()
    assert browser.get(f"/settings/{path}").status_code == 200
    monkeypatch.setattr(clock, "real_now", lambda: now + timedelta(minutes=16))
    assert browser.get(f"/settings/{path}").location == f"/sign-in/again?next=/settings/{path}"
    wrong = browser.post("/sign-in/again", data={"password": "no", "next": f"/settings/{path}"})
    assert wrong.status_code == 422
    right = browser.post("/sign-in/again", data={"password": PASSWORD, "next": f"/settings/{path}"})
    assert right.location == f"/settings/{path}"
    assert browser.get(f"/settings/{path}").status_code == 200


def test_wrong_passwords_are_counted_here_too(sign_in: Any, owner: User):
    browser = sign_in(owner)
    for _n in range(10):
        assert browser.post("/sign-in/again", data={"password": "no"}).status_code == 422
    assert browser.post("/sign-in/again", data={"password": PASSWORD}).status_code == 429


def test_a_changed_password_signs_others_out_and_this_browser_gets_a_new_token(sign_in: Any, owner: User):
    here, there = sign_in(owner), sign_in(owner)
    with here.session_transaction() as cookie:
        before = cookie["_user_id"]
    answer = here.post("/settings/password", data={"password": "bốn con vịt qua sông"})
    assert answer.status_code == 303
    assert here.get("/settings/security").status_code == 200
    assert there.get("/settings/security").status_code == 303
    with here.session_transaction() as cookie:
        assert cookie["_user_id"] != before


def test_an_easy_new_password_is_refused(sign_in: Any, owner: User):
    answer = sign_in(owner).post("/settings/password", data={"password": "matkhau123"})
    assert answer.status_code == 422

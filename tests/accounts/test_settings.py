"""What people set about themselves, as pages and as parts."""

from datetime import time
from typing import Any

import pytest
from sqlalchemy import select

from webapp.accounts.models import Consent, User
from webapp.accounts.settings_forms import is_quiet
from webapp.accounts.signals import times_changed
from webapp.core.db import db

PROFILE = {"name": "Linh Trần", "locale": "th", "country": "TH", "zone": "Asia/Bangkok"}
TIMES = {"reminder_hour": "8", "quiet_from": "22:00", "quiet_until": "07:00", "daily_cap": "3"}
HTMX = {"HX-Request": "true"}


def test_the_profile_is_saved_and_spoken_at_once(sign_in: Any, owner: User):
    browser = sign_in(owner)
    answer = browser.post("/settings/profile", data=PROFILE)
    assert (answer.status_code, answer.location) == (303, "/settings/profile")
    assert (owner.name, owner.locale, owner.country, owner.zone) == ("Linh Trần", "th", "TH", "Asia/Bangkok")
    assert '<html lang="th">' in browser.get("/settings/profile").text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 121),
        ("locale", "xx"),
        ("country", "ZZ"),
        ("zone", "Mars/Olympus"),
        ("zone", "\x00"),
    ],
)
def test_a_wrong_profile_is_told_beside_the_field_and_nothing_is_saved(
    sign_in: Any, owner: User, field: str, value: str
):
    answer = sign_in(owner).post("/settings/profile", data=PROFILE | {field: value})
    assert answer.status_code == 422
    assert f'aria-describedby="{field}-error' in answer.text
    assert owner.name == "Linh Nguyễn"


def test_an_old_name_of_a_zone_stays_choosable(sign_in: Any, owner: User):
    owner.zone = "Asia/Saigon"
    assert '<option selected value="Asia/Saigon">' in sign_in(owner).get("/settings/profile").text


def test_reminder_times_are_saved_and_others_hear_of_it(sign_in: Any, owner: User):
    heard: list[int] = []
    with times_changed.connected_to(lambda user: heard.append(user.id)):
        answer = sign_in(owner).post("/settings/times", data=TIMES)
    assert answer.status_code == 303
    assert (owner.reminder_hour, owner.quiet_from, owner.quiet_until, owner.daily_cap) == (
        8,
        time(22),
        time(7),
        3,
    )
    assert heard == [owner.id]


def test_moving_to_another_zone_is_heard_and_a_new_name_is_not(sign_in: Any, owner: User):
    heard: list[int] = []
    with times_changed.connected_to(lambda user: heard.append(user.id)):
        browser = sign_in(owner)
        browser.post("/settings/profile", data=PROFILE | {"zone": owner.zone})
        assert heard == []
        browser.post("/settings/profile", data=PROFILE | {"zone": "Europe/Moscow"})
    assert heard == [owner.id]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("reminder_hour", "24"),
        ("reminder_hour", "23"),
        ("reminder_hour", ""),
        ("quiet_from", "25:00"),
        ("quiet_until", ""),
        ("daily_cap", "0"),
        ("daily_cap", "21"),
        ("daily_cap", "many"),
    ],
)
def test_wrong_times_come_back_as_the_part_with_the_reason(sign_in: Any, owner: User, field: str, value: str):
    answer = sign_in(owner).post("/settings/times", data=TIMES | {field: value}, headers=HTMX)
    assert answer.status_code == 422
    assert f'aria-describedby="{field}-error' in answer.text
    assert 'id="reminder-times"' in answer.text
    assert "<html" not in answer.text
    assert "Not a valid" not in answer.text
    assert "Invalid" not in answer.text
    assert owner.reminder_hour == 9


@pytest.mark.parametrize(
    ("minute", "start", "end", "quiet"),
    [
        (540, 1260, 480, False),
        (1300, 1260, 480, True),
        (479, 1260, 480, True),
        (480, 1260, 480, False),
        (60, 60, 120, True),
        (120, 60, 120, False),
        (600, 480, 480, False),
    ],
)
def test_quiet_hours_may_span_midnight(minute: int, start: int, end: int, quiet: bool):
    assert is_quiet(minute, start, end) is quiet


def test_htmx_follows_to_the_saved_part(sign_in: Any, owner: User):
    browser = sign_in(owner)
    answer = browser.get(browser.post("/settings/times", data=TIMES, headers=HTMX).location, headers=HTMX)
    assert answer.status_code == 200
    assert "Đã lưu" in answer.text or "Saved" in answer.text
    assert "<html" not in answer.text


def test_consents_are_a_ledger(sign_in: Any, owner: User):
    browser = sign_in(owner)
    for given in (
        {"news": "y"},
        {"news": "y", "surveys": "y"},
        {"surveys": "y"},
        {"news": "y", "surveys": "y"},
    ):
        assert browser.post("/settings/consents", data=given).status_code == 303
    rows = db.session.scalars(select(Consent).where(Consent.user_id == owner.id).order_by(Consent.id)).all()
    assert [(row.purpose, row.withdrawn_at is None) for row in rows] == [
        ("news", False),
        ("surveys", True),
        ("news", True),
    ]
    assert all(row.wording for row in rows)
    assert Consent.standing(owner.id) == {"news", "surveys"}
    assert browser.get("/settings/consents").text.count("checked") == 2


def test_a_visitor_chooses_a_language_by_cookie(client: Any):
    assert '<html lang="en">' in client.get("/sign-in").text
    answer = client.post("/language", data={"language": "ru", "next": "/sign-in?next=/settings/times"})
    assert answer.location == "/sign-in?next=/settings/times"
    assert '<html lang="ru">' in client.get("/sign-in").text


def test_the_account_wins_over_the_cookie_and_the_cookie_over_the_browser(
    client: Any, sign_in: Any, owner: User
):
    client.set_cookie("language", "th")
    assert '<html lang="th">' in client.get("/sign-in", headers={"Accept-Language": "ru"}).text
    browser = sign_in(owner)
    browser.set_cookie("language", "th")
    assert '<html lang="vi">' in browser.get("/settings/times").text


def test_who_is_signed_in_changes_the_account_too(sign_in: Any, owner: User):
    sign_in(owner).post("/language", data={"language": "th"})
    assert owner.locale == "th"


@pytest.mark.parametrize("language", ["xx", "", "\x00"])
def test_an_unknown_language_changes_nothing(client: Any, language: str):
    answer = client.post("/language", data={"language": language, "next": "//evil.example"})
    assert (answer.status_code, answer.location) == (303, "/")
    assert "Set-Cookie" not in answer.headers

"""Signing up: in at once, guessed settings, and what is refused beside which field."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from webapp.accounts.models import User
from webapp.core.db import db


def people() -> int:
    return db.session.scalar(select(func.count(User.id))) or 0


def test_a_new_person_is_signed_in_and_asked_to_confirm_the_address(
    sign_up: Any, client: FlaskClient, mails: Any
):
    answer = sign_up(zone="Asia/Ho_Chi_Minh")
    user = User.with_email("hoa@example.com")
    assert (answer.status_code, answer.location) == (303, "/")
    assert user is not None
    assert (user.email, user.name, user.role) == ("hoa@example.com", "Nguyễn Thị Hoa", "customer")
    assert user.email_verified_at is None
    assert client.get("/settings/profile").status_code == 200
    assert "/verify-email/" in mails("hoa@example.com")[0].text


@pytest.mark.parametrize(
    ("languages", "zone", "expected"),
    [
        ("vi-VN,vi;q=0.9", "", ("vi", "Asia/Ho_Chi_Minh", "VN")),
        ("ru", "Europe/Samara", ("ru", "Europe/Samara", "RU")),
        ("th,en;q=0.5", "Mars/Olympus", ("th", "Asia/Bangkok", "TH")),
        ("vi", "", ("vi", "Asia/Ho_Chi_Minh", "VN")),
        ("en-US", "", ("en", "UTC", "US")),
        ("de", "Europe/Berlin", ("en", "Europe/Berlin", "DE")),
    ],
)
def test_language_zone_and_country_are_guessed(
    browser: Any, sign_up: Any, languages: str, zone: str, expected: tuple[str, str, str]
):
    sign_up(browser(HTTP_ACCEPT_LANGUAGE=languages), zone=zone)
    user = User.with_email("hoa@example.com")
    assert user is not None
    assert (user.locale, user.zone, user.country) == expected


def test_the_wanted_page_survives_sign_up(sign_up: Any):
    assert sign_up(next="/settings/times").location == "/settings/times"


def test_the_link_to_sign_in_keeps_the_wanted_page(client: FlaskClient):
    body = client.get("/sign-up?next=/settings/times").text
    assert 'href="/sign-in?next=/settings/times"' in body


def test_signing_up_twice_is_one_account_and_signed_in(sign_up: Any, browser: Any):
    sign_up()
    again = browser()
    answer = sign_up(again)
    assert answer.status_code == 303
    assert people() == 1
    assert again.get("/settings/profile").status_code == 200


def test_a_known_address_with_another_password_stays_out_and_its_owner_is_told(
    owner: User, sign_up: Any, client: FlaskClient, mails: Any
):
    answer = sign_up(email=owner.email)
    assert answer.status_code == 422
    assert "does not go with this password" in answer.text
    assert people() == 1
    assert client.get("/settings/profile").status_code == 303
    assert "Someone tried" in mails(owner.email)[-1].text or mails(owner.email)[-1].subject


def test_the_sixth_sign_up_in_half_an_hour_from_one_address_waits(sign_up: Any, browser: Any):
    for n in range(5):
        assert sign_up(browser(), email=f"hoa{n}@example.com").status_code == 303
    answer = sign_up(browser(), email="hoa6@example.com")
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 1800
    assert User.with_email("hoa6@example.com") is None


def test_mistakes_do_not_count_as_tries(sign_up: Any, browser: Any):
    for _n in range(7):
        assert sign_up(browser(), password="short").status_code == 422
    assert sign_up(browser()).status_code == 303


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("email", "hoa", "Write a whole e-mail address"),
        ("email", "hoa@", "Write a whole e-mail address"),
        ("email", "", "Write a whole e-mail address"),
        ("email", "a" * 300 + "@example.com", "Write a whole e-mail address"),
        ("email", "stra\u00dfe@example.com", "Write a whole e-mail address"),
        ("email", "\u212aate@example.com", "Write a whole e-mail address"),
        ("name", "", "Tell us what to call you"),
        ("name", " \u202e\u200b\x00 ".replace("\u200b", ""), "Tell us what to call you"),
        ("name", "😀" * 300, "Use at most 120 characters"),
        ("password", "123456789", "at least 10 characters"),
        ("password", "p" * 257, "at most 256 characters"),
        ("password", "Password123!", "easy to guess"),
        ("password", "nguyenthihoa", "easy to guess"),
    ],
)
def test_bad_input_is_answered_beside_the_field_and_what_was_typed_is_kept(
    sign_up: Any, field: str, value: str, sentence: str
):
    changes = {field: value}
    if field == "password":
        changes["name"] = "Nguyen Thi Hoa"
    answer = sign_up(**changes)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'aria-describedby="{field}-error' in answer.text
    assert people() == 0
    if field != "email":
        assert 'value="hoa@example.com"' in answer.text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Hoa\x00 Nguyễn", "Hoa Nguyễn"),
        ("  محمد  علي ", "محمد علي"),
        ("\u202eevil\u202c name", "evil name"),
        ("😀" * 100, "😀" * 100),
        ("Ng\u0075\u0302n", "Ng\u00fbn"),
        ("<b>Hoa</b>", "<b>Hoa</b>"),
    ],
)
def test_names_are_kept_as_people_write_them(sign_up: Any, client: FlaskClient, typed: str, kept: str):
    assert sign_up(name=typed).status_code == 303
    user = User.with_email("hoa@example.com")
    assert user is not None
    assert user.name == kept
    assert "<b>Hoa</b>" not in client.get("/settings/profile").text


def test_a_nul_byte_in_address_or_password_breaks_nothing(sign_up: Any):
    assert sign_up(email="ho\x00a@example.com", password="trăng \x00sáng trên mái").status_code == 303


def test_an_international_domain_is_kept_as_mail_servers_write_it(sign_up: Any):
    assert sign_up(email="hoa@Ví-Dụ.vn").status_code == 303
    assert User.with_email("hoa@xn--v-d-rma6749a.vn") is not None


def test_who_is_signed_in_goes_on_from_the_sign_up_page(sign_in: Callable[[User], FlaskClient], owner: User):
    assert sign_in(owner).get("/sign-up?next=/settings/times").location == "/settings/times"

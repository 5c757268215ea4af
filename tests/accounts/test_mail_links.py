"""Links sent by mail: once, for 30 minutes, and never by merely being opened."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.world import PASSWORD
from webapp.accounts import passwords
from webapp.accounts.models import OneTimeToken, User, UserSession
from webapp.core import clock
from webapp.core.db import db

NEW_PASSWORD = "bốn con vịt qua sông"


@pytest.fixture
def reset(client: FlaskClient, owner: User, link_to: Any) -> str:
    """The link of a fresh reset mail to the owner."""
    client.post("/reset-password", data={"email": owner.email})
    return str(link_to(owner.email))


def test_opening_the_link_changes_nothing_and_its_button_confirms_without_signing_in(
    sign_up: Any, browser: Any, link_to: Any
):
    sign_up()
    user, link, elsewhere = User.with_email("hoa@example.com"), link_to("hoa@example.com"), browser()
    assert user is not None
    assert elsewhere.get(link).status_code == 200
    assert user.email_verified_at is None
    assert elsewhere.post(link).status_code == 303
    assert user.email_verified_at is not None
    assert elsewhere.get("/settings/profile").status_code == 303


def test_a_link_works_once(sign_up: Any, browser: Any, link_to: Any):
    sign_up()
    link = link_to("hoa@example.com")
    browser().post(link)
    second = browser().post(link)
    assert second.status_code == 410
    assert "no longer works" in second.text
    assert browser().get(link).status_code == 410


def test_a_link_works_for_thirty_real_minutes(
    client: FlaskClient, reset: str, monkeypatch: pytest.MonkeyPatch
):
    now = clock.real_now()
    monkeypatch.setattr(clock, "real_now", lambda: now + timedelta(minutes=29))
    assert client.get(reset).status_code == 200
    monkeypatch.setattr(clock, "real_now", lambda: now + timedelta(minutes=31))
    assert client.get(reset).status_code == 410


def test_a_newer_link_replaces_the_older(client: FlaskClient, owner: User, reset: str, link_to: Any):
    client.post("/reset-password", data={"email": owner.email})
    assert client.get(reset).status_code == 410
    assert client.get(link_to(owner.email)).status_code == 200


def test_the_secret_is_stored_only_as_a_hash(reset: str):
    row = db.session.scalars(select(OneTimeToken)).one()
    secret = reset.rsplit("/", 1)[1]
    assert len(secret) >= 43
    assert secret not in row.token_hash


@pytest.mark.parametrize(("secret", "status"), [("x", 410), ("a" * 3000, 410), ("é", 410), ("%00", 404)])
def test_a_made_up_link_is_gone(client: FlaskClient, secret: str, status: int):
    assert client.get(f"/verify-email/{secret}").status_code == status


def test_asking_for_a_reset_answers_the_same_for_any_address(client: FlaskClient, owner: User, mails: Any):
    known = client.post("/reset-password", data={"email": owner.email})
    unknown = client.post("/reset-password", data={"email": "nobody@example.com"})
    assert (
        (known.status_code, known.location)
        == (unknown.status_code, unknown.location)
        == (303, known.location)
    )
    assert len(mails(owner.email)) == 1
    assert mails("nobody@example.com") == []
    assert client.get(known.location).status_code == 200


def test_a_new_password_signs_in_here_and_out_everywhere_else(
    client: FlaskClient, owner: User, reset: str, sign_in: Any, mails: Any
):
    elsewhere = sign_in(owner)
    answer = client.post(reset, data={"password": NEW_PASSWORD})
    assert (answer.status_code, answer.location) == (303, "/")
    assert client.get("/settings/profile").status_code == 200
    assert elsewhere.get("/settings/profile").status_code == 303
    assert passwords.matches(owner.password_hash, NEW_PASSWORD)
    assert not passwords.matches(owner.password_hash, PASSWORD)
    assert mails(owner.email)[-1].subject == "Your password was changed" or owner.locale != "en"


def test_a_refused_new_password_leaves_the_link_working(client: FlaskClient, reset: str):
    assert client.post(reset, data={"password": "short"}).status_code == 422
    assert client.post(reset, data={"password": NEW_PASSWORD}).status_code == 303


def test_the_sixth_reset_in_half_an_hour_waits(client: FlaskClient, owner: User):
    for _n in range(5):
        assert client.post("/reset-password", data={"email": owner.email}).status_code == 303
    assert client.post("/reset-password", data={"email": owner.email}).status_code == 429


def test_changing_the_address_takes_effect_when_the_new_one_is_proved(
    sign_in: Any, owner: User, browser: Any, link_to: Any, mails: Any
):
    answer = sign_in(owner).post("/settings/email", data={"email": "New@Example.com"})
    assert answer.status_code == 303
    assert owner.email == "owner@example.com"
    link = link_to("new@example.com")
    assert "new@example.com" in browser().get(link).text
    browser().post(link)
    assert owner.email == "new@example.com"
    assert len(mails("owner@example.com")) == 1


def test_an_address_of_someone_else_is_not_told_and_not_taken(
    sign_in: Any, owner: User, stranger: User, mails: Any
):
    free = sign_in(owner).post("/settings/email", data={"email": "free@example.com"})
    taken = sign_in(owner).post("/settings/email", data={"email": stranger.email})
    assert (free.status_code, free.location) == (taken.status_code, taken.location)
    assert mails(stranger.email) == []


def test_an_address_taken_meanwhile_ends_the_link(
    sign_in: Any, owner: User, sign_up: Any, browser: Any, link_to: Any
):
    sign_in(owner).post("/settings/email", data={"email": "hoa@example.com"})
    link = link_to("hoa@example.com")
    sign_up(browser())
    assert browser().post(link).status_code == 410
    assert owner.email == "owner@example.com"


def test_the_confirmation_can_be_sent_again(sign_up: Any, client: FlaskClient, mails: Any):
    sign_up()
    assert client.post("/settings/email/verification").status_code == 303
    assert len(mails("hoa@example.com")) == 2


def test_mails_speak_the_persons_language(client: FlaskClient, owner: User, mails: Any):
    client.post("/reset-password", data={"email": owner.email}, headers={"Accept-Language": "en"})
    assert '<html lang="vi">' in mails(owner.email)[0].html


def test_links_use_the_public_address_whatever_host_was_asked(client: FlaskClient, owner: User, mails: Any):
    client.post("/reset-password", data={"email": owner.email}, base_url="http://127.0.0.1")
    assert "http://localhost/reset-password/" in mails(owner.email)[0].text


def test_sessions_of_a_reset_account_are_rows_that_ended(
    client: FlaskClient, owner: User, reset: str, sign_in: Any
):
    sign_in(owner)
    client.post(reset, data={"password": NEW_PASSWORD})
    live = db.session.scalars(UserSession.live_of(owner.id)).all()
    assert len(live) == 1

"""Taking one's data along and erasing the account."""

import io
import json
from typing import Any
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from tests.world import PASSWORD
from webapp.accounts import export
from webapp.accounts.models import Consent, User, UserSession
from webapp.accounts.signals import user_erased
from webapp.core import media
from webapp.core.db import db


def download(browser: FlaskClient) -> tuple[Any, ZipFile]:
    answer = browser.get("/settings/export/aftercare.zip")
    return answer, ZipFile(io.BytesIO(answer.data))


def test_the_export_holds_the_account_and_what_rooms_contribute(
    sign_in: Any, owner: User, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(export, "_contributions", {"things": lambda user: [{"owner": user.name}]})
    answer, archive = download(sign_in(owner))
    data = json.loads(archive.read("aftercare.json"))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="aftercare.zip"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert data["account"]["email"] == owner.email
    assert data["account"]["quiet_from"] == "21:00:00"
    assert data["things"] == [{"owner": "Linh Nguyễn"}]


def test_files_lie_in_the_archive_where_the_json_says(
    sign_in: Any, owner: User, monkeypatch: pytest.MonkeyPatch
):
    key = media.keep_image(Image.new("RGB", (8, 8))).id
    monkeypatch.setattr(export, "_contributions", {"photo": lambda _: db.session.get(media.Media, key)})
    _answer, archive = download(sign_in(owner))
    place = json.loads(archive.read("aftercare.json"))["photo"]
    assert Image.open(io.BytesIO(archive.read(place))).size == (8, 8)


def test_the_export_tells_no_secret(sign_in: Any, owner: User):
    _answer, archive = download(sign_in(owner))
    text = archive.read("aftercare.json").decode()
    assert owner.password_hash not in text
    assert "token" not in text


def test_erasing_wants_a_tick(sign_in: Any, owner: User):
    assert sign_in(owner).post("/settings/erase").status_code == 422
    assert owner.erased_at is None


def test_an_erased_account_has_no_name_no_session_and_no_way_in(
    sign_in: Any, owner: User, client: FlaskClient, mails: Any
):
    Consent.give(owner.id, "news", "News")
    heard: list[int] = []
    here, there = sign_in(owner), sign_in(owner)
    with user_erased.connected_to(lambda user: heard.append(user.id)):
        answer = here.post("/settings/erase", data={"understood": "y"})
    assert (answer.status_code, answer.headers["Clear-Site-Data"]) == (303, '"cache", "storage"')
    assert heard == [owner.id]
    assert (owner.name, owner.email) == ("", f"erased-{owner.id}@erased.invalid")
    assert [b.get("/settings/times").status_code for b in (here, there)] == [303, 303]
    assert (
        client.post("/sign-in", data={"email": "owner@example.com", "password": PASSWORD}).status_code == 422
    )
    assert Consent.standing(owner.id) == set()
    assert len(mails("owner@example.com")) == 1


def test_devices_of_an_erased_account_have_no_names(sign_in: Any, owner: User):
    sign_in(owner).post("/settings/erase", data={"understood": "y"})
    assert set(db.session.scalars(select(UserSession.user_agent))) == {""}


def test_the_address_of_an_erased_account_can_be_used_anew(
    sign_in: Any, owner: User, sign_up: Any, browser: Any
):
    sign_in(owner).post("/settings/erase", data={"understood": "y"})
    assert sign_up(browser(), email="owner@example.com").status_code == 303


def test_no_mail_keeps_the_address_of_an_erased_account_but_the_last(
    sign_in: Any, owner: User, mails: Any, link_to: Any
):
    email = owner.email
    browser = sign_in(owner)
    browser.post("/reset-password", data={"email": email})
    assert link_to(email)
    browser.post("/settings/erase", data={"understood": "y"})
    assert len(mails(email)) == 1

"""What the tests of the accounts room share: mail that was sent, and a browser that signs up."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from webapp.core.db import db
from webapp.core.mail import OutboxMail

NEW = {
    "name": "Nguyễn Thị Hoa",
    "email": "Hoa@Example.com",
    "password": "trăng sáng trên mái nhà",
    "zone": "",
}


@pytest.fixture
def mails(app: Flask) -> Callable[[str], list[OutboxMail]]:
    """The mails written to an address, oldest first."""

    def to(email: str) -> list[OutboxMail]:
        return list(
            db.session.scalars(select(OutboxMail).where(OutboxMail.to == email).order_by(OutboxMail.id))
        )

    return to


@pytest.fixture
def link_to(mails: Callable[[str], list[OutboxMail]]) -> Callable[[str], str]:
    """The path of the link in the newest mail to an address."""

    def newest(email: str) -> str:
        found = re.search(r"http://localhost(\S+)", mails(email)[-1].text)
        assert found, "no link in the mail"
        return found[1]

    return newest


@pytest.fixture
def sign_up(client: FlaskClient) -> Callable[..., Any]:
    """Send the sign-up form, complete unless told otherwise."""
    return lambda browser=client, **changes: browser.post("/sign-up", data=NEW | changes)


@pytest.fixture
def browser(app: Flask) -> Callable[..., FlaskClient]:
    """Another visitor's browser."""

    def new(**environ: str) -> FlaskClient:
        made = app.test_client()
        made.environ_base |= {"HTTP_SEC_FETCH_SITE": "same-origin", **environ}
        return made

    return new

"""Many requests at once: one account, exact counts, one use."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.accounts.conftest import NEW
from webapp.accounts.models import User
from webapp.core.db import db

SAME_SITE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def at_once(app: Flask) -> Callable[..., Counter[int]]:
    """Post the same form from several browsers at the same time; how often each status came."""

    def post(path: str, data: dict[str, str], browsers: int) -> Counter[int]:
        db.session.commit()

        def one(_n: int) -> int:
            return FlaskClient(app, app.response_class).post(path, data=data, headers=SAME_SITE).status_code

        with ThreadPoolExecutor(browsers) as pool:
            return Counter(pool.map(one, range(browsers)))

    return post


def test_a_double_tap_on_sign_up_makes_one_account_and_signs_both_in(at_once: Any):
    assert at_once("/sign-up", NEW, 4) == {303: 4}
    assert db.session.scalar(select(func.count(User.id))) == 1


def test_tries_are_counted_exactly_when_they_come_together(at_once: Any):
    wrong = {"email": "someone@example.com", "password": "not the password"}
    assert at_once("/sign-in", wrong, 16) == {422: 10, 429: 6}


def test_a_link_pressed_twice_at_once_works_once(at_once: Any, sign_up: Any, link_to: Any):
    sign_up()
    assert at_once(link_to("hoa@example.com"), {}, 4) == {303: 1, 410: 3}

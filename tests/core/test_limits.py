"""Rates: beyond them 429 with the seconds to wait, counted per person or network."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from webapp.accounts.models import User
from webapp.core import limits

SignIn = Callable[[User], FlaskClient]


def test_beyond_the_rate_one_is_told_how_long_to_wait(agent: User, sign_in: SignIn) -> None:
    browser = sign_in(agent)
    answers = [browser.get("/staff/customers") for _n in range(61)]
    assert {answer.status_code for answer in answers[:60]} == {200}
    last = answers[60]
    assert last.status_code == 429
    assert 0 < int(last.headers["Retry-After"]) <= 60
    assert "Wait a few minutes" in browser.get("/staff/customers", headers={"HX-Request": "true"}).text


def test_one_persons_rate_is_not_anothers(agent: User, admin: User, sign_in: SignIn) -> None:
    first, second = sign_in(agent), sign_in(admin)
    for _n in range(61):
        last = first.get("/staff/customers")
    assert last.status_code == 429
    assert second.get("/staff/customers").status_code == 200


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2:ffff::1", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("", "unknown", True),
    ],
)
def test_an_address_is_a_network_in_ipv6(app: Flask, one: str, other: str, same: bool) -> None:
    def seen(peer: str) -> str:
        with app.test_request_context(environ_base={"REMOTE_ADDR": peer}):
            return limits.address()

    assert (seen(one) == seen(other)) is same


def test_forwarded_headers_of_strangers_change_nothing(app: Flask) -> None:
    headers = {"X-Forwarded-For": "203.0.113.9", "Forwarded": "for=203.0.113.9"}
    with app.test_request_context(environ_base={"REMOTE_ADDR": "127.0.0.1"}, headers=headers):
        assert limits.address() == "127.0.0.1"

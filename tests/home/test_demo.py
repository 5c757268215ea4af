"""The demo command: everybody and everything once, however often it is called."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from webapp.accounts.models import User
from webapp.core.db import db
from webapp.home import demo
from webapp.products.models import Category, Model, Purchase, Serial


@pytest.fixture
def said(app: Flask) -> str:
    """What `flask demo load` prints the first time."""
    answer = app.test_cli_runner().invoke(args=["demo", "load"])
    assert answer.exit_code == 0, answer.output
    return answer.output


def count(model: type) -> int:
    return db.session.scalar(select(func.count(model.id))) or 0


def test_it_says_who_to_sign_in_as(said: str) -> None:
    for email in demo.PEOPLE:
        assert email in said
        assert User.with_email(email) is not None


def test_there_is_enough_to_look_at(said: str) -> None:
    assert count(Category) >= 5
    assert count(Model) >= 12
    assert count(Serial) >= 200
    assert count(Purchase) >= 8


def test_a_second_time_changes_nothing(said: str, app: Flask) -> None:
    before = count(Purchase), count(User)
    answer = app.test_cli_runner().invoke(args=["demo", "load"])
    assert "already there" in answer.output
    assert (count(Purchase), count(User)) == before


def test_reset_begins_anew_and_is_refused_in_production(
    said: str, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = count(Purchase)
    db.session.remove()
    assert app.test_cli_runner().invoke(args=["demo", "reset"]).exit_code == 0
    assert count(Purchase) == before
    monkeypatch.setitem(app.config, "ENV", "production")
    refused = app.test_cli_runner().invoke(args=["demo", "reset"])
    assert refused.exit_code != 0
    assert count(Purchase) == before

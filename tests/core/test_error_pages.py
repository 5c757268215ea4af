"""An error is a calm page for people, a part for htmx, a few words of JSON for scripts."""

import sys
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from webapp.accounts.models import User
from webapp.core.error_pages import PAGES, answer_for
from webapp.core.errors import Conflict, DomainError
from webapp.core.forms import clean
from webapp.core.i18n import _l, speaking

SignIn = Callable[[User], FlaskClient]


def test_a_missing_page_says_what_to_do(client: FlaskClient) -> None:
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert "This page is not here" in answer.text
    assert 'href="/"' in answer.text


def test_htmx_gets_only_the_notice(client: FlaskClient) -> None:
    answer = client.get("/nowhere", headers={"HX-Request": "true"})
    assert answer.status_code == 404
    assert "<html" not in answer.text
    assert "no longer here" in answer.text


def test_a_script_gets_json(client: FlaskClient) -> None:
    answer = client.get("/nowhere", headers={"Accept": "application/json"})
    assert answer.json == {"error": 404, "sentence": None}


def test_a_wrong_method_is_its_own_error(client: FlaskClient) -> None:
    assert client.delete("/healthz").status_code == 405


@pytest.mark.parametrize("code", sorted(PAGES))
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}, {"Accept": "application/json"}])
def test_every_error_has_its_page_in_every_form(app: Flask, code: int, headers: dict[str, str]) -> None:
    with app.test_request_context(headers=headers):
        answer = answer_for(code, "A sentence <b>of</b> the rule.")
    assert answer.status_code == code
    assert "<b>of</b>" not in answer.get_data(as_text=True) or answer.is_json


def test_an_unusual_code_keeps_its_number_and_borrows_a_page(app: Flask) -> None:
    with app.test_request_context():
        assert answer_for(418).status_code == 418


def test_a_rule_speaks_the_persons_language_with_its_facts() -> None:
    class TooMany(DomainError):
        field = "count"
        text = _l("At most %(most)s.")

    assert str(TooMany(most=3)) == "At most 3."
    assert str(Conflict(_l("Plain 100 %"))) == "Plain 100 %"
    with speaking("th"):
        assert str(TooMany("Other words", field="x")) == "Other words"
    assert TooMany(field="x").field == "x"
    assert TooMany.field == "count"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Linh  ", "Linh"),
        ("a\x00b\x07c", "abc"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("🫖" * 300, "🫖" * 300),
        ("שלום", "שלום"),
        ("", ""),
        (None, None),
        (5, 5),
    ],
)
def test_typed_text_is_trimmed_and_loses_control_characters(typed: object, kept: object) -> None:
    assert clean(typed) == kept


def test_a_failure_is_logged_by_the_views_name_not_by_its_path(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    """A path may hold the secret of a link."""
    with app.test_request_context("/reset-password/a-secret-of-a-link"):
        try:
            raise ValueError("no")
        except ValueError:
            app.log_exception(sys.exc_info())
    assert "accounts.choose_password" in caplog.text
    assert "a-secret-of-a-link" not in caplog.text


def test_a_wrong_method_names_the_right_ones(client: FlaskClient) -> None:
    assert "GET" in client.delete("/healthz").headers["Allow"]

"""Every view says who may call it; nobody else learns that it is there."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from webapp.accounts.models import User
from webapp.core.access import allow, require_rules, rule_of

SignIn = Callable[[User], FlaskClient]


def test_an_application_with_a_bare_view_does_not_start() -> None:
    bare = Flask("bare", static_folder=None)
    bare.add_url_rule("/open", "open", allow.everyone(lambda: "open"))
    require_rules(bare)
    bare.add_url_rule("/secret", "secret", lambda: "secret")
    with pytest.raises(RuntimeError, match="without an access rule: secret"):
        require_rules(bare)


def test_every_view_of_this_application_has_a_rule(app: Flask) -> None:
    require_rules(app)
    assert all(rule_of(view) is not None for view in app.view_functions.values())


def test_a_visitor_is_asked_to_sign_in_and_comes_back(client: FlaskClient) -> None:
    answer = client.get("/staff/models?q=a b")
    assert answer.status_code == 303
    assert answer.location == "/sign-in?next=/staff/models%3Fq%3Da%20b"


def test_a_visitors_press_leads_home_not_to_the_act(client: FlaskClient) -> None:
    assert client.post("/staff/models").location == "/sign-in?next=/"


def test_htmx_is_sent_to_sign_in_as_a_whole_page(client: FlaskClient) -> None:
    answer = client.get("/staff", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"].startswith("/sign-in")


def test_a_script_is_told_in_json(client: FlaskClient) -> None:
    answer = client.post("/staff/models", json={})
    assert (answer.status_code, answer.json) == (401, {"error": 401})


def test_a_role_that_may_not_sees_nothing(owner: User, agent: User, sign_in: SignIn) -> None:
    assert sign_in(owner).get("/staff").status_code == 404
    assert sign_in(agent).get("/staff").status_code == 200
    assert sign_in(agent).get("/staff/people").status_code == 404


def test_the_role_is_read_anew_with_every_request(agent: User, sign_in: SignIn) -> None:
    from webapp.core.db import db

    browser = sign_in(agent)
    assert browser.get("/staff").status_code == 200
    agent.role = "customer"
    db.session.commit()
    assert browser.get("/staff").status_code == 404

"""Every route, every kind of person, every method: nobody sees what is not theirs, nothing breaks."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from tests.matrix_values import NOT_OWNED, value_for
from tests.world import World
from webapp.core.access import STAFF_ROLES, rule_of

SECRETS = ("Linh Nguyễn", "owner@example.com", "7KX2-0194-55")
ROLES = ("anonymous", "stranger", "family", "owner", "agent", "editor", "admin")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def _view(app: Flask, rule: Rule) -> Any:
    return app.view_functions[rule.endpoint]


def _path(app: Flask, rule: Rule, world: World) -> str:
    values = {name: value_for(rule, name, world) for name in rule.arguments}
    with app.test_request_context():
        return app.url_for(rule.endpoint, **values, _anchor=None)


def _browser(
    name: str, client: FlaskClient, sign_in: Callable[..., FlaskClient], world: World
) -> FlaskClient:
    return client if name == "anonymous" else sign_in(world.person(name))


def _expected(name: str, access: Any, method: str, rule: Rule) -> set[int] | None:
    """Return the only statuses allowed, or None where any orderly answer will do."""
    if method not in (rule.methods or ()):
        return {404, 405}
    if access.anyone:
        return None
    if name == "anonymous":
        return {303, 401}
    if access.roles is not None and name not in access.roles:
        return {404}
    owned = rule.arguments and rule.endpoint not in NOT_OWNED and access.roles is None
    if owned and name not in ("owner", "family"):
        return {404}
    return None


@pytest.mark.parametrize("name", ROLES)
def test_every_route_answers_each_person_as_declared(
    app: Flask, client: FlaskClient, sign_in: Callable[..., FlaskClient], world: World, name: str
) -> None:
    world.purchase  # noqa: B018  (the owner's purifier stands behind the paths)
    browser = _browser(name, client, sign_in, world)
    wrong = []
    for rule in app.url_map.iter_rules():
        access = rule_of(_view(app, rule))
        assert access is not None
        for method in METHODS:
            if rule.endpoint == "accounts.sign_out" and method == "POST":
                continue  # would end the browser's session half-way; tests/accounts cover it
            answer = browser.open(
                _path(app, rule, world), method=method, data={} if method != "GET" else None
            )
            expected = _expected(name, access, method, rule)
            if answer.status_code >= 500 or (expected and answer.status_code not in expected):
                wrong.append(f"{method} {rule} as {name}: {answer.status_code}, allowed {expected}")
            leaks = name in ("anonymous", "stranger") and any(
                s in answer.get_data(as_text=True) for s in SECRETS
            )
            if leaks and not rule.endpoint.startswith("accounts."):
                wrong.append(f"{method} {rule} as {name} leaks the owner's data")
    assert not wrong, "\n".join(wrong)


def test_roles_named_by_rules_exist(app: Flask) -> None:
    named = {role for view in app.view_functions.values() for role in (rule_of(view).roles or ())}  # type: ignore[union-attr]
    assert named <= STAFF_ROLES

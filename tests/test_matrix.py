"""Every route, every kind of person, every method: nobody sees what is not theirs, nothing breaks."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule

from tests.matrix_values import Belongings
from tests.world import World
from webapp.core import heartbeat
from webapp.core.access import STAFF_ROLES, rule_of
from webapp.core.access import Rule as Access

SECRETS = ("Linh Nguyễn", "owner@example.com", "7KX2-0194-55")
# Signed-in pages whose placeholder belongs to nobody in particular.
NOT_OWNED = {"products.invitation", "products.accept_invitation"}
ROLES = ("anonymous", "stranger", "family", "owner", "agent", "editor", "admin")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def _view(app: Flask, rule: Rule) -> Any:
    return app.view_functions[rule.endpoint]


def _path(app: Flask, rule: Rule, things: Belongings) -> str:
    values = {name: things.value(rule, name) for name in rule.arguments}
    with app.test_request_context():
        return app.url_for(rule.endpoint, **values, _anchor=None)


def _browser(
    name: str, client: FlaskClient, sign_in: Callable[..., FlaskClient], world: World
) -> FlaskClient:
    return client if name == "anonymous" else sign_in(world.person(name))


def _allowed(name: str, rule: Rule, access: Access) -> set[int] | None:
    """Return the only statuses a person may get from a view, or None where any orderly answer will do."""
    if access.anyone:
        return None
    if name == "anonymous":
        return {303, 401}
    if access.roles is not None:
        return None if name in access.roles else {404}
    owned = rule.arguments and rule.endpoint not in NOT_OWNED
    return {404} if owned and name not in ("owner", "family") else None


def _matched(app: Flask, path: str, method: str) -> Rule | None:
    """Return the rule that a request would reach, or None when there is none (405)."""
    try:
        rule, _values = app.url_map.bind("localhost").match(path, method, return_rule=True)
    except HTTPException:
        return None
    return rule


def _faults(name: str, method: str, rule: Rule, answer: Any, allowed: set[int] | None) -> list[str]:
    what, found = f"{method} {rule} as {name}", []
    if answer.status_code >= 500 or (allowed and answer.status_code not in allowed):
        found.append(f"{what}: {answer.status_code}, allowed {allowed}")
    body = answer.get_data().decode("utf-8", "replace")
    secrets = SECRETS[:2] if "serial" in rule.arguments else SECRETS
    if name in ("anonymous", "stranger"):
        found += [f"{what} leaks {secret}" for secret in secrets if secret in body]
    return found


@pytest.mark.parametrize("name", ROLES)
def test_every_route_answers_each_person_as_declared(
    app: Flask, client: FlaskClient, sign_in: Callable[..., FlaskClient], world: World, name: str
) -> None:
    things = Belongings(world)
    heartbeat.beat("tick")
    browser = _browser(name, client, sign_in, world)
    wrong = []
    for path, rule in {_path(app, rule, things): rule for rule in app.url_map.iter_rules()}.items():
        for method in METHODS:
            reached = _matched(app, path.split("?")[0], method)
            if reached is not None and reached.endpoint == "accounts.sign_out":
                continue  # would end the browser's session half-way; tests/accounts cover it
            if reached is None and name != "anonymous":
                continue  # refused before anyone is asked who they are: once is enough
            access = rule_of(_view(app, reached)) if reached else None
            allowed = _allowed(name, reached, access) if reached and access else {404, 405}
            answer = browser.open(path, method=method, data=None if method == "GET" else {})
            wrong += _faults(name, method, reached or rule, answer, allowed)
    assert not wrong, "\n".join(wrong)


def test_roles_named_by_rules_exist(app: Flask) -> None:
    named = {role for view in app.view_functions.values() for role in (rule_of(view).roles or ())}  # type: ignore[union-attr]
    assert named <= STAFF_ROLES

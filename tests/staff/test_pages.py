"""Every page of the console opens for staff, in every language, and for nobody else."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.world import World
from webapp.accounts.models import User
from webapp.core.db import db
from webapp.core.i18n import LOCALES
from webapp.products.models import Dispute, Purchase

SignIn = Callable[[User], FlaskClient]


@pytest.fixture
def paths(world: World, pending: Purchase, dispute: Dispute) -> list[str]:
    """The console's pages, with something on each."""
    return [
        "/staff",
        "/staff/registrations",
        f"/staff/registrations/{pending.ref}",
        "/staff/disputes",
        "/staff/disputes?state=resolved",
        f"/staff/disputes/{dispute.ref}",
        "/staff/customers",
        "/staff/customers?q=stranger",
        f"/staff/customers/{pending.owner_id}",
        f"/staff/purchases/{pending.ref}",
        f"/staff/purchases/{world.purchase.ref}",
        "/staff/counter",
        "/staff/models",
        "/staff/models?q=ro-9",
        f"/staff/models/{world.purifier.ref}",
        "/staff/models/pattern-test?serial_pattern=A&serial_example=A",
        "/staff/categories",
        f"/staff/categories/{world.category.slug}",
        "/staff/policies",
        "/staff/extension-plans",
        "/staff/audit",
    ]


@pytest.fixture
def editors_paths(world: World) -> list[str]:
    """Pages where the catalogue is changed."""
    return [
        "/staff/models/new",
        f"/staff/models/{world.purifier.ref}/edit",
        "/staff/categories/new",
        "/staff/policies/new",
    ]


@pytest.fixture
def admins_paths(agent: User) -> list[str]:
    """Pages about people's roles."""
    return ["/staff/people", f"/staff/people/{agent.id}", "/staff/people?email=nobody@example.com"]


@pytest.mark.parametrize("locale", LOCALES)
def test_an_admin_opens_every_page(
    admin: User,
    sign_in: SignIn,
    locale: str,
    paths: list[str],
    editors_paths: list[str],
    admins_paths: list[str],
) -> None:
    admin.locale = locale
    db.session.commit()
    browser = sign_in(admin)
    opened = {path: browser.get(path).status_code for path in paths + editors_paths + admins_paths}
    assert set(opened.values()) == {200}, opened


def test_an_agent_reads_and_does_not_edit(
    desk: FlaskClient, paths: list[str], editors_paths: list[str], admins_paths: list[str]
) -> None:
    assert {desk.get(path).status_code for path in paths} == {200}
    assert {desk.get(path).status_code for path in editors_paths + admins_paths} == {404}


def test_customers_find_nothing(
    owner: User, sign_in: SignIn, paths: list[str], editors_paths: list[str], admins_paths: list[str]
) -> None:
    browser = sign_in(owner)
    assert {browser.get(path).status_code for path in paths + editors_paths + admins_paths} == {404}


def test_every_address_of_the_console_asks_who_one_is(
    app: Flask, client: FlaskClient, stranger: User, sign_in: SignIn
) -> None:
    customer = sign_in(stranger)
    for rule in app.url_map.iter_rules():
        if not rule.rule.startswith("/staff"):
            continue
        path = rule.rule
        for argument in rule.arguments:
            path = path.replace(f"<int:{argument}>", "1").replace(f"<{argument}>", "x")
        for method in sorted((rule.methods or set()) - {"OPTIONS", "HEAD"}):
            assert client.open(path, method=method).status_code == 303, path
            assert customer.open(path, method=method).status_code == 404, path


def test_lists_do_not_ask_the_database_per_row(
    desk: FlaskClient, paths: list[str], pending: Purchase, count_statements: list[str]
) -> None:
    desk.get("/staff")
    for path, most in (
        ("/staff", 5),
        ("/staff/models", 4),
        ("/staff/audit", 4),
        ("/staff/disputes", 3),
        (f"/staff/customers/{pending.owner_id}", 12),
        (f"/staff/purchases/{pending.ref}", 12),
        ("/staff/customers?q=stranger", 5),
    ):
        count_statements.clear()
        desk.get(path)
        assert len(count_statements) <= most, (path, count_statements)

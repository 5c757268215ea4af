"""Writes that waited on a phone: they count for the account that made them, and for nobody else."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.world import World
from webapp.accounts.models import User
from webapp.home.offline import account_key

Browser = Callable[[User], FlaskClient]
WORKER_TESTS = Path(__file__).parents[1] / "js"


def test_key_says_nothing_and_differs(owner: User, stranger: User) -> None:
    assert account_key(owner) == account_key(owner)
    assert account_key(owner) != account_key(stranger)
    assert str(owner.id) != account_key(owner)
    assert account_key(None) == "visitor"


def test_a_write_of_this_account_is_taken(sign_in: Browser, owner: User) -> None:
    answer = sign_in(owner).post("/notifications/reading", headers={"X-Account": account_key(owner)})
    assert answer.status_code == 303


@pytest.mark.parametrize("key", ["", "visitor", "ж", "0" * 20])
def test_a_write_of_another_account_is_refused(sign_in: Browser, owner: User, key: str) -> None:
    answer = sign_in(owner).post("/notifications/reading", headers={"X-Account": key.encode()})
    assert answer.status_code == 403


def test_a_write_of_somebody_else_changes_nothing(
    sign_in: Browser, owner: User, stranger: User, world: World
) -> None:
    ref = world.purchase.ref
    answer = sign_in(owner).post(
        f"/products/{ref}/retirement",
        data={"reason": "retired"},
        headers={"X-Account": account_key(stranger)},
    )
    assert answer.status_code == 403
    assert world.purchase.is_active


def test_reading_needs_no_account(sign_in: Browser, owner: User) -> None:
    assert sign_in(owner).get("/products", headers={"X-Account": "other"}).status_code == 200


def test_the_worker_keeps_its_promises() -> None:
    if shutil.which("node") is None:
        assert not os.environ.get("CI"), "Node is missing, and in CI nothing may be left out"
        pytest.skip("Node is not installed: the service worker's own tests were left out")
    done = subprocess.run(
        ["node", "--test", str(WORKER_TESTS)], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout

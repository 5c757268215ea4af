"""What the tests of this room share."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.world import World
from webapp.accounts.models import User

SignIn = Callable[[User], FlaskClient]


@pytest.fixture
def browser(owner: User, world: World, sign_in: SignIn) -> FlaskClient:
    """The owner's browser, in English so that tests can be read; world.serial is issued."""
    owner.locale = "en"
    world.serial  # noqa: B018 -- issued by being asked for
    return sign_in(owner)


@pytest.fixture
def other(stranger: User, sign_in: SignIn) -> FlaskClient:
    """A stranger's browser, in English."""
    stranger.locale = "en"
    return sign_in(stranger)

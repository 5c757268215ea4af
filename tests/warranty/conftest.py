"""Policies for the world's models."""

from datetime import date

import pytest

from tests.warranty.facts import maker
from tests.world import World
from webapp.core.db import db
from webapp.products.models import Purchase
from webapp.warranty.facts import Covers, Promise
from webapp.warranty.models import ExtensionPlan, Policy
from webapp.warranty.policies import create_plan, create_policy, give_policy, publish

PUMP = {"en": "Pump", "vi": "Bơm", "ru": "Насос", "th": "ปั๊ม"}


def named(promise: Promise, names: dict[str, str]) -> Promise:
    return Promise(promise.covers, promise.guarantor, promise.months, promise.component, names=names)


@pytest.fixture
def policy(world: World) -> Policy:
    """The purifier's policy: parts 36 months, labour 24, the pump 30."""
    made = create_policy("home-water", {"en": "Home water policy", "vi": "Chính sách máy lọc nước"})
    promises = (
        maker(36, Covers.PARTS),
        maker(24, Covers.LABOUR),
        named(maker(30, Covers.PARTS, "pump"), PUMP),
    )
    publish(made, None, date(2024, 1, 1), promises, {"en": "We repair what fails.\nKeep the receipt."})
    give_policy(world.purifier.id, made)
    db.session.commit()
    return made


@pytest.fixture
def plan(world: World) -> ExtensionPlan:
    made = create_plan("care-12", {"en": "Care plan"}, 12)
    db.session.commit()
    return made


@pytest.fixture
def purchase(policy: Policy, world: World) -> Purchase:
    """The owner's purifier, bought 14 March 2025 in Viet Nam, with the policy."""
    return world.purchase

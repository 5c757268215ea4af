"""What the console's tests share."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.world import World
from webapp.accounts.models import User
from webapp.core.audit import AuditEntry
from webapp.core.db import db
from webapp.products.models import Dispute, Purchase

UNKNOWN = "7KX2-0999-01"


@pytest.fixture
def pending(world: World) -> Purchase:
    """The stranger's purifier whose serial number nobody issued."""
    person = world.person("stranger")
    purchase = Purchase.register(person, world.purifier, UNKNOWN, date(2025, 5, 1), country="RU")
    db.session.commit()
    assert purchase.is_pending
    return purchase


@pytest.fixture
def dispute(world: World) -> Dispute:
    """The stranger says that the owner's purifier is theirs."""
    claim = {"statement": "It stands in my kitchen.", "bought_on": date(2025, 3, 14), "country": "VN"}
    row = Dispute.open(world.person("stranger"), world.purchase, **claim)
    db.session.commit()
    return row


@pytest.fixture
def desk(agent: User, sign_in: Callable[[User], FlaskClient]) -> FlaskClient:
    """An agent's browser."""
    return sign_in(agent)


@pytest.fixture
def editing(editor: User, sign_in: Callable[[User], FlaskClient]) -> FlaskClient:
    """An editor's browser."""
    return sign_in(editor)


@pytest.fixture
def acts() -> Callable[[], list[tuple[str, str]]]:
    """Tell which acts are in the audit trail, with their subjects."""

    def told() -> list[tuple[str, str]]:
        rows: Any = db.session.execute(db.select(AuditEntry.act, AuditEntry.subject).order_by(AuditEntry.id))
        return [(row.act, row.subject) for row in rows]

    return told

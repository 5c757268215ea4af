"""The demo shows every state."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from webapp.accounts import demo as people
from webapp.core.config import ROOT
from webapp.core.db import db
from webapp.core.i18n import LOCALES
from webapp.products import demo, gs1
from webapp.products.models import Dispute, Model, Purchase, PurchaseShare, Serial


@pytest.fixture
def demo_world(app: Any) -> dict[str, Any]:
    world: dict[str, Any] = {}
    people.load(world)
    demo.load(world)
    db.session.commit()
    return world


def test_the_demo_has_models_serials_and_every_state(demo_world: dict[str, Any]) -> None:
    assert db.session.scalar(select(func.count()).select_from(Model)) >= 12
    assert len(demo_world["categories"]) >= 5
    assert db.session.scalar(select(func.count()).select_from(Serial)) >= 200
    endings = {purchase.ended_reason for purchase in db.session.scalars(select(Purchase))}
    assert endings == {None, "retired", "sold", "rejected"}
    assert db.session.scalars(Purchase.to_review()).all()
    assert db.session.scalars(select(Dispute)).all()
    assert db.session.scalars(select(PurchaseShare)).all()


def test_models_are_named_drawn_and_numbered(demo_world: dict[str, Any]) -> None:
    for model in demo_world["models"].values():
        assert set(model.names) == set(LOCALES)
        assert gs1.gtin14(model.gtin) == model.gtin
        assert model.fits(model.serial_example)
        assert Path(ROOT / f"static/img/products/{model.picture}.svg").exists()

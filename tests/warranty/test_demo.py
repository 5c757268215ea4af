"""The demo leaves cover in every state, and the export tells it all."""

from datetime import date

import pytest

from webapp.accounts import export
from webapp.accounts.demo import load as load_people
from webapp.core.db import db
from webapp.products.demo import load as load_products
from webapp.warranty.cover import cover_of, summaries
from webapp.warranty.demo import load
from webapp.warranty.standing import Status


@pytest.fixture
def demo(app, at) -> dict:
    at("2026-11-21T09:00+07:00")
    world: dict = {}
    for step in (load_people, load_products, load):
        step(world)
    db.session.commit()
    return world


def test_every_state_can_be_looked_at(demo: dict) -> None:
    bought = demo["purchases"]
    found = summaries([one.id for one in bought.values()], date(2026, 11, 21))
    states = {key: found[one.id].status for key, one in bought.items()}
    assert set(states.values()) >= set(Status) - {Status.NONE}
    assert (states["vi.purifier"], states["vi.washer"]) == (Status.COVERED, Status.ENDS_SOON)
    assert (states["en.hood"], states["vi.aircon"], states["en.oven"]) == (
        Status.VOID,
        Status.ENDED,
        Status.COVERED,
    )
    assert found[bought["vi.washer"].id].days_left == 21


def test_the_purifier_looks_like_the_picture(demo: dict) -> None:
    cover = cover_of(demo["purchases"]["vi.purifier"])
    assert [line.days for one in cover.lines for line in one.steps if line.days] == [12, 12, 12]
    assert cover.chart is not None
    assert len(cover.chart.bars) == 4
    assert [line.component for line in cover.lines][2:4] == ["pump", "pump"]


def test_the_export_holds_lines_and_events_of_the_person_only(demo: dict) -> None:
    text = export.as_json(demo["people"]["customer.vi@example.com"]).decode()
    assert "R-2041" in text
    assert "R-2107" not in text

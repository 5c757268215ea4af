"""The catalogue: models and categories are added and changed by editors, with their numbers checked."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.world import World
from webapp.core.db import db
from webapp.products.models import Category, Model

Acts = Callable[[], list[tuple[str, str]]]


@pytest.fixture
def filled(world: World) -> dict[str, Any]:
    """A form for a new model, all of it right."""
    return {
        "name_en": "RO-12 Wide",
        "name_vi": "RO-12 Rộng",
        "name_th": "RO-12 กว้าง",
        "sku": "RO-12",
        "gtin": "8930000000033",
        "category_id": str(world.category.id),
        "picture": "",
        "serial_pattern": "R12-[0-9]{4}",
        "serial_example": "R12-0001",
        "on_sale_from": "2025-01-01",
        "on_sale_until": "",
        "usage_unit": "litres",
    }


def test_an_editor_adds_a_model(editing: FlaskClient, filled: dict[str, Any], acts: Acts) -> None:
    answer = editing.post("/staff/models", data=filled)
    model = db.session.scalars(db.select(Model).filter_by(sku="RO-12")).one()
    assert answer.status_code == 303
    assert answer.location == f"/staff/models/{model.ref}"
    assert model.gtin == "08930000000033"
    assert model.names == {"en": "RO-12 Wide", "vi": "RO-12 Rộng", "th": "RO-12 กว้าง"}
    assert acts() == [("model.create", f"model:{model.ref}")]
    assert "RO-12" in editing.get("/staff/models?q=rong").text


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("gtin", "8930000000034", "One digit of this product number is wrong"),
        ("gtin", "12345", "8, 12, 13 or 14 digits"),
        ("gtin", "08930000000019", "already has this product number"),
        ("sku", "RO-9", "already has this SKU"),
        ("sku", "", "Write the SKU."),
        ("name_en", "", "Write the English name"),
        ("serial_pattern", "[0-9", "not a usable pattern"),
        ("serial_pattern", "(A+)+B", "not a usable pattern"),
        ("serial_example", "XYZ", "The example does not fit the pattern."),
        ("on_sale_until", "2024-12-31", "before the first"),
        ("on_sale_from", "soon", "This is not a date."),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_kept(
    editing: FlaskClient, world: World, filled: dict[str, Any], field: str, value: str, sentence: str
) -> None:
    assert world.purifier.sku == "RO-9"
    answer = editing.post("/staff/models", data=filled | {field: value})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "RO-12 R" in answer.text
    assert db.session.scalars(db.select(Model.sku)).all() == ["RO-9"]


def test_a_change_is_kept_and_says_what_changed(
    editing: FlaskClient, world: World, filled: dict[str, Any], acts: Acts
) -> None:
    ref = world.purifier.ref
    assert editing.post(f"/staff/models/{ref}", data=filled).status_code == 303
    assert world.purifier.sku == "RO-12"
    assert acts() == [("model.edit", f"model:{ref}")]
    assert "serial_pattern" in editing.get("/staff/audit").text


def test_the_pattern_is_tried_while_it_is_written(editing: FlaskClient) -> None:
    def tried(number: str, pattern: str = "R12-[0-9]{4}") -> str:
        query = {"serial_pattern": pattern, "serial_example": number}
        return editing.get(
            "/staff/models/pattern-test", query_string=query, headers={"HX-Request": "true"}
        ).text

    assert "R12-0001 fits." in tried("r12 - 0001".replace(" ", ""))
    assert "R12-1 does not fit." in tried("R12-1")
    assert "not a usable pattern" in tried("A", "(")
    assert "<html" not in tried("A")


def test_an_editor_adds_and_renames_a_category(editing: FlaskClient, acts: Acts) -> None:
    form = {"slug": "fans", "icon": "fan", "position": "3", "name_en": "Fans"}
    assert editing.post("/staff/categories", data=form).status_code == 303
    assert editing.post("/staff/categories/fans", data=form | {"name_en": "Ceiling fans"}).status_code == 303
    assert db.session.scalars(db.select(Category)).one().names == {"en": "Ceiling fans"}
    assert [act for act, _subject in acts()] == ["category.create", "category.edit"]


def test_a_short_name_is_taken_once(editing: FlaskClient, world: World) -> None:
    form = {"slug": world.category.slug, "icon": "fan", "position": "3", "name_en": "Fans"}
    answer = editing.post("/staff/categories", data=form)
    assert answer.status_code == 422
    assert "already has this short name" in answer.text


def test_agents_cannot_change_the_catalogue(desk: FlaskClient, world: World, filled: dict[str, Any]) -> None:
    assert desk.post("/staff/models", data=filled).status_code == 404
    assert desk.post(f"/staff/models/{world.purifier.ref}", data=filled).status_code == 404
    assert world.purifier.sku == "RO-9"

"""Demo data: a catalogue of thirteen models, issued serials, and purchases in every state.

`load` fills `world` for the rooms above: `categories` by slug, `models` by short name ("purifier", "washer"),
`serials` as a list by the model's short name, `purchases` by "<customer>.<name>" ("vi.purifier").
"""

from __future__ import annotations

from typing import Any

from webapp.core.db import db
from webapp.products.demo.catalogue import CATEGORIES, MODELS, Sold
from webapp.products.demo.owners import load_purchases
from webapp.products.gs1 import check_digit
from webapp.products.models import Category, Model, Serial

ISSUED_EACH = 18


def load(world: dict[str, Any]) -> None:
    """Load the room's demo into the current transaction."""
    world["categories"] = {slug: _category(place, slug) for place, slug in enumerate(CATEGORIES)}
    world["models"] = {sold.key: _model(place, sold, world) for place, sold in enumerate(MODELS)}
    world["serials"] = {sold.key: _issue(sold, world["models"][sold.key]) for sold in MODELS}
    db.session.flush()
    world["purchases"] = load_purchases(world)


def _category(place: int, slug: str) -> Category:
    names, icon = CATEGORIES[slug]
    category = Category(slug=slug, names=names, icon=icon, position=place)
    db.session.add(category)
    return category


def _model(place: int, sold: Sold, world: dict[str, Any]) -> Model:
    body = f"0893999900{place + 1:03d}"
    model = Model(
        sku=sold.sku,
        gtin=body + check_digit(body),
        category=world["categories"][sold.category],
        names=sold.names,
        picture=sold.picture,
        serial_pattern=sold.pattern,
        serial_example=sold.example,
        on_sale_from=sold.on_sale_from,
        usage_unit=sold.usage_unit,
    )
    db.session.add(model)
    return model


def _issue(sold: Sold, model: Model) -> list[Serial]:
    units = [Serial(model=model, number=sold.number(n), batch="2024-A") for n in range(ISSUED_EACH)]
    db.session.add_all(units)
    return units

"""Finding a model in the catalogue by what people call it."""

from sqlalchemy import select

from webapp.core.db import db
from webapp.products.models import Model
from webapp.products.words import searchable

WORDS_READ = 6


def search(text: str, limit: int = 20) -> list[Model]:
    """Return the models whose names, SKU or GTIN hold every word, in any of the four languages.

    An empty text returns the first models of the catalogue.
    """
    query = select(Model).order_by(Model.sku).limit(limit)
    for word in searchable(text).split()[:WORDS_READ]:
        query = query.where(Model.words.contains(word, autoescape=True))
    return list(db.session.scalars(query))

"""The pages of the products room. `/products` and `/products/<ref>` themselves are composed in `home`."""

from flask import Blueprint

bp = Blueprint("products", __name__)

from webapp.products.routes import (  # noqa: E402, F401 -- views register themselves on `bp`
    details,
    disputes,
    family,
    links,
    papers,
    registration,
    transfer,
)

"""Products: the catalogue (model, category, issued serial) and what a customer owns (purchase).

Owns registration through every door, receipts, family, transfer, disputes and the catalogue's imports.
Words: a *model* is a product as sold, a *serial* an issued unit of it, a *purchase* one person's ownership
of one unit; *pending* means staff have yet to confirm the unit.
"""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the room's pages, listeners and jobs, and its part of a person's export."""
    from webapp.accounts.export import contribute
    from webapp.products import imports, jobs, listeners  # noqa: F401 -- connected and scheduled by being imported
    from webapp.products.own_data import products_of
    from webapp.products.routes import bp

    contribute("products", products_of)
    app.register_blueprint(bp)

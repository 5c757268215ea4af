"""Products: the catalogue (model, category, issued serial) and what a customer owns (purchase).

Owns registration through every door, receipts, family, transfer, disputes and the catalogue's imports.
Words: a *model* is a product as sold, a *serial* an issued unit of it, a *purchase* one person's ownership
of one unit; *pending* means staff have yet to confirm the unit.
"""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the room's pages and tables."""
    from webapp.products.routes import bp

    app.register_blueprint(bp)

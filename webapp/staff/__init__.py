"""The staff console: screens only. Each act calls a verb of the room that owns it and leaves an audit entry.

Words: an *agent* reviews registrations and helps customers, an *editor* keeps the catalogue, an *admin* does
both and gives out roles. The audit trail tells who did what to which subject (`purchase:<ref>` ...).
"""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the console's pages."""
    from webapp.staff import routes

    app.register_blueprint(routes.bp)

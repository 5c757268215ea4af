"""Maintenance: what a unit needs, when, and what was done.

Words: a *service plan* belongs to a model and holds *plan items* (what, how often). A *due* is the open
occurrence of a plan item for a purchase; doing, skipping and snoozing it are recorded. *Readings* of the
unit's meter move dues that count use. *Service history* stays with the unit when its owner changes.
"""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the room's views, let it hear of purchases and add its part to a person's export."""
    from webapp.accounts.export import contribute
    from webapp.maintenance import jobs, listeners, routes
    from webapp.maintenance.records import kept_of

    assert jobs
    assert listeners
    app.register_blueprint(routes.bp)
    contribute("maintenance", kept_of)

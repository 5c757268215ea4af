"""How we tell someone: the inbox, push subscriptions, deliveries and their transports.

Words: a *notification* is what is told (a row of the inbox); a *delivery* is one attempt channel of it, to
one device or one address; a *subscription* is one device that agreed to receive push messages.
"""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register pages, listeners, jobs, commands and the application's web push."""
    from webapp.accounts import export
    from webapp.notifications import cli, exporting, jobs, listeners, routes, transport, unread

    app.register_blueprint(routes.bp)
    for part in (transport, unread, cli):
        part.init_app(app)
    export.contribute("notifications", exporting.notifications_of)
    app.extensions["notifications"] = (jobs, listeners)  # they registered themselves when imported

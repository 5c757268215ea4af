"""Home: the pages composed of several rooms, and what makes the site an app on the phone.

Owns the landing page, the dashboard, the product list, "my product", settings, the service worker, the
manifest, the offline pages, the install card and the receipt shared from another app. It owns no business
rule: each act on its pages posts to the room that knows the rule.
"""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the pages, the demo command and the refusal of another account's writes."""
    from webapp.home import cli, offline, routes, shared_receipt  # noqa: F401

    app.register_blueprint(routes.bp)
    app.before_request(offline.refuse_other_account)
    cli.init_app(app)

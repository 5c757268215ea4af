"""The application: configuration, then extensions, then rooms in order. No business word in here."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

from webapp.core import (
    access,
    assets,
    cli,
    clock,
    config,
    error_pages,
    health,
    i18n,
    idempotency,
    jobs,
    limits,
    logs,
    mail,
    media,
    security,
    sprite,
    templating,
    web,
)
from webapp.core.db import db, engine_options
from webapp.core.extensions import babel, compress, htmx, login_manager, migrate

ROOMS = (
    "accounts",
    "notifications",
    "products",
    "warranty",
    "maintenance",
    "reminders",
    "home",
    "staff",
)


class Sessions(SecureCookieSessionInterface):
    """Flask's signed cookie; its signer is made once, not for every request."""

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        key = app.config["SECRET_KEY"]
        signer: tuple[str, URLSafeTimedSerializer | None] = app.extensions.get("cookie_signer", ("", None))
        if signer[0] != key:
            signer = app.extensions["cookie_signer"] = (key, super().get_signing_serializer(app))
        return signer[1]


class Aftercare(Flask):
    """Flask with templates that are compiled once per language."""

    jinja_environment = templating.LocalEnvironment
    session_interface = Sessions()

    def log_exception(self, exc_info: Any) -> None:
        """Log what went wrong in which view. Not at which path: it may hold the secret of a link."""
        self.logger.error("exception in %s [%s]", request.endpoint, request.method, exc_info=exc_info)

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function itself: no view or hook here is async, and asking each took its time."""
        return func


def create_app(settings: Mapping[str, Any] | None = None) -> Flask:
    """Build the application from the environment, with `settings` on top.

    Raises ConfigurationError when a setting is missing or wrong.
    """
    app = Aftercare("webapp", static_folder=None, template_folder=str(config.ROOT / "templates"))
    app.config.update(config.load())
    app.config.update(settings or {})
    clock.set_source(app.config["CLOCK"])
    _bind_core(app)
    for room in ROOMS:
        import_module(f"webapp.{room}").init_app(app)
    access.require_rules(app)
    web.init_app(app)
    return app


def _bind_core(app: Flask) -> None:
    logs.init_app(app)
    app.url_map.converters["int"] = web.RowId
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    if url.startswith("sqlite:///"):
        app.config["INSTANCE_DIR"].mkdir(parents=True, exist_ok=True)
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", engine_options(url))
    db.init_app(app)
    migrate.init_app(app, db, directory=str(config.ROOT / "webapp" / "migrations"), render_as_batch=True)
    babel.init_app(app, locale_selector=i18n.current_locale, timezone_selector=i18n.current_zone)
    htmx.init_app(app)
    login_manager.init_app(app)
    compress.init_app(app)
    for part in (
        templating,
        i18n,
        security,
        access,
        limits,
        idempotency,
        assets,
        media,
        jobs,
        mail,
        health,
        cli,
        sprite,
    ):
        part.init_app(app)
    error_pages.init_app(app)
    app.jinja_env.globals["brand"] = app.config["BRAND_NAME"]

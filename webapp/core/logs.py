"""Logs as lines of JSON in production and as plain lines elsewhere. Nothing secret or personal goes in."""

import logging
from typing import Any

import structlog
from flask import Flask


def _rendering(production: bool) -> list[Any]:
    if production:
        return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    return [structlog.dev.ConsoleRenderer(colors=False)]


def init_app(app: Flask) -> None:
    """Send the standard library's logging through structlog, and errors to Sentry where configured."""
    production = app.config["ENV"] == "production"
    stamp = structlog.processors.TimeStamper(fmt="iso", utc=True)
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[structlog.stdlib.add_log_level, stamp],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_rendering(production)],
    )
    handler = logging.StreamHandler()
    handler.setFormatter(formatter)
    root = logging.getLogger()
    if not app.config["TESTING"]:
        root.handlers[:] = [handler]
        root.setLevel(logging.INFO)
    if dsn := app.config["SENTRY_DSN"]:
        import sentry_sdk

        sentry_sdk.init(
            dsn=dsn, send_default_pii=False, include_local_variables=False, max_request_body_size="never"
        )

"""Logs as lines of JSON in production and as plain lines elsewhere. Nothing secret or personal goes in."""

import logging

import structlog
from flask import Flask


def init_app(app: Flask) -> None:
    """Send the standard library's logging through structlog, and errors to Sentry where configured."""
    production = app.config["ENV"] == "production"
    last = structlog.processors.JSONRenderer() if production else structlog.dev.ConsoleRenderer(colors=False)
    before = [structlog.stdlib.add_log_level, structlog.processors.TimeStamper(fmt="iso", utc=True)]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=before,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            last,
        ]
        if production
        else [structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
    )
    handler = logging.StreamHandler()
    handler.setFormatter(formatter)
    root = logging.getLogger()
    if not app.config["TESTING"]:
        root.handlers[:] = [handler]
        root.setLevel(logging.INFO)
    if dsn := app.config["SENTRY_DSN"]:
        import sentry_sdk

        sentry_sdk.init(dsn=dsn, send_default_pii=False)

"""What operators' tools ask: does the site answer, does the worker live, what are the figures."""

from flask import Flask, Response, abort, current_app, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from sqlalchemy import text

from webapp.core import heartbeat
from webapp.core.access import allow
from webapp.core.config import setting
from webapp.core.db import db

requests_seen = Counter("aftercare_requests_total", "Requests answered", ["endpoint", "status"])
request_seconds = Histogram("aftercare_request_seconds", "Seconds to answer a request", ["endpoint"])


@allow.everyone
def healthz() -> Response:
    """Say "ok" when the database answers."""
    db.session.execute(text("SELECT 1"))
    return Response("ok\n", mimetype="text/plain")


@allow.everyone
def worker_health() -> Response:
    """Say "ok" when the worker's minute tick beat within 120 s, else 503."""
    alive = heartbeat.is_alive("tick")
    return Response("ok\n" if alive else "no heartbeat\n", 200 if alive else 503, mimetype="text/plain")


@allow.everyone
def metrics() -> Response:
    """Prometheus figures, on the private port only: elsewhere there is no such page."""
    port = current_app.config["METRICS_PORT"]
    if not port or _own_port() != str(port):
        abort(404)
    return Response(figures(), content_type=CONTENT_TYPE_LATEST)


def _own_port() -> str | None:
    """Return the port this server listens on, whatever a proxy forwarded of the visitor's words."""
    before: dict[str, str] = request.environ.get("werkzeug.proxy_fix.orig", {})
    return before.get("SERVER_PORT") or request.environ.get("SERVER_PORT")


def figures() -> bytes:
    """Return all figures, gathered over processes where PROMETHEUS_MULTIPROC_DIR is set."""
    if not setting("PROMETHEUS_MULTIPROC_DIR"):
        return generate_latest()
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)


def _count(response: Response) -> Response:
    requests_seen.labels(request.endpoint or "none", response.status_code).inc()
    return response


def init_app(app: Flask) -> None:
    """Add the pages and count every answer."""
    app.add_url_rule("/healthz", "healthz", healthz)
    app.add_url_rule("/healthz/worker", "worker_health", worker_health)
    app.add_url_rule("/metrics", "metrics", metrics)
    app.after_request(_count)

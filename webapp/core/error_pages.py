"""Every error as a calm page, or as its part for htmx, or as JSON for a script."""

from typing import Any

from flask import Flask, Response, make_response, request
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from webapp.core.db import db
from webapp.core.errors import DomainError
from webapp.core.web import render

PAGES = {400, 403, 404, 405, 409, 410, 413, 415, 422, 429, 500, 503}


def init_app(app: Flask) -> None:
    """Answer every error with a calm page, or with its part for htmx."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(DomainError, _domain_error)
    app.register_error_handler(DBAPIError, _database_error)
    app.register_error_handler(PoolTimeout, _database_gone)


def _http_error(error: HTTPException) -> Any:
    if error.response is not None or (error.code or 500) < 400:
        return error
    return answer_for(error.code or 500)


def _domain_error(error: DomainError) -> Any:
    return answer_for(error.status, str(error))


def _database_error(error: DBAPIError) -> Any:
    db.session.rollback()
    if isinstance(error, OperationalError) or error.connection_invalidated:
        return _database_gone(error)
    raise error


def _database_gone(_error: Exception) -> Any:
    answer = make_response(render("errors/503.html", code=503, sentence=None, signed_out=True), 503)
    answer.headers["Retry-After"] = "10"
    return answer


def answer_for(code: int, sentence: str | None = None) -> Response:
    """Render the error page of a status code, or its small part for an htmx request."""
    shown = code if code in PAGES else 500
    if request.headers.get("HX-Request"):
        body = render("errors/_error.html", code=shown, sentence=sentence)
    elif request.accept_mimetypes.best == "application/json" or request.is_json:
        return make_response({"error": shown, "sentence": sentence}, code)
    else:
        body = render(f"errors/{shown}.html", code=shown, sentence=sentence)
    return make_response(body, code)

"""Every error as a calm page, or as its part for htmx, or as JSON for a script."""

import logging
from typing import Any

from flask import Flask, Response, g, make_response, request
from sqlalchemy.exc import DataError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from webapp.core.db import db
from webapp.core.errors import DomainError
from webapp.core.extensions import login_manager
from webapp.core.web import render

log = logging.getLogger(__name__)
PAGES = {400, 403, 404, 405, 409, 410, 413, 415, 422, 429, 500, 503}


def init_app(app: Flask) -> None:
    """Answer every error with a calm page, or with its part for htmx."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(DomainError, _domain_error)
    app.register_error_handler(DBAPIError, _database_error)
    app.register_error_handler(DataError, _unstorable)
    app.register_error_handler(OverflowError, _unstorable)
    app.register_error_handler(PoolTimeout, _database_gone)


def _http_error(error: HTTPException) -> Any:
    if error.response is not None or (error.code or 500) < 400:
        return error
    answer = answer_for(error.code or 500)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        answer.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return answer


def _domain_error(error: DomainError) -> Any:
    return answer_for(error.status, str(error))


def _database_error(error: DBAPIError) -> Any:
    db.session.rollback()
    if isinstance(error, OperationalError) or error.connection_invalidated:
        return _database_gone(error)
    raise error


def _unstorable(error: Exception) -> Any:
    """Answer 400 to what no column holds: a NUL, a number beyond all numbers. No form of ours sends it."""
    db.session.rollback()
    log.warning("unstorable value sent to %s: %s", request.endpoint, type(error).__name__)
    return answer_for(400)


def _database_gone(_error: Exception) -> Any:
    g._login_user = login_manager.anonymous_user()  # the page may not ask the database who this is
    answer = answer_for(503, signed_out=True)
    answer.headers["Retry-After"] = "10"
    return answer


def answer_for(code: int, sentence: str | None = None, **context: Any) -> Response:
    """Render the error page of a status code, or its small part for an htmx request."""
    shown = code if code in PAGES else 500
    if request.headers.get("HX-Request"):
        body = render("errors/_error.html", code=shown, sentence=sentence)
    elif request.accept_mimetypes.best == "application/json" or request.is_json:
        return make_response({"error": shown, "sentence": sentence}, code)
    else:
        body = render(f"errors/{shown}.html", code=shown, sentence=sentence, **context)
    return make_response(body, code)

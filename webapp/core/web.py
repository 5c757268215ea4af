"""The web edge: pages and parts, redirects, and the unit of work around every unsafe view."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, Response, current_app, g, make_response, redirect, request
from markupsafe import Markup
from werkzeug.routing import IntegerConverter, Map
from werkzeug.wrappers import Response as BaseResponse

from webapp.core.db import db
from webapp.core.extensions import htmx
from webapp.core.idempotency import once
from webapp.core.templating import environment

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
LAST_ID = 2**31 - 1


class RowId(IntegerConverter):
    """`<int:...>` in a path: the id of a row. What no row can have is not found."""

    def __init__(self, map: Map, **limits: Any) -> None:
        super().__init__(map, **{"max": LAST_ID} | limits)


def row_id(text: str) -> int:
    """Read an id out of a query: `request.args.get("after", type=row_id)`. Raises ValueError."""
    if (number := int(text)) > LAST_ID:
        raise ValueError("no row has such an id")
    return number


def render(template: str, **context: Any) -> str:
    """Render a template in the language being spoken."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    app.update_template_context(context)
    return environment(app).get_template(template).render(context)


def is_htmx() -> bool:
    """Tell whether htmx asks for a part. A boosted or history request wants the whole page."""
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def page(template: str, part: str | None = None, status: int = 200, **context: Any) -> Response:
    """Answer with a full page, or, where `part` is given and htmx asks, with only that part."""
    name = part if part and is_htmx() else template
    return make_response(render(name, **context), status)


def see_other(url: str) -> BaseResponse:
    """Answer a successful act: look over there (303), with GET."""
    return redirect(url, 303)


def keep_offline(response: Response, account: str) -> Response:
    """Let the service worker keep this page for one account, to be read without network."""
    response.headers["X-Offline"] = f"account={account}"
    return response


def on_every_page(app: Flask, draw: Callable[[], Markup]) -> None:
    """Let a room put an element of its own on every page of a signed-in person."""
    app.extensions.setdefault("room_elements", []).append(draw)
    app.jinja_env.globals["room_elements"] = lambda: Markup("").join(
        one() for one in app.extensions["room_elements"]
    )


def unit_of_work(view: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap an unsafe view: claim its key, act, keep the answer and commit in one transaction.

    Statuses from 400 up and exceptions roll everything back.
    """

    @wraps(view)
    def act(*args: Any, **kwargs: Any) -> Any:
        if request.method in SAFE:
            return view(*args, **kwargs)
        try:
            answer = once(lambda: make_response(view(*args, **kwargs)))
            finish(answer.status_code < 400)
        except BaseException:
            db.session.rollback()
            raise
        return answer

    return act


def finish(good: bool) -> None:
    """End the transaction: commit when the answer is good, else leave no trace."""
    if good or g.pop("keep_rows", False):
        db.session.commit()
    else:
        db.session.rollback()


def keep_rows() -> None:
    """Commit although the answer is an error: for what must be remembered of a refusal (a failed sign-in)."""
    g.keep_rows = True


def init_app(app: Flask) -> None:
    """Wrap every view that takes an unsafe method. Called once all rooms have registered theirs."""
    unsafe = {rule.endpoint for rule in app.url_map.iter_rules() if (rule.methods or set()) - SAFE}
    for endpoint in unsafe:
        app.view_functions[endpoint] = unit_of_work(app.view_functions[endpoint])

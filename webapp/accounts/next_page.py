"""Where to go after signing in: only to a page of this app."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import current_app
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

HOME = "/"


def known_path(wanted: str | None) -> str:
    """``wanted`` when it is the path (and query) of a page here, else the home page.

    What a browser could read as another host is refused: ``//host``, ``/\\host``, a scheme, control marks.
    """
    if not wanted or not wanted.startswith("/") or wanted.startswith("//"):
        return HOME
    if len(wanted) > 2000 or any(char == "\\" or char <= " " or char == "\x7f" for char in wanted):
        return HOME
    try:
        path = urlsplit(wanted).path
        current_app.url_map.bind("").match(path, method="GET")
    except (ValueError, HTTPException, RequestRedirect):
        return HOME
    return wanted

"""Acts that want the password typed within the last 15 minutes."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import request, url_for

from webapp.accounts.current import me
from webapp.core.web import see_other


def fresh(view: Callable[..., Any]) -> Callable[..., Any]:
    """Ask for the password again before the view when the session is not fresh, then come back to this page.

    Stands under ``@allow.signed_in``. What was typed is not kept: the page behind it asks anew.
    """

    @wraps(view)
    def ask_first(*args: Any, **kwargs: Any) -> Any:
        session = me().session
        if session is not None and session.is_fresh:
            return view(*args, **kwargs)
        return see_other(url_for("accounts.sign_in_again", next=request.path))

    return ask_first

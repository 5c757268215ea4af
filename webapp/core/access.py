"""Who may call a view. Every view declares exactly one rule; the application refuses to start otherwise."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote

from flask import Flask, abort, make_response, request
from flask_login import current_user

from webapp.core.web import see_other

View = TypeVar("View", bound=Callable[..., Any])
STAFF_ROLES = frozenset({"agent", "editor", "admin"})
SIGN_IN = "/sign-in"


@dataclass(frozen=True)
class Rule:
    """Who may call: anyone, anyone signed in (`roles` None), or only people with one of `roles`."""

    name: str
    anyone: bool = False
    roles: frozenset[str] | None = None

    def __call__(self, view: View) -> View:
        view.access = self  # type: ignore[attr-defined]
        return view


class _Allow:
    """The rules to choose from, written as decorators: `@allow.signed_in`."""

    everyone = Rule("everyone", anyone=True)
    signed_in = Rule("signed_in")
    staff = Rule("staff", roles=STAFF_ROLES)

    @staticmethod
    def roles(*names: str) -> Rule:
        """Allow only people with one of these roles; everyone else learns nothing (404)."""
        return Rule("+".join(sorted(names)), roles=frozenset(names))


allow = _Allow()


def rule_of(view: Callable[..., Any] | None) -> Rule | None:
    """Return the rule a view declared, or None."""
    return getattr(view, "access", None)


def _check() -> Any:
    rule = rule_of(_view())
    if rule is None or rule.anyone:
        return None
    if not current_user.is_authenticated:
        return _ask_to_sign_in()
    if rule.roles is not None and current_user.role not in rule.roles:
        abort(404)
    return None


def _view() -> Callable[..., Any] | None:
    from flask import current_app

    return current_app.view_functions.get(request.endpoint or "")


def _ask_to_sign_in() -> Any:
    wanted = request.full_path.rstrip("?") if request.method == "GET" else "/"
    url = f"{SIGN_IN}?next={quote(wanted)}"
    if request.headers.get("HX-Request"):
        answer = make_response("", 401)
        answer.headers["HX-Redirect"] = url
        return answer
    if request.is_json:
        return make_response({"error": 401}, 401)
    return see_other(url)


def init_app(app: Flask) -> None:
    """Check the rule of the called view before it runs."""
    app.before_request(_check)


def require_rules(app: Flask) -> None:
    """Refuse to start with a view that says not who may call it. Raises RuntimeError naming them."""
    bare = sorted(name for name, view in app.view_functions.items() if rule_of(view) is None)
    if bare:
        raise RuntimeError(f"views without an access rule: {', '.join(bare)}")

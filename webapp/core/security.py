"""Headers, cross-site refusal and tokens."""

import hashlib
import secrets
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, g, request
from werkzeug.middleware.proxy_fix import ProxyFix

from webapp.core.web import SAFE

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; media-src 'self' blob:; form-action 'self'; "
    "base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)
_POLICY_WITH_WASM = _POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")
_STRICT_TRANSPORT = ("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
_FIXED = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()"),
)
_FOR_FILES = {"X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin"}


def new_token() -> str:
    """Return a random 256-bit token as URL-safe text."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """Return what is stored of a random token. (A fast hash suits 256 random bits.)"""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def allow_wasm() -> None:
    """Let the page being answered compile WebAssembly: the barcode reader's page only."""
    g.csp_wasm = True


def _refuse_other_sites() -> None:
    """Refuse unsafe requests that another site made the browser send.

    Fetch metadata decides; browsers without it must send a matching Origin. Neither means 403.
    """
    if request.method in SAFE:
        return
    if site := request.headers.get("Sec-Fetch-Site"):
        if site not in ("same-origin", "none"):
            abort(403)
    elif not _own_origin(request.headers.get("Origin")):
        abort(403)


def _own_origin(origin: str | None) -> bool:
    own = {_origin(current_app.config["PUBLIC_URL"]), _origin(request.host_url)}
    return bool(origin) and origin in own


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _refuse_unknown_host() -> None:
    _ = request.host  # raises SecurityError (400) for a host outside TRUSTED_HOSTS


def _refuse_nul() -> None:
    """No page, file or row of ours has a NUL in its name; databases stumble over one."""
    if "\0" in request.path:
        abort(404)


def _protect(response: Response) -> Response:
    headers = response.headers
    if request.endpoint == "assets" and response.status_code == 200:  # its page's policy governs a file
        headers.extend(_FOR_FILES)
        return response
    given = {name.lower() for name in headers.keys()}  # noqa: SIM118 - iterating headers themselves gives pairs
    headers.extend([(name, value) for name, value in _headers() if name.lower() not in given])
    if "cache-control" not in given:
        headers.add("Cache-Control", "no-store")
        response.vary.update(("Cookie", "HX-Request"))
    return response


def _headers() -> list[tuple[str, str]]:
    policy = _POLICY_WITH_WASM if g.get("csp_wasm") else _POLICY
    https = [_STRICT_TRANSPORT] if current_app.config["HTTPS"] else []
    return [*_FIXED, ("Content-Security-Policy", policy), *https]


def init_app(app: Flask) -> None:
    """Check where requests come from and send the protective headers with every answer."""
    app.before_request(_refuse_unknown_host)
    app.before_request(_refuse_nul)
    app.before_request(_refuse_other_sites)
    app.after_request(_protect)
    if count := app.config["PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]

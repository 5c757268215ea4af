"""Rates: how often a person or an address may do a thing. 429 with Retry-After beyond it."""

from collections.abc import Callable
from ipaddress import IPv6Address, ip_address
from typing import Any

from flask import Flask, request
from flask_login import current_user

from webapp.core.extensions import limiter


def address() -> str:
    """Return the caller's network: an IPv4 address, or the /64 of an IPv6 one; strangers share one name."""
    try:
        peer = ip_address(request.remote_addr or "")
    except ValueError:  # a socket file, or a proxy that does not say
        return "unknown"
    if not isinstance(peer, IPv6Address):
        return str(peer)
    # A socket that listens on both families gives IPv4 callers addresses of one single /64.
    return str(peer.ipv4_mapped) if peer.ipv4_mapped else f"{int(peer) >> 64:x}::/64"


def person() -> str:
    """Return the signed-in person, or the address of a visitor."""
    return f"person:{current_user.id}" if current_user.is_authenticated else address()


def limit(rate: str, by: str = "person", methods: tuple[str, ...] = ("POST",)) -> Callable[..., Any]:
    """Decorate a view with a rate such as "20/hour", counted by "person" or by "address"."""
    key = person if by == "person" else address
    decorate: Callable[..., Any] = limiter.limit(rate, key_func=key, methods=list(methods))
    return decorate


def init_app(app: Flask) -> None:
    """Count in Redis where there is one, else in this process."""
    app.config["RATELIMIT_STORAGE_URI"] = app.config["REDIS_URL"] or "memory://"
    app.config["RATELIMIT_HEADERS_ENABLED"] = True
    app.config["RATELIMIT_HEADER_RETRY_AFTER_VALUE"] = "delta-seconds"
    limiter.init_app(app)
    if app.config["RATELIMIT_ENABLED"]:
        # Every rate here is written on a view, whose decorator keeps it: nothing is left to look for before.
        app.before_request_funcs[None].remove(limiter._check_request_limit)

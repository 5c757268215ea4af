"""Guard of push endpoints: the address a browser hands over is untrusted input.

Anyone signed in can post an endpoint and have the server call it, so it must be https on 443 at a known
push service, and resolve to public addresses only. It is judged when it is stored and again at every send,
and the connection is pinned to the very address that was judged: a second answer of the resolver may differ.
"""

from __future__ import annotations

import base64
import binascii
import ipaddress
import re
import socket
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric import ec

PUSH_SERVICES = (
    "fcm.googleapis.com",
    "jmt17.google.com",
    "updates.push.services.mozilla.com",
    "web.push.apple.com",
    "notify.windows.com",
)
MAX_LENGTH = 1500
REMEMBERED = 60.0
"""Seconds a judged address stays good: a batch of hundreds to one service asks the resolver once."""

FAILURE_REMEMBERED = 10.0
RESOLVE_SECONDS = 3

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str], Sequence[str]]

# Written out rather than taken from a URL parser: parsers disagree, and this is all that browsers write.
# No user info, no other port, no fragment, no backslash, no character outside printable ASCII.
_PATH = r"""/[!$-;=?-\[\]-~]*"""
_FORM = re.compile(rf"https://(?P<host>[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)(?::443)?{_PATH}")
_LOOPBACK_FORM = re.compile(rf"(?P<origin>https?://(?P<host>127\.0\.0\.1):(?P<port>\d{{1,5}})){_PATH}")

# What some Python versions call global and is not: shared carrier space, protocol assignments, the 6to4
# relay, and Teredo's block.
_SPECIAL = tuple(
    ipaddress.ip_network(network)
    for network in ("100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "2001::/23")
)
# The only IPv6 space hosts on the internet have. Outside it lie, among others, NAT64 and mapped addresses.
_HOSTS = ipaddress.ip_network("2000::/3")


class EndpointRefused(ValueError):
    """The endpoint may not be called; the argument says why, for the log."""


@dataclass(frozen=True, slots=True)
class Target:
    """An endpoint that may be called now: its origin is the VAPID audience, `address` where to connect."""

    url: str
    origin: str
    host: str
    port: int
    address: str


_resolvers = ThreadPoolExecutor(max_workers=4, thread_name_prefix="resolver")


def system_resolver(host: str) -> Sequence[str]:
    """Return every address of a host name as the machine's resolver gives them, within 3 s; raises OSError.

    A hung resolver would otherwise hold a request's transaction, or outlast a worker's lease.
    """
    asking = _resolvers.submit(socket.getaddrinfo, host, 443, type=socket.SOCK_STREAM)
    found = asking.result(timeout=RESOLVE_SECONDS)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(slots=True)
class Guard:
    """Judges endpoints. `test_endpoints` are loopback origins (http://127.0.0.1:PORT), not in production."""

    test_endpoints: Sequence[str] = ()
    production: bool = False
    resolve: Resolve = system_resolver
    services: Sequence[str] = PUSH_SERVICES
    _judged: dict[str, tuple[float, str | EndpointRefused]] = field(default_factory=dict)

    def check(self, endpoint: str) -> Target:
        """Return where to connect for this endpoint; raises EndpointRefused, or Unresolved for now."""
        if len(endpoint) > MAX_LENGTH:
            raise EndpointRefused("too long")
        form = _FORM.fullmatch(endpoint)
        if form is None:
            return self._test_target(endpoint)
        host = form["host"].lower()
        if not (host in self.services or any(host.endswith(f".{service}") for service in self.services)):
            return self._test_target(endpoint)
        return Target(endpoint, f"https://{host}", host, 443, self._address(host))

    def _test_target(self, endpoint: str) -> Target:
        """Let through what starts with an allowed loopback origin, in development and test."""
        form = _LOOPBACK_FORM.fullmatch(endpoint)
        if form is None or self.production or form["origin"] not in self.test_endpoints:
            raise EndpointRefused("not https on port 443 at a known push service")
        return Target(endpoint, form["origin"], form["host"], int(form["port"]), form["host"])

    def _address(self, host: str) -> str:
        until, verdict = self._judged.get(host, (0.0, ""))
        if until <= time.monotonic():
            until, verdict = self._judge(host)
            self._judged[host] = (until, verdict)
        if isinstance(verdict, EndpointRefused):
            raise verdict
        return verdict

    def _judge(self, host: str) -> tuple[float, str | EndpointRefused]:
        try:
            return time.monotonic() + REMEMBERED, self._resolved(host)
        except EndpointRefused as refusal:
            return time.monotonic() + FAILURE_REMEMBERED, refusal

    def _resolved(self, host: str) -> str:
        try:
            addresses = [ipaddress.ip_address(found) for found in self.resolve(host)]
        except (OSError, ValueError, UnicodeError) as error:
            raise Unresolved(host) from error
        if not addresses:
            raise Unresolved(host)
        # One bad address among good ones is an attack or a broken resolver: neither is worth a guess.
        if any(is_special(address) for address in addresses):
            raise EndpointRefused("resolves to a special address")
        return str(addresses[0])


class Unresolved(EndpointRefused):
    """The resolver does not answer for this name now: try again later, the endpoint itself may be good."""


def is_special(address: Address) -> bool:
    """Say whether an address is anything but one public host: private, loopback, wrapped, multicast."""
    if any(address in network for network in _SPECIAL if network.version == address.version):
        return True
    if isinstance(address, ipaddress.IPv6Address) and (
        address.scope_id or address not in _HOSTS or address.sixtofour
    ):
        return True
    return not address.is_global or address.is_multicast or address.is_reserved or address.is_unspecified


def decode_keys(p256dh: str, auth: str) -> tuple[ec.EllipticCurvePublicKey, bytes]:
    """Return a subscription's public key, a point of P-256 in 65 bytes, and its secret of 16 bytes.

    Raises ValueError for anything else.
    """
    point, secret = decode(p256dh), decode(auth)
    if len(point) != 65 or point[0] != 4:
        raise ValueError("p256dh is not an uncompressed point")
    if len(secret) != 16:
        raise ValueError("auth is not 16 bytes")
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point), secret


def decode(text: str) -> bytes:
    """Decode base64url with or without padding; raises ValueError."""
    plain = text.rstrip("=")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise ValueError("not base64url") from error

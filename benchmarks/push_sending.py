"""Push sending over TLS: ours against `pywebpush.webpush()` in a loop and `webpush_async` with 50 in flight.

A local push service (nginx answering 201, HTTP/1.1 and HTTP/2) runs on the other core with a certificate of
an own authority, trusted through a copy of certifi's bundle, as long as in real life. All three encrypt
each message for a device of its own and sign with the same key; rounds alternate on one pinned core, medians
count.
"""

from __future__ import annotations

import asyncio
import base64
import datetime
import ipaddress
import os
import shutil
import socket
import ssl
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import certifi
import pywebpush
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from webapp.core import clock
from webapp.notifications import encryption
from webapp.notifications.claiming import Claimed
from webapp.notifications.endpoints import Guard
from webapp.notifications.sender import Sender
from webapp.notifications.transport import Push
from webapp.notifications.vapid import Key, Keyring

RUNS = 11
NAIVE, ASYNC, OURS = 15, 300, 1200
IN_FLIGHT = 50
SUBJECT = "mailto:operator@example.com"


@dataclass
class Service:
    """A running push service: where it is, and a CA bundle that trusts it."""

    origin: str
    bundle: Path


def run() -> list[dict[str, Any]]:
    """Measure and return the two comparisons."""
    cores = sorted(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory() as folder, _service(Path(folder), cores[-1]) as service:
        os.environ["REQUESTS_CA_BUNDLE"] = str(service.bundle)
        os.sched_setaffinity(0, {cores[0]})
        try:
            rates = _measure(service)
        finally:
            os.sched_setaffinity(0, cores)
            del os.environ["REQUESTS_CA_BUNDLE"]
    medians = {name: statistics.median(each) for name, each in rates.items()}
    return [
        _result("naive loop", "webpush() loop", medians),
        _result("webpush_async", "webpush_async", medians),
    ]


def _result(short: str, peer: str, medians: dict[str, float]) -> dict[str, Any]:
    return {
        "name": f"push sending: ours against {short}",
        "ratio": medians["ours"] / medians[peer],
        "medians": {"ours": medians["ours"], peer: medians[peer]},
        "runs": RUNS,
        "unit": "messages/s",
    }


# -- the three ways ------------------------------------------------------------------------------


def _measure(service: Service) -> dict[str, list[float]]:
    key, message = Key.generate(), "x" * 320  # about what a reminder with two actions takes
    devices = [_device(f"{service.origin}/push/{number}") for number in range(OURS)]
    claimed = [_claimed(number, device, key) for number, device in enumerate(devices)]
    push, sender = _ours(service, key)
    ways: dict[str, tuple[int, Callable[[], int]]] = {
        "webpush() loop": (NAIVE, lambda: _naive(devices[:NAIVE], key, message)),
        "webpush_async": (ASYNC, lambda: asyncio.run(_async(devices[:ASYNC], key, message, service))),
        "ours": (OURS, lambda: _send(push, sender, claimed, message.encode())),
    }
    rates: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(RUNS + 1):  # the first round only warms up
        for name, (count, send) in ways.items():
            started = time.perf_counter()
            assert send() == count, f"{name}: not every message was taken"
            if number:
                rates[name].append(count / (time.perf_counter() - started))
        if number:
            print(
                f"  round {number}: " + ", ".join(f"{n} {r[-1]:,.0f}/s" for n, r in rates.items()), flush=True
            )
    sender.close()
    return rates


def _naive(devices: list[dict[str, Any]], key: Key, message: str) -> int:
    """The call that every tutorial shows."""
    answers = [
        pywebpush.webpush(
            subscription_info=device,
            data=message,
            vapid_private_key=key.private,
            vapid_claims={"sub": SUBJECT},
            ttl=86400,
        )
        for device in devices
    ]
    return sum(answer.status_code == 201 for answer in answers)  # type: ignore[union-attr]


async def _async(devices: list[dict[str, Any]], key: Key, message: str, service: Service) -> int:
    """pywebpush's own fast way: one aiohttp session, 50 messages in flight."""
    room = asyncio.Semaphore(IN_FLIGHT)
    trust = ssl.create_default_context(cafile=str(service.bundle))

    async def send(session: aiohttp.ClientSession, device: dict[str, Any]) -> int:
        async with room:
            answer = await pywebpush.webpush_async(
                subscription_info=device,
                data=message,
                vapid_private_key=key.private,
                vapid_claims={"sub": SUBJECT},
                ttl=86400,
                timeout=aiohttp.ClientTimeout(10),
                aiohttp_session=session,
            )
            return int(answer.status == 201)

    connector = aiohttp.TCPConnector(limit=IN_FLIGHT, ssl=trust)
    async with aiohttp.ClientSession(connector=connector) as session:
        return sum(await asyncio.gather(*(send(session, device) for device in devices)))


def _ours(service: Service, key: Key) -> tuple[Push, Sender]:
    guard = Guard(test_endpoints=[service.origin])
    push = Push(Keyring([key.private], SUBJECT), guard, "https://shop.example", "a secret")
    return push, Sender(ca_bundle=str(service.bundle))


def _send(push: Push, sender: Sender, messages: list[Claimed], text: bytes) -> int:
    """What the worker does with a batch whose texts are written: guard, signature, encryption, sending."""
    encryption.forget_keys()  # each device's keys are decoded anew, as in a batch of strangers
    return sum(
        answer.status == 201 for answer in sender.send(push.seal(message, text) for message in messages)
    )


def _claimed(number: int, device: dict[str, Any], key: Key) -> Claimed:
    return Claimed(
        id=number,
        token="",
        tries=1,
        expires_at=clock.now() + datetime.timedelta(days=1),
        origin="",
        notification_id=number,
        key=f"due:{number}",
        title="Thay lõi lọc số 1 sau 3 ngày",
        body="Máy lọc nước ở bếp",
        path="/products/k7m2p4q9xa",
        lang="vi",
        urgency="normal",
        actions=[{"name": "done", "title": "Đã làm", "path": "/dues/7/completion"}],
        subscription_id=number,
        endpoint=device["endpoint"],
        p256dh=device["keys"]["p256dh"],
        auth=device["keys"]["auth"],
        key_id=key.id,
        unread=1,
    )


def _device(endpoint: str) -> dict[str, Any]:
    public = ec.generate_private_key(ec.SECP256R1()).public_key()
    point = public.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    return {"endpoint": endpoint, "keys": {"p256dh": _base64(point), "auth": _base64(os.urandom(16))}}


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


# -- the push service ----------------------------------------------------------------------------

CONFIG = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; worker_processes 1;
events {{ worker_connections 512; }}
http {{
  access_log off; keepalive_requests 100000000; keepalive_timeout 300;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  server {{
    listen 127.0.0.1:{port} ssl http2;
    ssl_certificate {folder}/cert.pem; ssl_certificate_key {folder}/key.pem;
    location /push/ {{ add_header Location $request_uri always; return 201; }}
  }}
}}
"""


@contextmanager
def _service(folder: Path, core: int) -> Iterator[Service]:
    nginx = _nginx()
    bundle, port = _certificates(folder), _free_port()
    (folder / "nginx.conf").write_text(CONFIG.format(folder=folder, port=port), "utf-8")
    command = ["taskset", "-c", str(core), nginx, "-p", str(folder), "-c", str(folder / "nginx.conf")]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            _wait_for(port)
            yield Service(f"https://127.0.0.1:{port}", bundle)
        finally:
            process.terminate()


def _nginx() -> str:
    """Return nginx's path, installing Debian's package where we may."""
    found = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        print("  installing nginx-light, the local push service", flush=True)
        subprocess.run(
            ["apt-get", "install", "-qq", "-y", "nginx-light"], check=True, stdout=subprocess.DEVNULL
        )
        found = shutil.which("nginx", path="/usr/sbin:/usr/bin")
    if found is None:
        raise SystemExit("The push benchmark needs nginx as local push service: install nginx-light.")
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit("The local push service did not start.")


def _certificates(folder: Path) -> Path:
    """Write key and certificate of the service; return certifi's bundle with our authority appended."""
    authority_key, service_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    authority = _certificate("bench authority", authority_key, "bench authority", authority_key)
    certificate = _certificate("bench", service_key, "bench authority", authority_key, ["127.0.0.1"])
    (folder / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        service_key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    bundle = folder / "bundle.pem"
    own = authority.public_bytes(serialization.Encoding.PEM)
    bundle.write_bytes(Path(certifi.where()).read_bytes() + b"\n" + own)
    return bundle


def _certificate(
    subject: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: str,
    issuer_key: ec.EllipticCurvePrivateKey,
    addresses: list[str] | None = None,
) -> x509.Certificate:
    now = datetime.datetime.now(datetime.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, subject)]))
        .issuer_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=addresses is None, path_length=None), critical=True)
    )
    if addresses:
        names = [x509.IPAddress(ipaddress.ip_address(address)) for address in addresses]
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return builder.sign(issuer_key, hashes.SHA256())

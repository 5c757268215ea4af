"""What protects every answer, and which requests are not even looked at."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from webapp.accounts.models import User
from webapp.core.security import hash_token, new_token

PAGES = ["/", "/sign-in", "/sign-up", "/offline", "/healthz", "/no-such-page", "/manifest.webmanifest"]
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob:",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
}


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_carries_the_protective_headers(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    assert set(headers["Content-Security-Policy"].split("; ")) >= POLICY
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "microphone=()" in headers["Permissions-Policy"]
    assert "Server" not in headers or "Werkzeug" not in headers["Server"]


def test_private_pages_are_kept_nowhere(owner: User, sign_in: Callable[[User], FlaskClient]) -> None:
    headers = sign_in(owner).get("/settings").headers
    assert "no-store" in headers["Cache-Control"]
    assert {"Cookie", "HX-Request"} <= {name.strip() for name in headers["Vary"].split(",")}


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "nonsense"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "http://localhost:81"},
        {"Origin": "https://localhost"},
        {"Origin": "null"},
        {},
    ],
)
def test_unsafe_requests_of_other_sites_are_refused(app: Flask, headers: dict[str, str]) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert app.test_client().open("/sign-in", method=method, headers=headers).status_code == 403


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}, {"Origin": "http://localhost"}]
)
def test_unsafe_requests_of_our_own_pages_are_heard(app: Flask, headers: dict[str, str]) -> None:
    assert app.test_client().post("/sign-in", headers=headers).status_code == 422


def test_reading_from_another_site_is_only_a_link(app: Flask) -> None:
    assert app.test_client().get("/sign-in", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "a b"])
def test_an_unknown_host_is_refused(client: FlaskClient, host: str) -> None:
    answer = client.get("/", headers={"Host": host})
    assert answer.status_code == 400
    assert host not in answer.text


def test_a_body_beyond_the_limit_is_refused(app: Flask, client: FlaskClient) -> None:
    size = app.config["MAX_CONTENT_LENGTH"] + 1
    answer = client.post("/sign-in", data=b"x" * size, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413
    field = b'--cut\r\nContent-Disposition: form-data; name="email"\r\n\r\n' + b"x" * (600 * 1024)
    kind = "multipart/form-data; boundary=cut"
    many = client.post("/sign-in", data=field + b"\r\n--cut--\r\n", content_type=kind)
    assert many.status_code == 413


def test_tokens_are_long_random_and_stored_only_hashed() -> None:
    one, other = new_token(), new_token()
    assert one != other
    assert len(one) >= 43
    assert one not in hash_token(one)
    assert len(hash_token("\ud800")) == 64

"""Static files: one hashed tree, compressed, immutable, and nothing outside it."""

import gzip

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from webapp.core import assets


@pytest.fixture
def tree(app: Flask) -> str:
    return f"/assets/{app.config['ASSETS_HASH']}"


def test_a_file_is_kept_for_a_year_without_a_cookie(client: FlaskClient, tree: str) -> None:
    answer = client.get(f"{tree}/js/app.js")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Set-Cookie" not in answer.headers
    assert answer.mimetype == "text/javascript"


def test_an_old_name_gets_todays_file_uncached(client: FlaskClient) -> None:
    answer = client.get("/assets/000000000000/js/app.js")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("br, gzip", "br"), ("gzip, deflate", "gzip"), ("identity", None), ("br;q=0, gzip", "gzip")],
)
def test_text_is_sent_as_small_as_the_browser_takes_it(
    client: FlaskClient, tree: str, accepted: str, encoding: str | None
) -> None:
    answer = client.get(f"{tree}/app.css", headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == encoding
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress}.get(encoding or "", bytes)
    assert b"@layer" in unpack(answer.data)
    assert "Accept-Encoding" in answer.headers["Vary"]


def test_the_style_is_one_file_in_layers_with_the_brands_hue() -> None:
    sheet = assets.style_sheet(123)
    assert sheet.startswith(
        ":root{--brand-hue:123}\n@layer reset, tokens, base, components, rooms, utilities;"
    )
    assert "@layer rooms" in sheet


def test_the_hash_follows_the_files_and_the_hue() -> None:
    assert assets.tree_hash(1) != assets.tree_hash(2)
    assert assets.tree_hash(1) == assets.tree_hash(1)


@pytest.mark.parametrize(
    "path",
    [
        "../wsgi.py",
        "../../etc/passwd",
        "js/../../wsgi.py",
        "%2e%2e/wsgi.py",
        "..%2fwsgi.py",
        "js/%00",
        "/etc/passwd",
        "no/such/file.js",
        "js",
        "",
    ],
)
def test_nothing_outside_the_tree_is_sent(client: FlaskClient, tree: str, path: str) -> None:
    answer = client.get(f"{tree}/{path}")
    assert answer.status_code in (404, 308)
    assert b"create_app" not in answer.data
    assert b"root:" not in answer.data


def test_a_drawing_opened_alone_runs_nothing(client: FlaskClient, tree: str) -> None:
    policy = client.get(f"{tree}/icons/app.svg").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy


@pytest.mark.parametrize("path", ["no-such-file.js", "x" * 300, "a/" * 2500])
def test_a_missing_file_is_a_guarded_page(client: FlaskClient, tree: str, path: str) -> None:
    answer = client.get(f"{tree}/{path}")
    assert answer.status_code == 404
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"

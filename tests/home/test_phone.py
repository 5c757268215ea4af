"""What browsers ask for by themselves: worker, manifest, offline pages, robots, icons."""

import json
import re

import pytest
from flask.testing import FlaskClient

LOCALES = ("en", "vi", "ru", "th")


def release_of(client: FlaskClient) -> dict:
    text = client.get("/service-worker.js").text
    found = re.match(r"const RELEASE = (\{.*\});\n", text)
    assert found
    return json.loads(found[1])


def test_worker_is_asked_for_each_time_and_rules_the_whole_site(client: FlaskClient) -> None:
    answer = client.get("/service-worker.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Service-Worker-Allowed"] == "/"


def test_every_shell_file_the_worker_keeps_can_be_fetched(client: FlaskClient) -> None:
    for url in release_of(client)["assets"]:
        answer = client.get(url)
        assert answer.status_code == 200, url
        assert "immutable" in answer.headers["Cache-Control"], url


@pytest.mark.parametrize("locale", LOCALES)
def test_every_offline_page_of_a_language_is_in_that_language(client: FlaskClient, locale: str) -> None:
    for url in release_of(client)["pages"][locale].values():
        answer = client.get(url)
        assert answer.status_code == 200
        assert f'<html lang="{locale}">' in answer.text


def test_offline_page_speaks_the_language_of_who_asks(client: FlaskClient) -> None:
    assert '<html lang="th">' in client.get("/offline", headers={"Accept-Language": "th"}).text


@pytest.mark.parametrize("path", ["/offline/xx", "/offline/en/other", "/offline/en/kept/more"])
def test_there_is_no_other_offline_page(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_manifest_has_one_id_and_name_in_each_language(client: FlaskClient) -> None:
    answers = [client.get(f"/manifest.webmanifest?lang={locale}") for locale in LOCALES]
    manifests = [answer.get_json(force=True) for answer in answers]
    assert {manifest["id"] for manifest in manifests} == {"/"}
    assert [manifest["lang"] for manifest in manifests] == list(LOCALES)


def test_manifest_icons_exist_and_one_is_maskable(client: FlaskClient) -> None:
    answer = client.get("/manifest.webmanifest")
    icons = answer.get_json(force=True)["icons"]
    assert answer.mimetype == "application/manifest+json"
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in icons}
    assert "maskable" in {icon["purpose"] for icon in icons}
    assert [client.get(icon["src"]).status_code for icon in icons] == [200] * len(icons)


def test_manifest_shortcuts_and_share_target_lead_to_pages(client: FlaskClient) -> None:
    manifest = client.get("/manifest.webmanifest").get_json(force=True)
    for shortcut in manifest["shortcuts"]:
        assert client.get(shortcut["url"]).status_code in (200, 303)
    assert manifest["share_target"]["action"] == "/share-receipt"


def test_robots_may_read_everything_but_the_console(client: FlaskClient) -> None:
    answer = client.get("/robots.txt")
    assert answer.mimetype == "text/plain"
    assert "Disallow: /staff" in answer.text


@pytest.mark.parametrize("path", ["/favicon.ico", "/apple-touch-icon.png"])
def test_old_icon_addresses_lead_to_a_picture(client: FlaskClient, path: str) -> None:
    answer = client.get(client.get(path).location)
    assert answer.status_code == 200
    assert answer.mimetype == "image/png"

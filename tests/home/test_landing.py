"""The landing page: honest, in four languages, and small."""

import posixpath
import re

import brotli
import pytest
from flask.testing import FlaskClient

LOCALES = ("en", "vi", "ru", "th")


def compressed(client: FlaskClient, url: str, language: str = "en") -> bytes:
    answer = client.get(url, headers={"Accept-Encoding": "br", "Accept-Language": language})
    assert answer.status_code == 200, url
    return answer.data


def files_of(html: str) -> set[str]:
    """What a first load fetches: styles, scripts, the modules they name, pictures."""
    found = set(re.findall(r'(?:href|src)="(/assets/[^"#]+)', html))
    found = {url for url in found if "apple-touch" not in url}  # only fetched when put on a home screen
    tags = set(re.findall(r"<([a-z]+-[a-z-]+)[ >]", html))
    prefix = next(iter(found)).split("/")[2]
    return found | {f"/assets/{prefix}/js/elements/{tag}.js" for tag in tags} | {"/manifest.webmanifest"}


@pytest.mark.parametrize("language", LOCALES)
def test_html_fits_the_first_round_trip(client: FlaskClient, language: str) -> None:
    assert len(compressed(client, "/", language)) <= 13_500


@pytest.mark.parametrize("language", LOCALES)
def test_first_load_is_at_most_45_kilobytes(client: FlaskClient, language: str) -> None:
    page = compressed(client, "/", language)
    urls = files_of(brotli.decompress(page).decode())
    for url in [url for url in urls if url.endswith(".js")]:
        text = brotli.decompress(compressed(client, url)).decode()
        urls |= {posixpath.normpath(f"{url}/../{name}") for name in re.findall(r'from "(\.[^"]+)"', text)}
    total = len(page) + sum(len(compressed(client, url, language)) for url in urls)
    assert total <= 45_000


def test_it_offers_the_way_in(client: FlaskClient) -> None:
    html = client.get("/").text
    assert 'href="/sign-up"' in html
    assert 'href="/sign-in"' in html


def test_it_offers_four_languages(client: FlaskClient) -> None:
    html = client.get("/").text
    assert [code for code in LOCALES if f'value="{code}" lang="{code}"' in html] == list(LOCALES)


def test_language_chosen_there_is_spoken_from_then_on(client: FlaskClient) -> None:
    client.post("/language", data={"language": "ru", "next": "/"})
    assert '<html lang="ru">' in client.get("/").text


def test_it_may_be_kept_as_a_visitors_page(client: FlaskClient) -> None:
    assert client.get("/").headers["X-Offline"] == "account=visitor"

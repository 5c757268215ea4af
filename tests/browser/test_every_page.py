"""Every page a person can reach, in four languages, light and dark: accessible, within policy, fitting."""

import sqlite3

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.browsers import DESK, SMALL_PHONE, axe, phone, sign_in
from tests.browser.crawl import pages, url_map
from tests.browser.site import Site

pytestmark = pytest.mark.usefixtures("axe_there")
LANGUAGES = ("en", "vi", "ru", "th")


def _look(page: Page, path: str) -> list[str]:
    """Judge a page as it stands, light and dark."""
    found = []
    width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    if width > 0:
        found.append(f"{path} is {width} px too wide")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found += [f"{scheme}: {line}" for line in axe(page)]
    return found


def _judge_all(page: Page, start: str) -> None:
    routes, wrong, count = url_map(), list[str](), 0
    for path in pages(page, start, routes):
        count += 1
        wrong += _look(page, path)
    assert not wrong, "\n".join(wrong)
    assert count >= 3, "the crawl found too few pages to mean anything"


@pytest.mark.parametrize("language", LANGUAGES)
def test_visitor_pages(chromium: Browser, site: Site, language: str) -> None:
    with phone(chromium, site.url, locale=language, viewport=SMALL_PHONE) as page:
        _judge_all(page, "/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_customer_pages(chromium: Browser, site: Site, language: str) -> None:
    with phone(chromium, site.url, locale=language, viewport=SMALL_PHONE) as page:
        sign_in(page, f"customer.{language}@example.com")
        _judge_all(page, "/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_console_pages(chromium: Browser, site: Site, language: str) -> None:
    speak(site, "admin@example.com", language)
    with phone(chromium, site.url, locale=language, viewport=DESK) as page:
        sign_in(page, "admin@example.com")
        _judge_all(page, "/staff")


def speak(site: Site, email: str, language: str) -> None:
    """Change a demo account's language behind the site's back: the console has no such switch per visit."""
    with sqlite3.connect(site.folder / "aftercare.db", timeout=10) as database:
        database.execute("UPDATE users SET locale = ? WHERE email = ?", (language, email))

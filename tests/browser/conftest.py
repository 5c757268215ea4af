"""Browsers and a running demo site, one of each per test process."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.browser.browsers import AXE, launch_chromium, launch_firefox
from tests.browser.site import Site

MORNING = "2026-11-21T09:00+07:00"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.timeout(300))


def need(there: object, what: str) -> None:
    """Leave a test out where something is missing; in CI that is a failure."""
    if not there:
        message = f"{what} is missing on this machine"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)


@pytest.fixture(scope="session")
def playwright_driver() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def chromium(playwright_driver: Playwright) -> Iterator[Browser]:
    need(shutil.which("chromium") or os.path.exists(playwright_driver.chromium.executable_path), "Chromium")
    browser = launch_chromium(playwright_driver)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def firefox(playwright_driver: Playwright) -> Iterator[Browser]:
    need(shutil.which("firefox-esr") or os.path.exists(playwright_driver.firefox.executable_path), "Firefox")
    browser = launch_firefox(playwright_driver)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def axe_there() -> None:
    need(AXE.exists(), "axe-core (npm)")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo site on a Saturday morning in Hà Nội."""
    with Site(tmp_path_factory.mktemp("site"), now=MORNING) as running:
        yield running

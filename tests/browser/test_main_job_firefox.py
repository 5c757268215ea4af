"""The main job, whole: sign up, photograph a label, understand the cover, be reminded by a real push."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright

from tests.browser.browsers import PHONE, firefox_options, watch_faults
from tests.browser.conftest import MORNING, need
from tests.browser.journey import (
    BODY,
    TITLE,
    ask,
    first_reminder,
    read_the_cover,
    register,
    sign_up,
    tick,
    until,
)
from tests.browser.screen import Screen
from tests.browser.site import Site
from webapp.notifications.sandbox import Service, running


@pytest.fixture
def push_service() -> Iterator[Service]:
    with running() as service:
        yield service


@pytest.fixture
def reachable_site(tmp_path: Path, push_service: Service) -> Iterator[Site]:
    with Site(tmp_path / "site", now=MORNING, worker=False, PUSH_TEST_ENDPOINTS=push_service.origin) as site:
        yield site


def _turn_on_reminders(page: Page) -> None:
    page.goto("/notifications")
    page.click("[data-act=on]")
    page.wait_for_selector("[data-act=off]:not([hidden])", timeout=20_000)


def _shown(page: Page) -> list[dict[str, str]]:
    return page.evaluate(
        "async () => (await (await navigator.serviceWorker.ready).getNotifications())"
        ".map(({title, body, lang}) => ({title, body, lang}))"
    )


def test_from_sign_up_to_a_clicked_reminder(
    playwright_driver: Playwright, reachable_site: Site, push_service: Service, tmp_path: Path
) -> None:
    need(
        shutil.which("firefox-esr") and shutil.which("Xvfb") and shutil.which("xdotool"),
        "Firefox, Xvfb or xdotool",
    )
    site = reachable_site
    with Screen() as screen:
        options = firefox_options(f"ws://127.0.0.1:{push_service.port}/")
        browser = playwright_driver.firefox.launch(headless=False, env=screen.env, **options)
        context = browser.new_context(
            base_url=site.url, viewport=PHONE, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh"
        )
        faults = watch_faults(context)
        page = context.new_page()

        sign_up(page)
        product = register(page, site, tmp_path)
        read_the_cover(page)
        _turn_on_reminders(page)
        page.goto("/")
        assert until(lambda: page.evaluate("navigator.serviceWorker.controller !== null"))

        moment = first_reminder(site)
        tick(site, moment, "worker-1")

        what = "SELECT state, channel, tries, reason, not_before FROM deliveries"
        assert until(lambda: push_service.received, 60), ask(site, what)
        shown = until(lambda: _shown(page))
        assert [(n["title"], n["body"], n["lang"]) for n in shown] == [(TITLE, BODY, "vi")]
        assert len(push_service.received) == 1

        tick(site, moment, "worker-2")  # a second tick, and a second worker
        time.sleep(8)
        assert len(push_service.received) == 1

        screen.click_notification()
        page.wait_for_url(product)

        assert until(
            lambda: ask(site, "SELECT 1 FROM deliveries WHERE shown_at IS NOT NULL AND opened_at IS NOT NULL")
        )
        page.goto("/notifications")
        assert "Thiết bị này" in page.inner_text("main")
        assert not faults, faults
        browser.close()

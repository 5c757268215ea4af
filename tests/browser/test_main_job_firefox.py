"""The main job, whole: sign up, photograph a label, understand the cover, be reminded by a real push."""

import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright

from tests.browser.browsers import PHONE, firefox_options, watch_faults
from tests.browser.conftest import MORNING, need
from tests.browser.labels import photographed
from tests.browser.screen import Screen
from tests.browser.site import Site
from webapp.notifications.sandbox import Service, running

SKU = "RO-9"


@pytest.fixture
def push_service() -> Iterator[Service]:
    with running() as service:
        yield service


@pytest.fixture
def reachable_site(tmp_path: Path, push_service: Service) -> Iterator[Site]:
    with Site(tmp_path / "site", now=MORNING, worker=False, PUSH_TEST_ENDPOINTS=push_service.origin) as site:
        yield site


def _ask(site: Site, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with sqlite3.connect(f"file:{site.folder / 'aftercare.db'}?mode=ro", uri=True, timeout=10) as database:
        return database.execute(sql, values).fetchall()


def _until(what: Callable[[], Any], seconds: float = 30) -> Any:
    end = time.monotonic() + seconds
    while not (found := what()) and time.monotonic() < end:
        time.sleep(0.2)
    return found


def _unsold(site: Site) -> tuple[str, str]:
    """Return GTIN and number of an issued purifier that nobody has registered."""
    rows = _ask(
        site,
        "SELECT m.gtin, s.number FROM serials s JOIN models m ON m.id = s.model_id "
        "WHERE m.sku = ? AND s.number NOT IN (SELECT serial_number FROM purchases) LIMIT 1",
        SKU,
    )
    return rows[0]


def _sign_up(page: Page) -> None:
    page.goto("/sign-up")
    page.fill("[name=name]", "Hoa Lê")
    page.fill("[name=email]", "hoa@example.com")
    page.fill("[name=password]", "mot mat khau dai")
    page.click("main form button[type=submit]")
    page.wait_for_url("**/")


def _register(page: Page, site: Site, folder: Path) -> str:
    gtin, number = _unsold(site)
    label = photographed(f"https://id.example.com/01/{gtin}/21/{number}", folder / "label.jpg")
    page.goto("/products/register")
    page.set_input_files("input[type=file][name=photo]", label)
    page.click("form:has(input[type=file][name=photo]) button[type=submit]")
    page.wait_for_selector("[name=bought_on]")
    assert page.input_value("[name=serial]") == number
    page.fill("[name=bought_on]", "2026-11-14")
    page.click("button[form=registration]")
    page.wait_for_url("**/products/*")
    page.wait_for_selector("text=14 thg 11, 2026")
    return page.url


def _turn_on_reminders(page: Page) -> None:
    page.goto("/notifications")
    page.click("[data-act=on]")
    page.wait_for_selector("[data-act=off]:not([hidden])", timeout=20_000)


def _shown(page: Page) -> list[dict[str, str]]:
    return page.evaluate(
        "async () => (await (await navigator.serviceWorker.ready).getNotifications())"
        ".map(({title, body, lang}) => ({title, body, lang}))"
    )


def _tick(site: Site, moment: datetime) -> str:
    return site.flask("reminders", "tick", AFTERCARE_NOW=moment.isoformat())


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

        _sign_up(page)
        product = _register(page, site, tmp_path)
        page.click("#cover details summary >> nth=0")
        assert "14 thg 11, 2026 + 36 tháng = 14 thg 11, 2029" in page.inner_text("#cover")
        _turn_on_reminders(page)
        page.goto("/")
        assert _until(lambda: page.evaluate("navigator.serviceWorker.controller !== null"))

        # the first stage of the first due, at nine in the morning where the person lives
        [(fire_at,)] = _ask(
            site,
            "SELECT min(r.fire_at) FROM reminders r JOIN users u ON u.id = r.user_id "
            "WHERE u.email = 'hoa@example.com' AND r.state = 'planned'",
        )
        moment = datetime.fromisoformat(f"{fire_at}+00:00") + timedelta(minutes=1)
        _tick(site, moment)
        site.start_worker("worker-1", AFTERCARE_NOW=moment.isoformat())

        what = "SELECT state, channel, tries, reason, not_before FROM deliveries"
        assert _until(lambda: push_service.received, 60), _ask(site, what)
        shown = _until(lambda: _shown(page))
        assert [(n["title"], n["body"], n["lang"]) for n in shown] == [
            ("Thay lõi lọc số 1 sau 14 ngày", "Máy lọc nước RO-9 Slim: đến hạn ngày 14 thg 5, 2027", "vi")
        ]
        assert len(push_service.received) == 1

        _tick(site, moment)  # a second tick, and a second worker
        site.start_worker("worker-2", AFTERCARE_NOW=moment.isoformat())
        time.sleep(8)
        assert len(push_service.received) == 1

        screen.click_notification()
        page.wait_for_url(product)

        assert _until(
            lambda: _ask(
                site, "SELECT 1 FROM deliveries WHERE shown_at IS NOT NULL AND opened_at IS NOT NULL"
            )
        )
        page.goto("/notifications")
        assert "Thiết bị này" in page.inner_text("main")
        assert not faults, faults
        browser.close()

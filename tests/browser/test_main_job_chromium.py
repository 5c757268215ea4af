"""The main job in Chromium, as in Firefox; its push is decrypted here and handed to the real worker."""

import json
import time
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from tests.browser.conftest import MORNING
from tests.browser.journey import (
    BODY,
    EMAIL,
    TITLE,
    ask,
    first_reminder,
    read_the_cover,
    register,
    sign_up,
    tick,
    until,
)
from tests.browser.site import Site
from tests.browser.subscriber import Subscriber
from tests.browser.worker import ServiceWorker, chromium_of_a_person
from webapp.core.i18n import LOCALES
from webapp.notifications.sandbox import running

_SEEN = (
    "SELECT d.shown_at IS NOT NULL, d.opened_at IS NOT NULL FROM deliveries d "
    "JOIN push_subscriptions s ON s.id = d.subscription_id"
)
_DONE = (
    "SELECT r.kind FROM service_records r JOIN purchases p ON p.id = r.purchase_id "
    "JOIN users u ON u.id = p.owner_id WHERE u.email = ?"
)


def test_from_sign_up_to_a_reminder_that_is_done(
    playwright_driver: Playwright, chromium: object, tmp_path: Path
) -> None:
    with (
        running() as service,
        Site(tmp_path / "site", now=MORNING, worker=False, PUSH_TEST_ENDPOINTS=service.origin) as site,
        chromium_of_a_person(playwright_driver, site, tmp_path / "profile") as context,
    ):
        page = context.pages[0]
        worker = ServiceWorker(page, site)
        phone = Subscriber(service.endpoint())

        sign_up(page)
        product = register(page, site, tmp_path)
        read_the_cover(page)
        phone.subscribe(page)

        moment = first_reminder(site)
        tick(site, moment, "worker-1")
        assert until(lambda: service.received, 60)
        message = phone.decrypt(service.received[0].body)
        tick(site, moment, "worker-2")  # a second tick, and a second worker

        page.goto("/")
        worker.wait()
        worker.push(message)
        assert until(worker.shown)
        worker.push(message)  # a push service may deliver twice
        time.sleep(1)
        [shown] = worker.shown()
        assert shown == {"title": TITLE, "body": BODY, "lang": "vi", "actions": ["Đã xong", "Nhắc lại sau"]}
        assert until(lambda: ask(site, _SEEN) == [(1, 0)]), ask(site, _SEEN)

        worker.click()
        page.wait_for_url(product)
        expect(page.locator("h1")).to_have_text("Máy lọc nước RO-9 Slim")
        assert until(lambda: ask(site, _SEEN) == [(1, 1)]), ask(site, _SEEN)
        assert worker.shown() == []

        for _again in range(2):
            worker.push(message)
            assert until(worker.shown)
            worker.click("done")
        assert ask(site, _DONE, EMAIL) == [("done",)]
        assert len(service.received) == 1


@pytest.mark.parametrize("language", LOCALES)
def test_the_app_can_be_installed(
    playwright_driver: Playwright, chromium: object, site: Site, tmp_path: Path, language: str
) -> None:
    with chromium_of_a_person(playwright_driver, site, tmp_path, locale=language) as context:
        page = context.pages[0]
        protocol = context.new_cdp_session(page)
        page.goto("/")
        expect(page.locator("html")).to_have_attribute("lang", language)

        manifest = protocol.send("Page.getAppManifest")
        assert manifest["errors"] == []
        told = json.loads(manifest["data"])
        assert (told["id"], told["lang"]) == ("/", language)
        assert protocol.send("Page.getAppId")["appId"] == f"{site.url}/"
        assert protocol.send("Page.getInstallabilityErrors")["installabilityErrors"] == []

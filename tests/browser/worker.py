"""Chromium as a person has it, with a profile of its own, and its service worker within reach."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, Playwright, Worker

from tests.browser.browsers import PHONE, chromium_options, watch_faults
from tests.browser.journey import until
from tests.browser.site import Site

PATIENCE = 60_000

# A click cannot be made on a screen that is not there: its event is, with the notification that is shown.
_CLICK = """async (action) => {
    const [notification] = await self.registration.getNotifications();
    const event = new NotificationEvent("notificationclick", { notification, action });
    let work = null;
    event.waitUntil = (promise) => { work = promise; };
    self.dispatchEvent(event);
    await work;
}"""
_SHOWN = """async () => (await self.registration.getNotifications()).map(
    ({ title, body, lang, actions }) => ({ title, body, lang, actions: actions.map(({ title }) => title) }),
)"""


@contextmanager
def chromium_of_a_person(
    playwright: Playwright, site: Site, profile: Path, **more: Any
) -> Iterator[BrowserContext]:
    """A phone-sized Chromium with a profile, in Hà Nội and in Vietnamese; no page may fault."""
    options: dict[str, Any] = {
        "base_url": site.url,
        "viewport": PHONE,
        "locale": "vi-VN",
        "timezone_id": "Asia/Ho_Chi_Minh",
        "permissions": ["notifications"],
        "reduced_motion": "reduce",
    } | more
    context = playwright.chromium.launch_persistent_context(profile, **chromium_options(), **options)
    context.set_default_timeout(PATIENCE)
    faults = watch_faults(context)
    try:
        yield context
        assert not faults, faults
    finally:
        context.close()


class ServiceWorker:
    """The worker behind a page: push and sync events come to it as they do from the browser itself."""

    def __init__(self, page: Page, site: Site) -> None:
        self._page, self._site = page, site
        self._registration = ""
        self._protocol = page.context.new_cdp_session(page)
        self._protocol.on("ServiceWorker.workerRegistrationUpdated", self._hear)
        self._protocol.send("ServiceWorker.enable")

    def _hear(self, news: dict[str, Any]) -> None:
        for registration in news["registrations"]:
            self._registration = "" if registration["isDeleted"] else registration["registrationId"]

    @property
    def _thread(self) -> Worker:
        return self._page.context.service_workers[0]

    def wait(self) -> None:
        """Wait until the worker answers for the page."""
        assert until(lambda: self._page.evaluate("navigator.serviceWorker.controller !== null"))
        assert self._registration

    def push(self, text: str) -> None:
        """Deliver a message's plaintext, as the browser does once it has decrypted it."""
        self._send("deliverPushMessage", data=text)

    def sync(self) -> None:
        """Say that the phone is back on line."""
        self._send("dispatchSyncEvent", tag="outbox", lastChance=False)

    def _send(self, event: str, **more: Any) -> None:
        where = {"origin": self._site.url, "registrationId": self._registration}
        self._protocol.send(f"ServiceWorker.{event}", where | more)

    def shown(self) -> list[dict[str, Any]]:
        """Return the notifications on the screen."""
        return list(self._thread.evaluate(_SHOWN))

    def click(self, action: str = "") -> None:
        """Click the notification, or one of its buttons, and wait until the worker has done its part."""
        self._thread.evaluate(_CLICK, action)

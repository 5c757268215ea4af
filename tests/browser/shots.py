"""Pictures of every page into build/shots/: phones in four languages, light and dark; the console."""

import re
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.browsers import DESK, PHONE, SMALL_PHONE, launch_chromium, phone, sign_in
from tests.browser.conftest import MORNING
from tests.browser.crawl import pages, url_map
from tests.browser.site import Site
from tests.browser.test_every_page import LANGUAGES, speak

OUT = Path(__file__).parents[2] / "build" / "shots"


def _name(path: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", path.lower()).strip("-") or "start"


def _show_whole(page: Page) -> None:
    """Make the screen as tall as the page, so that what sticks to its bottom stands at the bottom."""
    width = (page.viewport_size or PHONE)["width"]
    page.set_viewport_size({"width": width, "height": 800})
    height = min(page.evaluate("document.documentElement.scrollHeight"), 6000)
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_timeout(150)


def _shoot(browser: Browser, site: Site, folder: str, start: str, email: str | None, **how: object) -> int:
    into = OUT / folder
    into.mkdir(parents=True, exist_ok=True)
    count = 0
    with phone(browser, site.url, **how) as page:  # type: ignore[arg-type]
        if email:
            sign_in(page, email)
        for path in pages(page, start, url_map()):
            _show_whole(page)
            page.screenshot(path=into / f"{_name(path)}.png")
            count += 1
    print(f"  {folder}: {count} pictures", flush=True)
    return count


def main() -> None:
    """Take all pictures and say how many."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Site(Path(folder) / "site", now=MORNING) as site,
        sync_playwright() as driver,
    ):
        browser = launch_chromium(driver)
        total = 0
        for language in LANGUAGES:
            for dark in (False, True):
                scheme = "dark" if dark else "light"
                size = SMALL_PHONE if dark else PHONE
                how = {"locale": language, "dark": dark, "viewport": size}
                email = f"customer.{language}@example.com"
                total += _shoot(browser, site, f"visitor-{language}-{scheme}", "/", None, **how)
                total += _shoot(browser, site, f"customer-{language}-{scheme}", "/", email, **how)
        for language in LANGUAGES:
            speak(site, "admin@example.com", language)
            total += _shoot(
                browser,
                site,
                f"staff-{language}",
                "/staff",
                "admin@example.com",
                locale=language,
                viewport=DESK,
            )
        browser.close()
    print(f"{total} pictures in {OUT.relative_to(Path.cwd())}/")


if __name__ == "__main__":
    main()

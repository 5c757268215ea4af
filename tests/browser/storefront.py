"""The pictures the README and the install dialogue show: `make storefront` writes static/img/screenshots/."""

import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.browser.browsers import PHONE, launch_chromium, phone, sign_in
from tests.browser.conftest import MORNING
from tests.browser.site import Site
from tests.browser.test_every_page import LANGUAGES

OUT = Path(__file__).parents[2] / "static" / "img" / "screenshots"
COLOURS = 256  # a palette halves the files and nobody sees it


def _shoot(browser: Browser, site: Site, language: str, dark: bool) -> None:
    with phone(browser, site.url, locale=language, dark=dark, viewport=PHONE) as page:
        sign_in(page, f"customer.{language}@example.com")
        page.goto("/products")
        product = page.locator("main a[href^='/products/']").nth(3).get_attribute("href")
        for name, path in (("home", "/"), ("product", product or "/products")):
            page.goto(path)
            page.wait_for_timeout(200)
            file = OUT / f"{language}-{name}{'-dark' if dark else ''}.png"
            page.screenshot(path=file)
            Image.open(file).convert("RGB").quantize(COLOURS, kmeans=2).save(file, optimize=True)


def main() -> None:
    """Picture home and a product in every language, in Thai also in the dark."""
    OUT.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        Site(Path(folder) / "site", now=MORNING) as site,
        sync_playwright() as driver,
    ):
        browser = launch_chromium(driver)
        for language in LANGUAGES:
            _shoot(browser, site, language, dark=False)
        _shoot(browser, site, "th", dark=True)
        browser.close()


if __name__ == "__main__":
    main()

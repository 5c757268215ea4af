"""The live camera on the registration page: a fake camera that looks at a label."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
import segno
from PIL import Image
from playwright.sync_api import Page, Playwright

from tests.browser.browsers import PHONE, chromium_options
from tests.browser.site import DEMO_PASSWORD, Site
from webapp.products.gs1 import check_digit

BODY = "0893999900003"
LINK = f"https://shop.example/01/{BODY}{check_digit(BODY)}/21/WA8-0199-15"


def film_of_a_label(path: Path) -> Path:
    """Write a film of thirty equal pictures of a label, as Chromium's fake camera plays it."""
    code = io.BytesIO()
    segno.make(LINK, error="m").save(code, kind="png", scale=7)
    paper = Image.new("RGB", (640, 480), "#ebebeb")
    paper.paste(Image.open(code).convert("RGB"), (150, 60))
    frame = io.BytesIO()
    paper.rotate(8, fillcolor="#ebebeb").save(frame, "JPEG", quality=95)
    path.write_bytes(frame.getvalue() * 30)
    return path


@pytest.fixture
def page(playwright_driver: Playwright, site: Site, tmp_path: Path) -> Iterator[Page]:
    """A phone with that camera, signed in."""
    film = film_of_a_label(tmp_path / "label.mjpeg")
    options = chromium_options()
    options["args"] = [
        *options["args"],
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    ]
    browser = playwright_driver.chromium.launch(**options)
    context = browser.new_context(viewport=PHONE, locale="en", permissions=["camera"], base_url=site.url)
    tab = context.new_page()
    tab.set_default_timeout(60_000)
    tab.goto("/sign-in")
    tab.fill("[name=email]", "customer.en@example.com")
    tab.fill("[name=password]", DEMO_PASSWORD)
    tab.click("main button[type=submit]")
    tab.wait_for_url("**/")
    yield tab
    browser.close()


def test_the_camera_reads_the_label_and_is_let_go(page: Page) -> None:
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    page.goto("/products/register")
    page.click("scan-label [data-start]")
    page.wait_for_url("**/products/register?model=*")
    assert page.input_value("[name=serial]") == "WA8-0199-15"
    assert "Recognised from the label" in page.inner_text("main")
    assert refused == []


def test_without_a_camera_the_photo_is_offered(page: Page) -> None:
    page.goto("/products/register")
    page.evaluate("() => { navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error('no')) }")
    page.click("scan-label [data-start]")
    page.get_by_text("The camera cannot be used").wait_for()
    assert page.is_visible("scan-label [data-start]")

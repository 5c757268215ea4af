"""How the pages behave under a thumb: sheets, busy buttons, uploads with a percent, messages that leave."""

import io

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser.browsers import DESK, phone, sign_in
from tests.browser.site import Site


@pytest.fixture
def page(chromium: Browser, site: Site):
    """A visitor's phone on the sign-in page."""
    with phone(chromium, site.url, service_workers="block") as page:
        page.goto("/sign-in")
        yield page


def _photo() -> bytes:
    buffer = io.BytesIO()
    Image.effect_noise((700, 700), 60).convert("RGB").save(buffer, "JPEG", quality=95)
    return buffer.getvalue()


PRESS_TWICE = """() => {
    const form = document.querySelector("form[action^='/sign-in']");
    const button = form.querySelector("button[type=submit]");
    form.noValidate = true;
    let sent = 0;
    addEventListener("submit", (event) => { event.preventDefault(); sent += 1; });
    form.requestSubmit(button);
    form.requestSubmit(button);
    return [sent, button.getAttribute("aria-busy")];
}"""


def test_a_pressed_button_is_busy_and_its_form_is_not_sent_twice(page: Page) -> None:
    assert page.evaluate(PRESS_TWICE) == [1, "true"]


def test_the_keyboard_goes_to_the_first_mistake(page: Page) -> None:
    page.goto("/sign-up")
    page.fill("input[name=email]", "not an address")
    page.click("form[action^='/sign-up'] button[type=submit]")
    expect(page.locator("[aria-invalid=true]").first).to_be_focused()


def test_a_message_leaves_when_touched(page: Page) -> None:
    page.evaluate("document.dispatchEvent(new CustomEvent('toast', {detail: {text: 'Saved'}}))")
    toast = page.locator(".toast")
    expect(toast).to_have_text("Saved")
    toast.click()
    expect(toast).to_have_count(0)


def test_the_language_menu_opens_without_script(chromium: Browser, site: Site) -> None:
    with phone(chromium, site.url, java_script_enabled=False) as page:
        page.goto("/")
        page.click("button[popovertarget=languages]")
        page.click("#languages button[value=th]")
        expect(page.locator("html")).to_have_attribute("lang", "th")


def test_an_upload_says_how_far_it_is(page: Page) -> None:
    sign_in(page, "customer.en@example.com")
    page.goto("/products/register")
    page.set_input_files(
        "file-field input", {"name": "label.jpg", "mimeType": "image/jpeg", "buffer": _photo()}
    )
    expect(page.locator(".file-name").first).to_contain_text("label.jpg")
    page.context.new_cdp_session(page).send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 20, "uploadThroughput": 150_000, "downloadThroughput": 2_000_000},
    )
    page.locator("form:has(file-field) button[type=submit]").first.click(no_wait_after=True)
    expect(page.locator(".file-percent").first).to_contain_text("%")


def test_an_upload_lands_where_the_form_leads_and_back_leads_back(page: Page) -> None:
    sign_in(page, "customer.vi@example.com")
    page.goto("/products")
    product = str(page.locator("a.cover[href^='/products/']").first.get_attribute("href"))
    page.goto(f"{product}/receipt")
    photo = {"name": "receipt.jpg", "mimeType": "image/jpeg", "buffer": _photo()}
    page.set_input_files("file-field input", photo)
    page.locator(".bar button[type=submit]").click(no_wait_after=True)
    expect(page.locator(".toast")).to_be_visible(timeout=20_000)
    assert page.url.endswith(product)
    page.go_back()
    page.wait_for_url(f"**{product}/receipt")
    expect(page.locator("file-field")).to_be_visible()


@pytest.mark.parametrize("width", [320, 390])
def test_the_tabs_are_large_enough_for_a_thumb(page: Page, width: int) -> None:
    sign_in(page, "customer.en@example.com")
    page.set_viewport_size({"width": width, "height": 700})
    page.goto("/")
    boxes = [tab.bounding_box() for tab in page.locator(".tabs li:visible a").all()]
    assert len(boxes) == 5
    assert all(box and box["width"] >= 44 and box["height"] >= 44 for box in boxes)


def test_a_wide_screen_has_a_rail_at_the_side(chromium: Browser, site: Site) -> None:
    with phone(chromium, site.url, viewport=DESK) as page:
        sign_in(page, "customer.en@example.com")
        box = page.locator(".tabs").bounding_box()
        assert box
        assert box["x"] == 0
        assert box["height"] == DESK["height"]

"""Debian's Chromium and Firefox, driven by Playwright; elsewhere Playwright's own."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Playwright

AXE = Path(__file__).parents[2] / "build/node/node_modules/axe-core/axe.min.js"
PHONE = {"width": 390, "height": 844}
SMALL_PHONE = {"width": 360, "height": 800}
DESK = {"width": 1280, "height": 900}
_QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium_options() -> dict[str, Any]:
    path = shutil.which("chromium")
    return {"args": _QUIET} | ({"executable_path": path} if path else {})


def launch_chromium(playwright: Playwright, **more: Any) -> Browser:
    return playwright.chromium.launch(**chromium_options(), **more)


def firefox_options(push_server: str | None = None) -> dict[str, Any]:
    """Return launch options of Firefox ESR; with a push server, web push goes there and nowhere else."""
    prefs: dict[str, Any] = {}
    if push_server:
        prefs = {
            "dom.push.serverURL": push_server,
            "dom.push.testing.allowInsecureServerURL": True,
            "dom.push.connection.enabled": True,
            "dom.push.retryBaseInterval": 300,
            "permissions.default.desktop-notification": 1,
            "alerts.useSystemBackend": False,
        }
    options: dict[str, Any] = {"firefox_user_prefs": prefs}
    if path := shutil.which("firefox-esr"):
        options |= {"channel": "moz-firefox", "executable_path": path}
    return options


def launch_firefox(playwright: Playwright, push_server: str | None = None) -> Browser:
    return playwright.firefox.launch(**firefox_options(push_server))


@contextmanager
def phone(
    browser: Browser, url: str, *, locale: str = "en", dark: bool = False, **more: Any
) -> Iterator[Page]:
    """A page on a phone-sized screen; no policy violation and no script error may happen on it."""
    options: dict[str, Any] = {
        "base_url": url,
        "viewport": PHONE,
        "locale": locale,
        "color_scheme": "dark" if dark else "light",
        "reduced_motion": "reduce",
    } | more
    context = browser.new_context(**options)
    faults = watch_faults(context)
    try:
        yield context.new_page()
        assert not faults, faults
    finally:
        context.close()


def watch_faults(context: BrowserContext) -> list[str]:
    """Collect every policy violation and script error of a context."""
    faults: list[str] = []
    context.expose_function("reportFault", lambda fault: faults.append(fault))
    context.add_init_script(
        "document.addEventListener('securitypolicyviolation',"
        " (e) => window.reportFault(`${e.violatedDirective} ${e.blockedURI} on ${location.pathname}`))"
    )
    context.on("weberror", lambda error: faults.extend(_fault(str(error.error))))
    return faults


def _fault(error: str) -> list[str]:
    # a page change that overtakes the animation of the one before is no fault of a script
    return [] if "Transition was" in error else [f"script error: {error}"]


def sign_in(page: Page, email: str, password: str = "aftercare-demo") -> None:
    page.goto("/sign-in")
    page.fill("input[name=email]", email)
    page.fill("input[name=password]", password)
    page.click("form[action^='/sign-in'] button[type=submit]")
    page.wait_for_url(lambda url: "/sign-in" not in url)


def axe(page: Page) -> list[str]:
    """Return what the accessibility rules find on the page, a line each."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [
        f"{page.url} {violation['id']}: {node['target']} {node.get('failureSummary', '')[:300]}"
        for violation in found["violations"]
        for node in violation["nodes"][:3]
    ]

"""Lighthouse's mobile preset on the four main pages: `python -m tests.browser.lighthouse`."""

import json
import shutil
import subprocess
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.browsers import launch_chromium, phone, sign_in
from tests.browser.site import Site

CLI = Path(__file__).parents[2] / "build/node/node_modules/lighthouse/cli/index.js"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
_FLAGS = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"


def cookie_and_product(browser: Browser, site: Site) -> tuple[str, str]:
    """Sign in as the English demo customer; return the cookie header and the path of a product."""
    with phone(browser, site.url) as page:
        sign_in(page, "customer.en@example.com")
        page.goto("/products")
        product = page.get_attribute("main a[href^='/products/']:not([href*='register'])", "href")
        cookies = page.context.cookies()
    assert product
    return "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in cookies), product


def scores(url: str, cookie: str = "") -> tuple[dict[str, int], list[str]]:
    """Run Lighthouse once; return its scores from 0 to 100 and the audits that lost points."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = ["node", str(CLI), url, "--quiet", "--output=json", f"--output-path={report}"]
        command += [
            f"--chrome-flags={_FLAGS} --user-data-dir={folder}/profile",
            f"--only-categories={','.join(CATEGORIES)}",
        ]
        if cookie:
            command += [f"--extra-headers={json.dumps({'Cookie': cookie})}"]
        env = {
            "CHROME_PATH": shutil.which("chromium") or "",
            "PATH": "/usr/bin:/bin:/usr/local/bin",
            "HOME": folder,
        }
        node = shutil.which("node") or "node"
        subprocess.run([node, *command[1:]], check=True, timeout=150, capture_output=True, env=env)
        found = json.loads(report.read_text("utf-8"))
    lost = [
        f"{name}: {audit['title']}"
        for name, audit in found["audits"].items()
        if audit["score"] is not None and audit["score"] < 1 and audit["scoreDisplayMode"] == "binary"
    ]
    return {name: round(100 * found["categories"][name]["score"]) for name in CATEGORIES}, lost


def main() -> None:
    """Print the scores of landing, dashboard, register and product page."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Site(Path(folder) / "site") as site,
        sync_playwright() as driver,
    ):
        browser = launch_chromium(driver)
        cookie, product = cookie_and_product(browser, site)
        browser.close()
        for path, signed_in in (("/", ""), ("/", cookie), ("/products/register", cookie), (product, cookie)):
            found, lost = scores(site.url + path, signed_in)
            print(f"{path:<28}{'signed in' if signed_in else 'visitor':<12}{found} {lost or ''}", flush=True)


if __name__ == "__main__":
    main()

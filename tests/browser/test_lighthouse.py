"""What Lighthouse finds without a clock: accessibility, best practices and SEO are perfect on the main pages.

Its performance score depends on the machine of the moment; `python -m tests.browser.lighthouse` shows it.
"""

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import need
from tests.browser.lighthouse import CLI, cookie_and_product, scores
from tests.browser.site import Site


@pytest.mark.parametrize("which", ["landing", "dashboard", "register", "product"])
def test_lighthouse_finds_nothing(chromium: Browser, site: Site, which: str) -> None:
    need(CLI.exists(), "Lighthouse (npm)")
    cookie, product = cookie_and_product(chromium, site)
    path = {"landing": "/", "dashboard": "/", "register": "/products/register", "product": product}[which]

    found, lost = scores(site.url + path, "" if which == "landing" else cookie)

    assert {name: found[name] for name in ("accessibility", "best-practices", "seo")} == {
        "accessibility": 100,
        "best-practices": 100,
        "seo": 100,
    }, lost

"""Without a signal: products open, an act waits and is sent once; after signing out nothing is left."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from tests.browser.browsers import sign_in
from tests.browser.conftest import MORNING
from tests.browser.holdings import holdings, traces
from tests.browser.journey import ask, sign_up, until
from tests.browser.site import Site
from tests.browser.subscriber import Subscriber
from tests.browser.worker import ServiceWorker, chromium_of_a_person
from webapp.notifications.sandbox import Service, running

EMAIL = "customer.vi@example.com"
NICKNAME = "Góc bếp nhà mình"
_KEPT = "async (url) => Boolean(await caches.match(url, { ignoreVary: true }))"
_RECORDS = "SELECT count(*) FROM service_records"
_DEVICES = "SELECT count(*) FROM push_subscriptions s JOIN users u ON u.id = s.user_id WHERE u.email = ?"
_LAST_VISIT = (
    "SELECT s.ended_at IS NOT NULL FROM user_sessions s JOIN users u ON u.id = s.user_id "
    "WHERE u.email = ? ORDER BY s.id DESC LIMIT 1"
)
_PERSON = (
    "SELECT u.name, u.email, p.serial_number, p.ref FROM purchases p JOIN users u ON u.id = p.owner_id "
    "WHERE u.email = ? AND p.ref = ?"
)


@pytest.fixture(scope="module")
def push_service() -> Iterator[Service]:
    with running() as service:
        yield service


@pytest.fixture(scope="module")
def own_site(tmp_path_factory: pytest.TempPathFactory, push_service: Service) -> Iterator[Site]:
    """A site that may be silenced."""
    folder = tmp_path_factory.mktemp("site")
    with Site(folder, now=MORNING, worker=False, PUSH_TEST_ENDPOINTS=push_service.origin) as site:
        yield site


@pytest.fixture
def context(
    playwright_driver: Playwright, chromium: object, own_site: Site, tmp_path: Path
) -> Iterator[BrowserContext]:
    # Playwright turns the cache of whole pages behind Back off; people have it
    more = {"ignore_default_args": ["--disable-back-forward-cache"]}
    with chromium_of_a_person(playwright_driver, own_site, tmp_path, **more) as context:
        yield context


@pytest.fixture
def page(context: BrowserContext) -> Page:
    page = context.pages[0]
    sign_in(page, EMAIL)
    return page


@pytest.fixture
def worker(page: Page, own_site: Site) -> ServiceWorker:
    worker = ServiceWorker(page, own_site)
    worker.wait()
    return worker


@contextmanager
def no_signal(context: BrowserContext, site: Site) -> Iterator[None]:
    """Cut the phone off, and the site too: whatever opens now comes from the phone."""
    context.set_offline(True)
    site.stop_web()
    yield
    site.start_web()
    context.set_offline(False)


def visit(page: Page, *paths: str) -> None:
    """Open pages and wait until each is kept."""
    for path in paths:
        page.goto(path)
        assert until(lambda: page.evaluate(_KEPT, page.url)), path


def first_product(page: Page) -> str:
    page.goto("/products")
    return str(page.locator("a.cover[href^='/products/']").first.get_attribute("href"))


def test_products_open_without_a_signal(
    page: Page, worker: ServiceWorker, context: BrowserContext, own_site: Site
) -> None:
    product = first_product(page)
    visit(page, "/", "/products", product)
    parts = ("h1", "#cover", "#care")
    seen = [page.inner_text(part) for part in parts]

    with no_signal(context, own_site):
        for path in ("/", "/products"):
            answer = page.goto(path)
            assert answer is not None
            assert answer.from_service_worker
            expect(page.locator("main")).to_contain_text(seen[0])
        page.goto(product)
        assert [page.inner_text(part) for part in parts] == seen
        expect(page.locator("connection-status")).to_contain_text("Không có kết nối")

        page.goto("/settings")
        expect(page.locator("main")).to_contain_text("Không có kết nối")
        expect(page.locator("html")).to_have_attribute("lang", "vi")


def test_an_act_without_a_signal_waits_and_is_sent_once(
    page: Page, worker: ServiceWorker, context: BrowserContext, own_site: Site
) -> None:
    visit(page, "/")
    [(before,)] = ask(own_site, _RECORDS)

    with no_signal(context, own_site):
        page.goto("/")
        page.click("form[action$='/completion'] button")
        expect(page.locator("main")).to_contain_text("Đã lưu trên điện thoại này")
        assert "/completion" in holdings(page)["database aftercare writes"]

    worker.sync()  # beside the page, which heard that it is on line again
    assert until(lambda: ask(own_site, _RECORDS) == [(before + 1,)])
    page.goto("/")
    worker.sync()
    assert until(lambda: holdings(page)["database aftercare writes"] == "[]")
    assert ask(own_site, _RECORDS) == [(before + 1,)]


def test_signing_out_leaves_nothing_of_the_person(
    page: Page, worker: ServiceWorker, own_site: Site, push_service: Service
) -> None:
    product = first_product(page)
    Subscriber(push_service.endpoint()).subscribe(page)
    page.goto(f"{product}/details")
    page.fill("[name=nickname]", NICKNAME)
    page.click("button[form=details]")
    page.wait_for_url(f"**{product}")
    visit(page, "/", "/products", product)
    [(name, email, serial, ref)] = ask(own_site, _PERSON, EMAIL, product.rsplit("/", 1)[1])
    words = [name, f"Chào {name.split()[0]}", email, NICKNAME, serial, ref]
    assert any(NICKNAME in trace for trace in traces(page, words))
    assert any(serial in trace for trace in traces(page, words))
    assert ask(own_site, _DEVICES, EMAIL) == [(1,)]

    page.goto("/settings")
    page.click("form[action='/sign-out'] button")
    page.wait_for_url("**/")
    expect(page.locator("main a[href='/sign-up']").first).to_be_visible()

    assert until(lambda: not traces(page, words)), traces(page, words)
    assert [cookie["name"] for cookie in page.context.cookies() if cookie["name"] != "language"] == []
    assert ask(own_site, _DEVICES, EMAIL) == [(0,)]
    _go_back_through_everything(page, words)

    sign_up(page)  # the next person with this phone
    for path in ("/", "/products", "/notifications", "/settings"):
        page.goto(path)
        assert not [word for word in words if word in page.content()], path
    answer = page.goto(product)
    assert answer is not None
    assert answer.status == 404
    assert traces(page, words) == []


def test_signing_out_without_a_signal_ends_the_session_before_any_page(
    page: Page, worker: ServiceWorker, context: BrowserContext, own_site: Site
) -> None:
    product = first_product(page)
    visit(page, "/", product)
    page.goto("/settings")

    with no_signal(context, own_site):
        page.click("form[action='/sign-out'] button")
        expect(page.locator("main")).to_contain_text("Bạn đã đăng xuất trên điện thoại này")
        page.goto(product)
        expect(page.locator("main")).to_contain_text("Không có kết nối")
        assert traces(page, [EMAIL, product]) == []

    page.goto(product)
    page.wait_for_url("**/sign-in?next=**")
    expect(page.locator("main")).not_to_contain_text("Bảo hành của bạn")
    assert ask(own_site, _LAST_VISIT, EMAIL) == [(1,)]


def _go_back_through_everything(page: Page, words: list[str]) -> None:
    """Press Back through all that was seen before; Playwright's own way back waits for a load in vain."""
    for _step in range(6):
        page.evaluate("history.back()")
        page.wait_for_timeout(1500)
        shown = page.inner_text("body")
        assert not [word for word in words if word in shown], page.url

"""The steps of the main job as one person takes them, and a look into the site's database."""

import sqlite3
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.browser.labels import photographed
from tests.browser.site import Site

SKU = "RO-9"
EMAIL = "hoa@example.com"
TITLE = "Thay lõi lọc số 1 sau 14 ngày"
BODY = "Máy lọc nước RO-9 Slim: đến hạn ngày 14 thg 5, 2027"


def ask(site: Site, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """Read from the site's database."""
    with sqlite3.connect(f"file:{site.folder / 'aftercare.db'}?mode=ro", uri=True, timeout=10) as database:
        return database.execute(sql, values).fetchall()


def until(what: Callable[[], Any], seconds: float = 30) -> Any:
    """Wait until `what()` is true, or the time is over; return what it said last."""
    end = time.monotonic() + seconds
    while not (found := what()) and time.monotonic() < end:
        time.sleep(0.2)
    return found


def unsold(site: Site) -> tuple[str, str]:
    """Return GTIN and number of an issued purifier that nobody has registered."""
    rows = ask(
        site,
        "SELECT m.gtin, s.number FROM serials s JOIN models m ON m.id = s.model_id "
        "WHERE m.sku = ? AND s.number NOT IN (SELECT serial_number FROM purchases) LIMIT 1",
        SKU,
    )
    return rows[0]


def sign_up(page: Page) -> None:
    """Become Hoa Lê."""
    page.goto("/sign-up")
    page.fill("[name=name]", "Hoa Lê")
    page.fill("[name=email]", EMAIL)
    page.fill("[name=password]", "mot mat khau dai")
    page.click("main form button[type=submit]")
    page.wait_for_url("**/")


def register(page: Page, site: Site, folder: Path) -> str:
    """Photograph the label of a purifier bought a week ago; return the address of its page."""
    gtin, number = unsold(site)
    label = photographed(f"https://id.example.com/01/{gtin}/21/{number}", folder / "label.jpg")
    page.goto("/products/register")
    page.set_input_files("input[type=file][name=photo]", label)
    page.click("form:has(input[type=file][name=photo]) button[type=submit]")
    page.wait_for_selector("[name=bought_on]")
    assert page.input_value("[name=serial]") == number
    page.fill("[name=bought_on]", "2026-11-14")
    page.click("button[form=registration]")
    page.wait_for_url("**/products/*")
    page.wait_for_selector("text=14 thg 11, 2026")
    return page.url


def read_the_cover(page: Page) -> None:
    """Ask why the parts are covered for so long, and find the sum."""
    page.click("#cover details summary >> nth=0")
    assert "14 thg 11, 2026 + 36 tháng = 14 thg 11, 2029" in page.inner_text("#cover")


def first_reminder(site: Site) -> datetime:
    """Return a minute after the first reminder is due: nine in the morning where the person lives."""
    [(fire_at,)] = ask(
        site,
        "SELECT min(r.fire_at) FROM reminders r JOIN users u ON u.id = r.user_id "
        "WHERE u.email = ? AND r.state = 'planned'",
        EMAIL,
    )
    return datetime.fromisoformat(f"{fire_at}+00:00") + timedelta(minutes=1)


def tick(site: Site, moment: datetime, worker: str) -> None:
    """Move the clock: tick, and let another worker run, both at that moment."""
    site.flask("reminders", "tick", AFTERCARE_NOW=moment.isoformat())
    site.start_worker(worker, AFTERCARE_NOW=moment.isoformat())

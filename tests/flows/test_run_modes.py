"""Both ways to run it, as whole processes: one machine with SQLite, and PostgreSQL with Redis."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
import redis
import requests

from tests.browser.site import Site
from tests.conftest import drop_postgres, make_postgres, postgres_answers

REDIS = "redis://127.0.0.1:6379/15"


def _redis_answers() -> bool:
    try:
        return bool(redis.Redis.from_url(REDIS, socket_connect_timeout=2).ping())
    except redis.RedisError:
        return False


@pytest.fixture(params=["sqlite", "postgres and redis"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    if request.param == "sqlite":
        with Site(tmp_path / "site") as running:
            yield running
        return
    if not (postgres_answers() and _redis_answers()):
        message = "PostgreSQL or Redis does not answer on this machine"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    url = make_postgres()
    redis.Redis.from_url(REDIS).flushdb()
    try:
        with Site(tmp_path / "site", DATABASE_URL=url, REDIS_URL=REDIS) as running:
            yield running
    finally:
        drop_postgres(url)


def _until(done: Callable[[], bool], seconds: int = 30) -> bool:
    for _ in range(seconds * 10):
        if done():
            return True
        time.sleep(0.1)
    return False


def test_web_and_worker_serve_a_person_from_sign_up_to_mail(site: Site) -> None:
    browser = requests.Session()
    browser.headers.update({"Sec-Fetch-Site": "same-origin", "Accept-Language": "vi"})
    assert _until(lambda: browser.get(f"{site.url}/healthz/worker").status_code == 200), "no heartbeat"

    answer = browser.post(
        f"{site.url}/sign-up",
        data={
            "name": "Mai Trần",
            "email": "mai@example.com",
            "password": "a long test password",
            "locale": "vi",
            "zone": "Asia/Ho_Chi_Minh",
            "country": "VN",
        },
    )

    assert answer.status_code == 200, answer.text[:500]
    assert browser.get(f"{site.url}/products").status_code == 200
    assert _until(lambda: any("\nTo: mai@example.com\n" in mail for mail in site.mails())), "no mail was sent"


def test_the_worker_takes_no_part_of_the_database_when_postgres_is_meant(site: Site) -> None:
    sqlite_file = site.folder / "aftercare.db"
    if "DATABASE_URL" in site.env:
        assert not sqlite_file.exists()
        with psycopg.connect(site.env["DATABASE_URL"]) as connection:
            assert connection.execute("SELECT count(*) FROM users").fetchone() >= (7,)
    else:
        assert sqlite_file.exists()

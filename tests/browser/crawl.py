"""Find every page a person can reach, by following links the way they would: one page per route."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from playwright.sync_api import Page
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

from webapp.app import create_app

# Not pages to look at: files, machines' answers, and what would end the visit.
_LEFT = ("/assets/", "/healthz", "/metrics", "/manifest", "/service-worker", "/robots", "/favicon")
_DOWNLOADS = ("export", "receipt", ".csv", "photo", "picture", "/media/")
# A product looks different covered, ended, void or pending; of any other page one is like the next.
PER_ROUTE = {"home.product": 4}


def url_map() -> MapAdapter:
    """Return the application's routes, to tell which page a path is."""
    return create_app({"TESTING": True, "SQLALCHEMY_DATABASE_URI": "sqlite://"}).url_map.bind("localhost")


def pages(page: Page, start: str, routes: MapAdapter) -> Iterator[str]:
    """Open every reachable page on `page`, one per route, and yield its path once it is shown."""
    waiting, seen, visits = [start], {start}, dict[str, int]()
    while waiting:
        path = waiting.pop(0)
        route = _route(path, routes)
        if route is None or visits.get(route, 0) >= PER_ROUTE.get(route, 1):
            continue
        visits[route] = visits.get(route, 0) + 1
        answer = page.goto(path)
        assert answer is not None, path
        assert answer.status < 400, f"{path} answered {answer.status}"
        yield path
        found = [link for link in _links(page) if link not in seen]
        seen.update(found)
        waiting += found


def _route(path: str, routes: MapAdapter) -> str | None:
    try:
        endpoint, _values = routes.match(urlsplit(path).path, method="GET")
    except HTTPException:
        return None
    return str(endpoint)


def _links(page: Page) -> list[str]:
    own = "a => a.origin === location.origin && !a.hasAttribute('download')"
    links = page.eval_on_selector_all(
        "a[href]", f"list => list.filter({own}).map(a => a.pathname + a.search)"
    )
    return [link for link in dict.fromkeys(links) if not _skipped(link)]


def _skipped(link: str) -> bool:
    return link.startswith(_LEFT) or any(word in link for word in _DOWNLOADS)

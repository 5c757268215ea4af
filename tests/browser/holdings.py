"""What a browser holds for a site: every cache, every database, both storages, readable cookies."""

from playwright.sync_api import Page

_HELD = """async () => {
    const held = {};
    const settled = (request) => new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
    const readable = (key, value) => value instanceof ArrayBuffer ? new TextDecoder().decode(value) : value;
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) {
            const answer = await cache.match(request, { ignoreVary: true });
            held[`${name} ${request.url}`] = JSON.stringify([...answer.headers]) + (await answer.text());
        }
    }
    for (const { name } of await indexedDB.databases()) {
        const database = await settled(indexedDB.open(name));
        for (const store of database.objectStoreNames) {
            const rows = await settled(database.transaction(store).objectStore(store).getAll());
            held[`database ${name} ${store}`] = JSON.stringify(rows, readable);
        }
        database.close();
    }
    for (const [kind, storage] of Object.entries({ localStorage, sessionStorage })) {
        for (const key of Object.keys(storage)) held[`${kind} ${key}`] = storage.getItem(key);
    }
    held.cookie = document.cookie;
    return held;
}"""


def holdings(page: Page) -> dict[str, str]:
    """Return every text the browser holds for the page's site, by the place where it lies."""
    held: dict[str, str] = page.evaluate(_HELD)
    return held


def traces(page: Page, words: list[str]) -> list[str]:
    """Return where the browser holds any of these words."""
    return [
        f"{word!r} in {place}"
        for place, text in holdings(page).items()
        for word in words
        if word in text or word in place
    ]

"""The service worker's text: one JSON line that says what this release is, then its parts in order."""

import json
from functools import lru_cache
from typing import Any

from flask import current_app, url_for

from webapp.core.assets import STATIC, asset
from webapp.core.i18n import LOCALES, _, speaking

PARTS = ("rules", "store", "pages", "outbox", "push", "service-worker")
SHELL = (
    "app.css",
    "js/app.js",
    "vendor/htmx.min.js",
    "icons/sprite.svg",
    "icons/app.svg",
    "img/empty/offline.svg",
    "img/empty/done.svg",
)
STATES = ("offline", "kept", "left")


def script() -> str:
    """Return the worker of this release. It differs from the last whenever a static file or a text does."""
    release = json.dumps(_release(), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return f"const RELEASE = {release};\n{_parts(current_app.config['ASSETS_HASH'])}"


@lru_cache(maxsize=2)
def _parts(_hash: str) -> str:
    return "\n".join((STATIC / "sw" / f"{part}.js").read_text("utf-8") for part in PARTS)


def _release() -> dict[str, Any]:
    return {
        "version": current_app.config["ASSETS_HASH"],
        "assets": [asset(path) for path in (*SHELL, *_modules())],
        "pages": {locale: {state: _shell_page(locale, state) for state in STATES} for locale in LOCALES},
        "words": {locale: _words(locale) for locale in LOCALES},
        "icon": asset("icons/app-192.png"),
        "badge": asset("icons/badge-96.png"),
    }


def _shell_page(locale: str, state: str) -> str:
    return url_for("home.offline_page", locale=locale, state=state)


def _modules() -> list[str]:
    """The page's own small modules; the barcode reader and other large parts are fetched when used."""
    files = [*STATIC.glob("js/elements/*.js"), *STATIC.glob("js/lib/*.js")]
    return sorted(file.relative_to(STATIC).as_posix() for file in files if file.stat().st_size < 16_000)


def _words(locale: str) -> dict[str, str]:
    with speaking(locale):
        return {
            "kept": _("Saved on this phone. It is sent as soon as you are back online."),
            "recorded": _("Recorded"),
            "news": _("There is news for you"),
        }

"""The web app manifest, in the language asked for; its id is the same in all of them."""

from pathlib import PurePosixPath
from typing import Any

from flask import current_app
from PIL import Image

from webapp.core.assets import STATIC, asset
from webapp.core.i18n import _, current_locale

ICONS = (
    ("icons/app.svg", "any", "image/svg+xml", "any"),
    ("icons/app-192.png", "192x192", "image/png", "any"),
    ("icons/app-512.png", "512x512", "image/png", "any"),
    ("icons/maskable-512.png", "512x512", "image/png", "maskable"),
)


def manifest() -> dict[str, Any]:
    """Return the manifest as a mapping, ready for JSON."""
    brand = current_app.config["BRAND_NAME"]
    return {
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "name": brand,
        "short_name": brand[:12],
        "description": _("What you own, what is covered, what is due, and who can help."),
        "lang": current_locale(),
        "dir": "ltr",
        "display": "standalone",
        "orientation": "any",
        "theme_color": "#f4f8f9",
        "background_color": "#f4f8f9",
        "categories": ["lifestyle", "utilities"],
        "launch_handler": {"client_mode": ["navigate-existing", "auto"]},
        "icons": [
            {"src": asset(path), "sizes": sizes, "type": kind, "purpose": purpose}
            for path, sizes, kind, purpose in ICONS
        ],
        "shortcuts": _shortcuts(),
        "screenshots": _screenshots(),
        "share_target": _share_target(),
    }


def _shortcuts() -> list[dict[str, Any]]:
    icon = {"src": asset("icons/app-192.png"), "sizes": "192x192", "type": "image/png"}
    ways = (
        (_("Register a product"), "/products/register"),
        (_("My products"), "/products"),
        (_("Inbox"), "/notifications"),
    )
    return [{"name": name, "url": url, "icons": [icon]} for name, url in ways]


def _share_target() -> dict[str, Any]:
    """A receipt photographed or received elsewhere comes in through the phone's share sheet."""
    accept = ["image/jpeg", "image/png", "image/webp", "image/heic", "application/pdf"]
    return {
        "action": "/share-receipt",
        "method": "POST",
        "enctype": "multipart/form-data",
        "params": {"title": "title", "files": [{"name": "receipt", "accept": accept}]},
    }


def _screenshots() -> list[dict[str, Any]]:
    """The pictures `make shots` made, in this language where there are some, else in English."""
    folder = STATIC / "img" / "screenshots"
    found = sorted(folder.glob(f"{current_locale()}-*.png")) or sorted(folder.glob("en-*.png"))
    shots = []
    for file in found:
        with Image.open(file) as picture:
            width, height = picture.size
        shots.append(
            {
                "src": asset(str(PurePosixPath("img/screenshots") / file.name)),
                "sizes": f"{width}x{height}",
                "type": "image/png",
                "form_factor": "narrow" if height > width else "wide",
                "label": current_app.config["BRAND_NAME"],
            }
        )
    return shots

"""What to call a browser in the list of devices. Pure: a User-Agent in, a name out."""

from __future__ import annotations

# The first that is found wins: most browsers also claim to be the ones below them.
_BROWSERS = (
    ("coc_coc_browser", "Cốc Cốc"),
    ("YaBrowser", "Yandex"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("FxiOS", "Firefox"),
    ("Firefox", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_MACHINES = (
    ("iPhone", "iPhone", True),
    ("iPad", "iPad", True),
    ("Android", "Android", True),
    ("Windows", "Windows", False),
    ("Macintosh", "Mac", False),
    ("CrOS", "Chromebook", False),
    ("Linux", "Linux", False),
)


def name_of(user_agent: str) -> tuple[str, bool]:
    """("Chrome · Android", whether it is held in a hand). An unknown browser is named by its first word."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), user_agent.split("/")[0][:40])
    machines = ((name, held) for mark, name, held in _MACHINES if mark in user_agent)
    machine, is_phone = next(machines, ("", False))
    return " · ".join(part for part in (browser, machine) if part), is_phone

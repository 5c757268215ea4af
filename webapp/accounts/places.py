"""Countries and time zones to choose from, named in the language being spoken."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale
from babel.core import get_global

from webapp.accounts.guess import COUNTRIES, ZONES
from webapp.core.i18n import current_locale

# Where this app's languages are spoken most; they stand first.
NEAREST = ("VN", "RU", "TH", "GB", "US")


def country_choices() -> list[tuple[str, str]]:
    """(ISO code, name) of every country."""
    return _countries(current_locale())


@lru_cache
def _countries(locale: str) -> list[tuple[str, str]]:
    names = Locale.parse(locale).territories
    rest = sorted(COUNTRIES.difference(NEAREST), key=lambda code: str(names.get(code, code)))
    return [(code, str(names.get(code, code))) for code in (*NEAREST, *rest)]


def country_name(code: str) -> str:
    return dict(country_choices()).get(code, code)


def zone_choices(present: str | None = None) -> list[tuple[str, str]]:
    """(IANA name, the same readable) of every zone people live in; ``present`` too, if an alias."""
    choices = _zones()
    if present in ZONES and present not in dict(choices):
        return [(str(present), zone_name(str(present))), *choices]
    return list(choices)


@lru_cache
def _zones() -> tuple[tuple[str, str], ...]:
    lived_in = ZONES.intersection(get_global("zone_territories")) | _new_names() | {"UTC"}
    return tuple((zone, zone_name(zone)) for zone in sorted(lived_in) if "/" in zone or zone == "UTC")


def _new_names() -> set[str]:
    """CLDR goes by a city's first name; people know Asia/Ho_Chi_Minh, not Asia/Saigon."""
    return {"Asia/Ho_Chi_Minh", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Yangon", "Europe/Kyiv"} & ZONES


def zone_name(zone: str) -> str:
    """ "Asia/Ho_Chi_Minh" as people read it."""
    return zone.replace("_", " ").replace("/", " / ")

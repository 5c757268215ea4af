"""Where a visitor probably is, from what the browser says. Every guess can be changed in the settings."""

from __future__ import annotations

from zoneinfo import available_timezones

from babel.core import get_global
from werkzeug.datastructures import LanguageAccept

ZONE_OF_LANGUAGE = {"vi": "Asia/Ho_Chi_Minh", "ru": "Europe/Moscow", "th": "Asia/Bangkok", "en": "UTC"}
COUNTRY_OF_LANGUAGE = {"vi": "VN", "ru": "RU", "th": "TH", "en": "GB"}

# Not zones where people live: files of the database itself and fixed offsets with reversed signs.
_NOT_PLACES = ("Etc/", "SystemV/", "posix/", "right/", "localtime", "Factory", "posixrules")
ZONES = frozenset(zone for zone in available_timezones() if not zone.startswith(_NOT_PLACES))


def zone(said: str | None, locale: str) -> str:
    """The browser's IANA zone when it is one, else the zone most speakers of the language live in."""
    return said if said in ZONES else ZONE_OF_LANGUAGE.get(locale, "UTC")


def country(zone: str, languages: LanguageAccept, locale: str) -> str:
    """ISO 3166 code: of the zone, else of the browser's first language with a region, else the language's."""
    return zone_country(zone) or _named_country(languages) or COUNTRY_OF_LANGUAGE.get(locale, "GB")


def _named_country(languages: LanguageAccept) -> str | None:
    regions = (language.replace("_", "-").partition("-")[2].upper() for language in languages.values())
    return next((region[-2:] for region in regions if region[-2:] in COUNTRIES), None)


def zone_country(zone: str) -> str | None:
    """The country a zone lies in; None for UTC and other zones of no country."""
    territory = _TERRITORIES.get(get_global("zone_aliases").get(zone, zone))
    return territory if territory in COUNTRIES else None


_TERRITORIES = get_global("zone_territories")
COUNTRIES = frozenset(str(code) for code in _TERRITORIES.values() if len(code) == 2 and code != "ZZ")

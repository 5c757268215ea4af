"""Languages: which one is spoken, gettext, and dates and numbers as people there write them.

Templates are compiled once per language with their texts already in place (see `LocalEnvironment`),
because looking each text up through request proxies costs a third of a page.
"""

import gettext as gettext_module
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date as babel_date
from babel.numbers import format_decimal
from flask import Flask, g, has_request_context, request
from flask_babel import LazyString

from webapp.core import clock
from webapp.core.config import ROOT

LOCALES = ("en", "vi", "ru", "th")
LANGUAGE_NAMES = {"en": "English", "vi": "Tiếng Việt", "ru": "Русский", "th": "ไทย"}
LANGUAGE_COOKIE = "language"
if TYPE_CHECKING:
    LazyText: TypeAlias = str  # a text that is looked up when shown; it behaves as one
else:
    LazyText = LazyString

_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)
_choose_locale: list[Callable[[], str | None]] = []
_choose_zone: list[Callable[[], str | None]] = []


def choose_locale_with(choice: Callable[[], str | None]) -> None:
    """Let a room say which language the signed-in person wants (None: no opinion)."""
    _choose_locale.append(choice)


def choose_zone_with(choice: Callable[[], str | None]) -> None:
    """Let a room say in which IANA time zone the signed-in person lives (None: no opinion)."""
    _choose_zone.append(choice)


def current_locale() -> str:
    """Return the language being spoken now: one of LOCALES."""
    if spoken := _spoken.get():
        return spoken
    if not has_request_context():
        return "en"
    if "locale" not in g:
        g.locale = _request_locale()
    return str(g.locale)


def _request_locale() -> str:
    for choice in _choose_locale:
        if (wanted := choice()) in LOCALES:
            return str(wanted)
    if (cookie := request.cookies.get(LANGUAGE_COOKIE)) in LOCALES:
        return str(cookie)
    return request.accept_languages.best_match(LOCALES) or "en"


def forget_locale() -> None:
    """Ask again who is listening: after sign-in, sign-out or a change of language."""
    g.pop("locale", None)
    g.pop("zone", None)


def current_zone() -> str:
    """Return the IANA zone times are spoken in now."""
    if not has_request_context():
        return "UTC"
    if "zone" not in g:
        g.zone = next((zone for choice in _choose_zone if (zone := choice())), "UTC")
    return str(g.zone)


@contextmanager
def speaking(locale: str) -> Iterator[None]:
    """Write every text inside in another language: for mail, notifications and previews."""
    token = _spoken.set(locale if locale in LOCALES else "en")
    try:
        yield
    finally:
        _spoken.reset(token)


@lru_cache
def catalogue(locale: str) -> gettext_module.NullTranslations:
    """Return a language's message catalogue; English is the source and needs none."""
    return gettext_module.translation("messages", ROOT / "translations", [locale], fallback=True)


def _(text: str, **values: Any) -> str:
    """Translate a text now; `values` fill its named placeholders."""
    translated = catalogue(current_locale()).gettext(text)
    return translated % values if values else translated


def _n(one: str, many: str, num: int, **values: Any) -> str:
    """Translate a text that counts; `num` is filled in by itself."""
    return catalogue(current_locale()).ngettext(one, many, num) % ({"num": num} | values)


def _l(text: str, **values: Any) -> LazyText:
    """Translate a text when it is shown: for labels and messages made at import time."""
    return LazyString(_, text, **values)  # type: ignore[no-any-return]


def in_language(names: dict[str, str] | None) -> str:
    """Pick the current language out of four; English, then anything, where it is lacking."""
    if not names:
        return ""
    return names.get(current_locale()) or names.get("en") or next(iter(names.values()))


# -- dates and numbers ---------------------------------------------------------------------------


@lru_cache
def _babel(locale: str) -> Locale:
    return Locale.parse(locale)


def format_date(value: date | datetime | None, zone: str | None = None) -> str:
    """Write a date in the medium form of the language: "14 Mar 2028"; Thai in the Buddhist era.

    An instant is first put into `zone` (default: the person's).
    """
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(ZoneInfo(zone or current_zone())).date()
    return _date_text(value, current_locale())


@lru_cache(maxsize=4096)
def _date_text(value: date, locale: str) -> str:
    if locale == "en":
        return f"{value.day} {value:%b} {value.year}"
    if locale == "vi":
        return f"{value.day} thg {value.month}, {value.year}"
    if locale == "th":  # CLDR writes Gregorian years for `th`; papers in Thailand carry the Buddhist era
        return f"{babel_date(value, 'd MMM', locale='th')} {value.year + 543}"
    return babel_date(value, "d MMM y 'г'.", locale=_babel(locale))


def format_time(value: datetime | time, zone: str | None = None) -> str:
    """Write a time of day on the 24-hour clock; an instant is first put into `zone`."""
    if isinstance(value, datetime):
        value = value.astimezone(ZoneInfo(zone or current_zone())).time()
    return f"{value:%H:%M}"


def format_datetime(value: datetime | None, zone: str | None = None) -> str:
    """Write an instant as date and time in a zone (default: the person's)."""
    if value is None:
        return ""
    return f"{format_date(value, zone)}, {format_time(value, zone)}"


def format_number(value: float | int, places: int | None = None) -> str:
    """Write a number with the language's separators, `places` digits after the point at most."""
    pattern = "#,##0" + ("." + "#" * places if places else "")
    return format_decimal(
        value, format=pattern if places is not None else None, locale=_babel(current_locale())
    )


def relative_day(day: date, today: date | None = None) -> str:
    """Say a near day relatively ("in 5 days", "3 days ago"), a far one as its date."""
    days = (day - (today or clock.today(current_zone()))).days
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    if 1 < days <= 31:
        return _n("in %(num)s day", "in %(num)s days", days)
    if -31 <= days < 0:
        return _n("%(num)s day ago", "%(num)s days ago", -days)
    return format_date(day)


def init_app(app: Flask) -> None:
    """Give templates their words: filters and functions for dates, numbers and names."""
    app.jinja_env.filters |= {
        "date": format_date,
        "datetime": format_datetime,
        "time": format_time,
        "number": format_number,
        "relday": relative_day,
    }
    app.jinja_env.globals |= {
        "in_language": in_language,
        "current_locale": current_locale,
        "current_zone": current_zone,
        "language_names": LANGUAGE_NAMES,
    }

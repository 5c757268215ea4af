"""What happened to a purchase, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel import Locale
from babel.dates import get_timezone_location

from webapp.core.i18n import _, current_locale, format_date, in_language
from webapp.warranty.rule_wording import amount

if TYPE_CHECKING:
    from webapp.warranty.models import CoverEvent


def event_words(event: CoverEvent) -> str:
    """What happened to a purchase, as one entry of its history."""
    facts = {
        "number": event.number,
        "reason": event.reason,
        "plan": in_language(event.plan.names) if event.plan else "",
        "part": in_language(event.names) or event.component or "",
        "term": amount(event.months or 0, event.days or 0),
        "day": format_date(event.handed_back_on),
    }
    return _(_EVENTS[_event_key(event)], **facts)


def _event_key(event: CoverEvent) -> str:
    if event.kind == "repair":
        return "repair" if event.handed_back_on else "repair_open"
    return event.kind


def N_(text: str) -> str:
    """Mark a text for translation where it is kept, to be translated where it is said."""
    return text


_EVENTS = {
    "extension": N_("Extension plan bought: %(plan)s"),
    "repair": N_("Repair %(number)s, handed back on %(day)s"),
    "repair_open": N_("Repair %(number)s, not handed back yet"),
    "part_replaced": N_("Part replaced in repair %(number)s: %(part)s"),
    "goodwill": N_("Goodwill of %(term)s: %(reason)s"),
    "void": N_("Cover was withdrawn: %(reason)s"),
    "unvoid": N_("The withdrawal was taken back: %(reason)s"),
    "delivery": N_("Product delivered"),
}


def zone_words(zone: str) -> str:
    """The place a time zone is named after."""
    return get_timezone_location(zone, locale=current_locale(), return_city=True)


def country_words(code: str) -> str:
    """A country's name in the language being spoken."""
    return str(Locale.parse(current_locale()).territories.get(code.upper(), code))

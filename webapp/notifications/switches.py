"""The topics a person decides about, as the settings page shows them."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.accounts.models import User
from webapp.core.i18n import _l
from webapp.notifications.choices import CHOOSABLE, all_ways, falls_back
from webapp.notifications.models import Topic

TITLES = {
    Topic.SERVICE_DUE: _l("Service that falls due"),
    Topic.WARRANTY_ENDING: _l("Warranty that ends soon"),
    Topic.REGISTRATION: _l("News of my registrations"),
    Topic.ACCOUNT: _l("My account"),
    Topic.SAFETY: _l("Safety notices"),
    Topic.TEST: _l("Test messages"),
}
_HINTS = {
    Topic.SERVICE_DUE: _l("14 days and 3 days before, on the day, and when it is overdue."),
    Topic.WARRANTY_ENDING: _l("30 days and 7 days before the last day."),
    Topic.REGISTRATION: _l("When a product you registered is confirmed or needs a better photo."),
    Topic.ACCOUNT: _l("Changes that somebody made to your account or your products."),
}


@dataclass(frozen=True, slots=True)
class Switch:
    """One topic with its two switches."""

    name: str
    title: str
    hint: str
    push: bool
    email: bool


@dataclass(frozen=True, slots=True)
class Switches:
    """What templates/notifications/_topics.html shows."""

    rows: list[Switch]
    fallback: bool


def switches_of(person: User) -> Switches:
    """Return a person's switches, in the language being spoken; one statement."""
    ways = all_ways(person.id)
    rows = [
        Switch(topic.value, str(TITLES[topic]), str(_HINTS[topic]), ways[topic].push, ways[topic].email)
        for topic in CHOOSABLE
    ]
    return Switches(rows, falls_back(ways))

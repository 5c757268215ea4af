"""The cover that terms would give, drawn before anyone is promised anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from webapp.warranty import policies, timeline, wording
from webapp.warranty.facts import Promise
from webapp.warranty.rule_packs import PackVersion, pack_for


@dataclass(frozen=True, slots=True)
class Preview:
    """Lines in words, the same as a picture, and the rules of the country that were applied."""

    told: tuple[wording.ToldLine, ...]
    chart: timeline.Timeline | None
    pack: PackVersion | None


def previewed(promises: Sequence[Promise], bought_on: date, country: str) -> Preview:
    """Work out the cover of a purchase on this day in this country, in the language being spoken."""
    told = tuple(wording.told(line) for line in policies.preview(promises, bought_on, country))
    bars = [(one.line, one.label, one.tone) for one in told]
    return Preview(told, timeline.draw(bars, bought_on, wording.year_words), pack_for(country, bought_on))

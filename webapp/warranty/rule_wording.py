"""The rules of country packs as sentences, with the statute and article they stand in."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.core.i18n import _, _n, current_locale
from webapp.warranty.rule_packs import Rule


@dataclass(frozen=True)
class ToldRule:
    """A rule as a sentence, and where it stands.

    `source` is quoted in `language`; `gloss` names the statute in English where that is another language.
    """

    sentence: str
    source: str
    language: str
    gloss: str | None


def amount(months: int, days: int) -> str:
    """Months and days as a length of time."""
    in_months = _n("%(num)s month", "%(num)s months", months) if months else ""
    in_days = _n("%(num)s day", "%(num)s days", days) if days or not months else ""
    if in_months and in_days:
        return _("%(months)s and %(days)s", months=in_months, days=in_days)
    return in_months or in_days


def rule_words(rule: Rule) -> ToldRule:
    """A rule of a country's pack as a sentence, with statute and article."""
    at_home = rule.local_language in ("en", current_locale())
    return ToldRule(
        sentence=_RULES[rule.kind](rule),
        source=f"{rule.local_statute}, {rule.article}",
        language=rule.local_language,
        gloss=None if at_home else rule.statute,
    )


def _repair_time_rule(rule: Rule) -> str:
    if rule.terms["counted_from"] == "request":
        return _("The term grows by the days from the request to the hand-back of a repair.")
    return _("The days from intake to hand-back of a repair do not count towards the term.")


def _repair_bonus_rule(rule: Rule) -> str:
    return _(
        "A repair lengthens the seller's liability once, by %(term)s.", term=amount(rule.terms["months"], 0)
    )


def _part_restart_rule(rule: Rule) -> str:
    if rule.terms["own_term_only"]:
        return _("A replaced part that had a term of its own gets the same term again from the hand-back.")
    return _("The term of a replaced part starts again on the day it is replaced.")


def _seller_liability_rule(rule: Rule) -> str:
    term = amount(rule.terms["months"], 0)
    if rule.terms.get("proof_by_buyer"):
        return _(
            "The seller is liable for %(term)s from delivery; after the guarantee has ended,"
            " the buyer shows that the fault was there from the start.",
            term=term,
        )
    return _("The seller is liable for %(term)s from delivery.", term=term)


def _claim_within_rule(rule: Rule) -> str:
    term = amount(rule.terms["months"], 0)
    if rule.terms["counted_from"] == "discovery":
        return _(
            "The law sets no fixed term here. A claim is brought within %(term)s of discovering the fault.",
            term=term,
        )
    return _(
        "The law sets no fixed term here. A claim for a fault present at delivery"
        " can be brought for %(term)s.",
        term=term,
    )


_RULES = {
    "repair_time": _repair_time_rule,
    "repair_bonus": _repair_bonus_rule,
    "part_restart": _part_restart_rule,
    "seller_liability": _seller_liability_rule,
    "claim_within": _claim_within_rule,
}

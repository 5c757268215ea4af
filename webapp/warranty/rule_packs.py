"""Country rule packs: what the law where a product was sold adds to the policy, read from `rules/*.toml`.

A pack has versions, each used for purchases made from `applies_from` on, with the statute it was read from.
The packs are examples: the operator's counsel has to check them, and every page that applies one says so.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from webapp.warranty.facts import (
    Basis,
    CountedFrom,
    Guarantor,
    PartRestart,
    PartStart,
    RepairBonus,
    RepairTime,
    Rules,
    SellerLiability,
)

FOLDER = Path(__file__).with_name("rules")
KINDS = ("repair_time", "repair_bonus", "part_restart", "seller_liability", "claim_within")


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One rule of a pack version, by the key that steps refer to, with the article it stands in.

    `claim_within` moves no date: it is only told to the reader.
    """

    key: str
    kind: str
    article: str
    terms: Mapping[str, Any]
    statute: str
    local_statute: str
    local_language: str

    @property
    def applies_to(self) -> frozenset[Guarantor]:
        return frozenset(Guarantor(name) for name in self.terms.get("applies_to", ()))


@dataclass(frozen=True, slots=True, eq=False)
class PackVersion:
    """A pack as it applies to purchases from a day on."""

    code: str
    applies_from: date
    statute: str
    local_statute: str
    local_language: str
    entries: tuple[Rule, ...]

    @property
    def key(self) -> str:
        return f"{self.code}/{self.applies_from.isoformat()}"

    @property
    def rules(self) -> Rules:
        """The rules as `coverage` takes them."""
        found = {rule.kind: _MAKERS[rule.kind](rule) for rule in self.entries if rule.kind in _MAKERS}
        return Rules(**found)


def pack_for(country: str, bought_on: date) -> PackVersion | None:
    """The rules for a purchase made in a country on a day; None where none are kept."""
    versions = [one for one in _by_country().get(country.upper(), ()) if one.applies_from <= bought_on]
    return max(versions, key=lambda one: one.applies_from, default=None)


def rules_for(country: str, bought_on: date) -> Rules:
    """What `coverage` needs of the pack; empty rules where none is kept."""
    pack = pack_for(country, bought_on)
    return pack.rules if pack else Rules()


@cache
def pack_by_key(key: str) -> PackVersion | None:
    """The pack version a stored projection names; None when it has been taken out of the folder."""
    return next((one for one in all_versions() if one.key == key), None)


@cache
def rule_by_key(key: str) -> Rule | None:
    """The rule a step names; None when it has been taken out of the folder."""
    return next((rule for one in all_versions() for rule in one.entries if rule.key == key), None)


def all_versions() -> tuple[PackVersion, ...]:
    """Every version of every pack, each once."""
    return tuple(dict.fromkeys(version for versions in _by_country().values() for version in versions))


@cache
def _by_country() -> Mapping[str, tuple[PackVersion, ...]]:
    found: dict[str, tuple[PackVersion, ...]] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        pack = tomllib.loads(path.read_text(encoding="utf-8"))
        versions = tuple(_versions(path.stem, pack))
        for country in pack["countries"]:
            if country in found:
                raise ValueError(f"{path.name}: {country} is in another pack already")
            found[country] = versions
    return found


def _versions(code: str, pack: Mapping[str, Any]) -> Iterator[PackVersion]:
    for stored in pack["version"]:
        about = {name: stored[name] for name in ("statute", "local_statute", "local_language")}
        start = stored["applies_from"]
        entries = tuple(_rule(f"{code}/{start.isoformat()}", entry, about) for entry in stored["rule"])
        yield PackVersion(code, start, **about, entries=entries)


def _rule(pack_key: str, entry: Mapping[str, Any], about: Mapping[str, str]) -> Rule:
    kind = entry["kind"]
    if kind not in KINDS:
        raise ValueError(f"{pack_key}: there is no rule of kind {kind}")
    return Rule(f"{pack_key}/{kind}", kind, entry["article"], entry, **about)


def _repair_time(rule: Rule) -> RepairTime:
    return RepairTime(CountedFrom(rule.terms["counted_from"]), rule.applies_to, rule.key)


def _repair_bonus(rule: Rule) -> RepairBonus:
    return RepairBonus(rule.terms["months"], rule.applies_to, rule.key)


def _part_restart(rule: Rule) -> PartRestart:
    return PartRestart(
        PartStart(rule.terms["starts"]), rule.terms["own_term_only"], rule.applies_to, rule.key
    )


def _seller_liability(rule: Rule) -> SellerLiability:
    return SellerLiability(rule.terms["months"], Basis(rule.terms["basis"]), rule.key)


_MAKERS: Mapping[str, Any] = {
    "repair_time": _repair_time,
    "repair_bonus": _repair_bonus,
    "part_restart": _part_restart,
    "seller_liability": _seller_liability,
}

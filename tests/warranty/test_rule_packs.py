"""Worked examples of every country's rule pack: facts of a life, dates worked out by hand."""

from datetime import date

import pytest

from tests.warranty.facts import day, maker, repair
from webapp.warranty import rule_packs
from webapp.warranty.coverage import explain
from webapp.warranty.explanation import Line
from webapp.warranty.facts import Covers, Event, Facts, Guarantor, PartReplaced, Promise, Rules
from webapp.warranty.rule_packs import pack_by_key, pack_for, rule_by_key, rules_for

STAY = repair("2025-08-01", "2025-08-15", intake="2025-08-03")
SWAP = PartReplaced(day("2025-08-10"), "pump", "R-2041", handed_back_on=day("2025-08-15"))
PUMP = maker(18, Covers.PARTS, "pump")


def sold_in(
    country: str, *promises: Promise, events: tuple[Event, ...] = (), bought: str = "2025-03-14", **more: date
) -> tuple[Line, ...]:
    bought_on = day(bought)
    return explain(Facts(bought_on, promises, events, rules_for(country, bought_on), **more))


def ends(lines: tuple[Line, ...]) -> list[str]:
    return [line.ends_on.isoformat() for line in lines]


def test_vietnam_repair_time_does_not_count() -> None:
    (line,) = sold_in("VN", maker(24), events=(STAY,))
    assert line.ends_on == day("2027-03-26")
    assert line.steps[1].days == 12
    assert line.steps[1].rule == "vn/2024-07-01/repair_time"


def test_vietnam_a_replaced_part_restarts_its_term() -> None:
    assert ends(sold_in("VN", maker(24), PUMP, events=(SWAP,))) == ["2027-03-14", "2025-08-09", "2027-02-10"]
    assert ends(sold_in("VN", maker(24), events=(SWAP,))) == ["2027-03-14", "2027-08-10"]


def test_vietnam_the_law_on_the_day_of_purchase_applies() -> None:
    (line,) = sold_in("VN", maker(24), events=(repair("2024-08-01", "2024-08-02"),), bought="2024-06-30")
    assert line.steps[1].rule == "vn/2011-07-01/repair_time"


def test_russia_the_term_grows_from_request_to_hand_back() -> None:
    line, by_law = sold_in("RU", maker(24), events=(STAY,))
    assert line.ends_on == day("2027-03-28")
    assert line.steps[1].days == 14
    assert (by_law.guarantor, by_law.ends_on) == (Guarantor.LAW, day("2027-03-14"))


def test_russia_a_component_with_its_own_term_gets_the_same_term_again() -> None:
    own = sold_in("RU", maker(24), PUMP, events=(SWAP,))
    assert ends(own) == ["2027-03-14", "2025-08-14", "2027-02-15", "2027-03-14"]
    assert own[2].starts_on == day("2025-08-15")
    assert ends(sold_in("RU", maker(24), events=(SWAP,))) == ["2027-03-14", "2027-03-14"]


def test_russia_the_seller_answers_two_years_from_delivery() -> None:
    lines = sold_in("RU", maker(12), delivered_on=day("2025-03-20"))
    assert ends(lines) == ["2026-03-14", "2027-03-20"]


def test_germany_the_seller_answers_two_years_from_delivery() -> None:
    lines = sold_in("DE", maker(12), events=(STAY, SWAP), delivered_on=day("2025-03-20"))
    assert ends(lines) == ["2026-03-14", "2027-03-20"]


@pytest.mark.parametrize("country", ["FR", "IT", "PL"])
def test_europe_two_years_from_delivery(country: str) -> None:
    assert ends(sold_in(country, events=(STAY,))) == ["2027-03-14"]


def test_europe_bought_since_31_july_2026_a_repair_adds_a_year_once() -> None:
    stays = (repair("2026-09-01", "2026-09-08"), repair("2027-09-01", "2027-09-08", ref="R-2"))
    (line,) = sold_in("FR", events=stays, bought="2026-07-31")
    assert line.ends_on == day("2029-07-31")
    assert ends(sold_in("FR", events=stays, bought="2026-07-30")) == ["2028-07-30"]


@pytest.mark.parametrize(("country", "months", "since"), [("TH", 12, "discovery"), ("GB", 72, "delivery")])
def test_where_the_law_sets_no_term_only_the_claim_period_is_told(
    country: str, months: int, since: str
) -> None:
    assert ends(sold_in(country, maker(12), events=(STAY, SWAP))) == ["2026-03-14"]
    pack = pack_for(country, day("2025-03-14"))
    assert pack is not None
    (rule,) = pack.entries
    assert (rule.terms["months"], rule.terms["counted_from"]) == (months, since)


@pytest.mark.parametrize("country", ["US", "ES", ""])
def test_without_a_pack_only_the_policy_counts(country: str) -> None:
    assert pack_for(country, day("2025-03-14")) is None
    assert rules_for(country, day("2025-03-14")) == Rules()


def test_a_pack_does_not_reach_back_before_its_first_day() -> None:
    assert pack_for("FR", day("2021-12-31")) is None


def test_every_rule_is_found_by_its_key_and_names_its_source() -> None:
    assert {one.code for one in rule_packs.all_versions()} == {"vn", "ru", "th", "gb", "de", "eu"}
    for version in rule_packs.all_versions():
        assert pack_by_key(version.key) is version
        for rule in version.entries:
            assert rule_by_key(rule.key) is rule
            assert rule.article
            assert rule.statute
    assert rule_by_key("xx/2020-01-01/repair_time") is None
    assert pack_by_key("xx/2020-01-01") is None

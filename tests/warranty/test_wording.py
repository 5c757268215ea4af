"""Cover in words: each kind of step is a true sentence, in every language spoken."""

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask

from tests.warranty.facts import day, facts, maker, repair
from webapp.core.i18n import LOCALES, speaking
from webapp.warranty.coverage import explain
from webapp.warranty.event_wording import country_words, event_words, zone_words
from webapp.warranty.explanation import Line, Step, StepKind
from webapp.warranty.facts import (
    Covers,
    Extension,
    Facts,
    Goodwill,
    Guarantor,
    PartReplaced,
    Promise,
    Unvoid,
    Void,
)
from webapp.warranty.models import CoverEvent, ExtensionPlan
from webapp.warranty.models.event import EventKind
from webapp.warranty.rule_packs import all_versions, rules_for
from webapp.warranty.rule_wording import amount, rule_words
from webapp.warranty.standing import CoverSummary, Status
from webapp.warranty.wording import status_words, step_words, told, year_words


@pytest.fixture(autouse=True)
def _speak_english(app: Flask) -> Iterator[None]:
    with speaking("en"):
        yield


def sums(some: Facts) -> list[str]:
    return [told(line).sum for line in explain(some)]


def test_the_example_of_the_product_page() -> None:
    stay = repair("2025-08-01", "2025-08-13")
    some = facts(maker(24), events=(stay,), rules=rules_for("VN", day("2025-03-14")))
    assert sums(some) == ["14 Mar 2025 + 24 months = 14 Mar 2027, + 12 days in repair R-2041 = 26 Mar 2027"]


def test_every_kind_of_fact_has_its_words() -> None:
    events = (
        Extension(day("2025-03-20"), 12, "care", names={"en": "Care plus"}),
        repair("2025-08-01", "2025-08-02"),
        PartReplaced(day("2025-08-01"), "pump", "R-2041"),
        Goodwill(day("2025-09-01"), 1, "late part", days=2),
        Void(day("2026-01-10"), "opened"),
        Unvoid(day("2026-01-12"), "our mistake"),
        repair("2026-03-01", None, ref="R-3"),
    )
    said = sums(
        facts(
            maker(24),
            maker(600, Covers.PARTS, "pump"),
            events=events,
            rules=rules_for("VN", day("2025-03-14")),
        )
    )
    assert said[0] == (
        "14 Mar 2025 + 24 months = 14 Mar 2027, + 1 day in repair R-2041 = 15 Mar 2027, "
        "+ 1 month and 2 days of goodwill (late part) = 17 Apr 2027, "
        "in repair R-3 since 1 Mar 2026: these days are added when it is handed back, "
        "void from 10 Jan 2026: opened, taken back on 12 Jan 2026: our mistake; cover counts as never void"
    )
    assert "replaced on 1 Aug 2025 in repair R-2041: the old part is covered to 31 Jul 2025" in said[1]
    assert said[2].startswith("new part in repair R-2041: 1 Aug 2025 + 600 months = 1 Aug 2075")
    assert said[3].startswith("17 Apr 2027 + 12 months of “Care plus” = 17 Apr 2028")


def test_the_law_and_its_bonus_have_words() -> None:
    some = facts(
        events=(repair("2026-09-01", "2026-09-08"),),
        rules=rules_for("FR", day("2026-08-01")),
        bought=date(2026, 8, 1),
    )
    assert sums(some) == [
        "1 Aug 2026 + 24 months by law = 1 Aug 2028, + 12 months because of repair R-2041 = 1 Aug 2029"
    ]


def test_goodwill_of_its_own_and_what_is_kept() -> None:
    given = Goodwill(day("2027-06-01"), 3, "known fault")
    assert (
        sums(facts(maker(24), events=(given,)))[1]
        == "1 Jun 2027 + 3 months of goodwill (known fault) = 1 Sep 2027"
    )
    kept = PartReplaced(day("2025-06-01"), "pump", "R-1", months=1)
    assert sums(facts(maker(24, Covers.PARTS, "pump"), events=(kept,)))[1].endswith(
        "the old part was covered for longer, so 14 Mar 2027 stays"
    )


@pytest.mark.parametrize(
    ("line", "label"),
    [
        (Promise(Covers.PARTS, Guarantor.MAKER, 36), "Parts · maker · 3 years"),
        (Promise(Covers.LABOUR, Guarantor.SELLER, 18), "Labour · seller · 18 months"),
        (Promise(Covers.BOTH, Guarantor.LAW, 24), "Seller by law · 2 years"),
        (Promise(Covers.BOTH, Guarantor.PLAN, 12, names={"en": "Care plus"}), "Care plus · 1 year"),
        (Promise(Covers.PARTS, Guarantor.PLAN, 12), "Extension plan · Parts · 1 year"),
        (Promise(Covers.PARTS, Guarantor.MAKER, 12, "pump"), "pump · maker · 1 year"),
    ],
)
def test_labels_are_short(line: Promise, label: str) -> None:
    assert told(explain(facts(line))[0]).label == label


def test_a_line_says_when_and_in_which_state() -> None:
    rules = rules_for("VN", day("2025-03-14"))
    assert told(explain(facts(maker(24)))[0]).when == "14 Mar 2025 to 14 Mar 2027"
    void = explain(facts(maker(24), events=(Void(day("2026-01-10"), "opened"),)))[0]
    assert (told(void).when, told(void).tone) == ("Void from 10 Jan 2026", "bad")
    paused = explain(facts(maker(24), events=(repair("2026-01-01", None),), rules=rules))[0]
    assert told(paused).when.startswith("In repair")


@pytest.mark.parametrize(
    ("status", "days_left", "words"),
    [
        (Status.COVERED, 400, "Covered until 14 Mar 2028"),
        (Status.ENDS_SOON, 21, "Ends in 21 days"),
        (Status.ENDS_SOON, 1, "Ends in 1 day"),
        (Status.ENDS_SOON, 0, "Ends today"),
        (Status.ENDED, -3, "Ended on 14 Mar 2028"),
        (Status.VOID, None, "Cover void"),
        (Status.PENDING, None, "Being checked"),
        (Status.NONE, None, "No cover on record"),
    ],
)
def test_the_chip_is_a_short_fact(status: Status, days_left: int | None, words: str) -> None:
    assert status_words(CoverSummary(status, None, day("2028-03-14"), 0.5, days_left)) == words


@pytest.mark.parametrize("locale", LOCALES)
def test_every_step_rule_and_event_can_be_said_in_every_language(locale: str) -> None:
    line: Line = explain(facts(maker(24)))[0]
    with speaking(locale):
        for kind in StepKind:
            step = Step(kind, day("2027-03-14"), day("2025-03-14"), months=2, days=3, ref="R-1")
            assert step_words(step, line)
        for rule in (rule for version in all_versions() for rule in version.entries):
            assert rule_words(rule).sentence
        for event_kind in EventKind:
            event = CoverEvent(
                kind=event_kind.value, number="R-1", reason="why", component="pump", names=None, months=1,
                plan=ExtensionPlan(names={"en": "Care"}),
            )  # fmt: skip
            assert event_words(event)


def test_rules_are_quoted_in_their_own_language_and_named_in_english() -> None:
    rule = rule_words(all_versions()[-1].entries[0])
    assert (rule.language, rule.gloss is None) == ("vi", False)
    with speaking("vi"):
        assert rule_words(all_versions()[-1].entries[0]).gloss is None


def test_years_places_and_amounts_follow_the_language() -> None:
    assert (amount(0, 0), amount(24, 0), amount(0, 1)) == ("0 days", "24 months", "1 day")
    assert (country_words("VN"), country_words("XX")) == ("Vietnam", "XX")
    assert zone_words("Asia/Ho_Chi_Minh") == "Ho Chi Minh"
    with speaking("th"):
        assert year_words(2027) == "2570"

"""Shorthand for facts, and Hypothesis strategies that make them."""

from datetime import date, timedelta

from hypothesis import strategies as st

from webapp.warranty.facts import (
    Basis,
    CountedFrom,
    Covers,
    Event,
    Extension,
    Facts,
    Goodwill,
    Guarantor,
    PartReplaced,
    PartRestart,
    PartStart,
    PlanStart,
    Promise,
    Repair,
    RepairBonus,
    RepairTime,
    Rules,
    SellerLiability,
    Unvoid,
    Void,
)

MAKERS = frozenset({Guarantor.MAKER, Guarantor.SELLER})
FROM_INTAKE = RepairTime(CountedFrom.INTAKE, MAKERS, "intake")
FROM_REQUEST = RepairTime(CountedFrom.REQUEST, MAKERS, "request")
RESTART = PartRestart(PartStart.REPLACEMENT, False, MAKERS, "restart")
OWN_TERM_RESTART = PartRestart(PartStart.HAND_BACK, True, MAKERS, "own")
TWO_YEARS = SellerLiability(24, Basis.DELIVERY, "two-years")
NO_RULES = Rules()
A_YEAR_MORE = RepairBonus(12, frozenset({Guarantor.LAW}), "a-year-more")

BOUGHT = date(2025, 3, 14)


def day(text: str) -> date:
    return date.fromisoformat(text)


def maker(months: int, covers: Covers = Covers.BOTH, component: str = "unit") -> Promise:
    return Promise(covers, Guarantor.MAKER, months, component)


def repair(requested: str, handed_back: str | None, intake: str | None = None, ref: str = "R-2041") -> Repair:
    back = day(handed_back) if handed_back else None
    return Repair(day(requested), day(intake or requested), back, ref)


def facts(
    *promises: Promise, events: tuple[Event, ...] = (), rules: Rules = NO_RULES, bought: date = BOUGHT
) -> Facts:
    return Facts(bought, promises, events, rules)


dates = st.dates(min_value=date(2015, 1, 1), max_value=date(2030, 12, 31))
components = st.sampled_from(["unit", "pump", "motor"])
promises = st.builds(
    Promise,
    covers=st.sampled_from(Covers),
    guarantor=st.sampled_from([Guarantor.MAKER, Guarantor.SELLER]),
    months=st.integers(1, 120),
    component=components,
    basis=st.sampled_from(Basis),
)


@st.composite
def repairs(draw: st.DrawFn) -> Repair:
    requested = draw(dates)
    intake = requested + timedelta(days=draw(st.integers(0, 20)))
    stay = draw(st.one_of(st.none(), st.integers(0, 90)))
    back = None if stay is None else intake + timedelta(days=stay)
    return Repair(requested, intake, back, f"R-{draw(st.integers(1, 99))}")


closed_repairs = repairs().filter(lambda one: one.handed_back_on is not None)
months = st.integers(0, 36)
events = st.lists(
    st.one_of(
        repairs(),
        st.builds(
            Goodwill, on=dates, months=months, ref=st.just("G"), days=st.integers(0, 60), component=components
        ),
        st.builds(
            PartReplaced,
            on=dates,
            component=st.sampled_from(["pump", "motor"]),
            ref=st.just("R-1"),
            months=st.one_of(st.none(), months),
        ),
        st.builds(
            Extension,
            on=dates,
            months=st.integers(1, 36),
            ref=st.just("P"),
            starts=st.sampled_from(PlanStart),
        ),
        st.builds(Void, on=dates, ref=st.just("V"), component=st.one_of(st.none(), components)),
        st.builds(Unvoid, on=dates, ref=st.just("U"), component=st.one_of(st.none(), components)),
    ),
    max_size=6,
).map(tuple)
rules = st.builds(
    Rules,
    repair_time=st.sampled_from([None, FROM_INTAKE, FROM_REQUEST]),
    repair_bonus=st.sampled_from([None, A_YEAR_MORE]),
    part_restart=st.sampled_from([None, RESTART, OWN_TERM_RESTART]),
    seller_liability=st.sampled_from([None, TWO_YEARS]),
)
any_facts = st.builds(
    Facts,
    bought_on=dates,
    promises=st.lists(promises, max_size=4).map(tuple),
    events=events,
    rules=rules,
    delivered_on=st.one_of(st.none(), dates),
)

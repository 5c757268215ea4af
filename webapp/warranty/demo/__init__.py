"""Demo data: policies and plans for every model, and lives that leave cover in every state.

`load` needs `people`, `models` and `purchases` of the rooms below in `world`, and adds `policies` and `plans`
by code.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from webapp.core import clock
from webapp.products.models import Purchase
from webapp.warranty import policies, verbs
from webapp.warranty.cover import rebuild
from webapp.warranty.demo.terms import PLANS, POLICIES, PUMP, TERMS, Terms
from webapp.warranty.facts import Promise
from webapp.warranty.models import ExtensionPlan, Policy

FIRST_DAY = date(2019, 1, 1)


def load(world: dict[str, Any]) -> None:
    """Load the room's demo into the current transaction."""
    editor = world["people"]["editor@example.com"]
    world["policies"] = {terms.code: _policy(terms, editor, world) for terms in POLICIES}
    world["plans"] = {code: _plan(code) for code in PLANS}
    _announce(world["policies"]["kitchen"], editor)
    _live(world["purchases"], world["plans"], world["people"]["agent@example.com"])
    for purchase in world["purchases"].values():
        rebuild(purchase)


def _policy(terms: Terms, editor: Any, world: dict[str, Any]) -> Policy:
    policy = policies.create_policy(terms.code, terms.names)
    policies.publish(policy, editor, FIRST_DAY, terms.promises, TERMS)
    for key in terms.models:
        policies.give_policy(world["models"][key].id, policy)
    return policy


def _announce(policy: Policy, editor: Any) -> None:
    """A longer version for kitchens, for what is bought from the next new year on."""
    longer = tuple(
        Promise(one.covers, one.guarantor, 36, one.component, one.basis, one.names)
        for one in policy.versions[0].promises
    )
    policies.publish(policy, editor, date(clock.today("UTC").year + 1, 1, 1), longer, TERMS)


def _plan(code: str) -> ExtensionPlan:
    names, months, covers, starts = PLANS[code]
    return policies.create_plan(code, names, months, covers=covers.value, start_basis=starts.value)


def _live(bought: dict[str, Purchase], plans: dict[str, ExtensionPlan], agent: Any) -> None:
    """What happened to some of them."""
    _new_pump(bought["vi.purifier"], agent, "R-2041")
    _new_pump(bought["ru.washer"], agent, "R-2107")
    _repair(bought["en.purifier"], agent, "R-2188", first=60, stay=9)
    scooter = bought["vi.escooter"]
    verbs.take_in_repair(
        scooter, agent, requested_on=_ago(scooter, 6), intake_on=_ago(scooter, 4), number="R-2230"
    )
    verbs.extend(bought["th.undersink"], agent, plans["care-12"], bought["th.undersink"].bought_on)
    verbs.extend(bought["th.scooter"], agent, plans["care-24"], bought["th.scooter"].bought_on)
    verbs.add_goodwill(
        bought["ru.oven"], agent, "задержка запасной части", months=1, on=_day(bought["ru.oven"], 700)
    )
    verbs.void(
        bought["en.hood"], agent, "The motor housing was opened and rewired by someone else.",
        on=_ago(bought["en.hood"], 40),
    )  # fmt: skip
    verbs.void(bought["en.oven"], agent, "The seal looked broken.", on=_ago(bought["en.oven"], 30))
    verbs.unvoid(bought["en.oven"], agent, "Our own technician had replaced the seal.")


def _new_pump(purchase: Purchase, agent: Any, number: str) -> None:
    """Twelve days in the workshop in the second year, with a new pump."""
    first = _repair(purchase, agent, number, first=380, stay=12)
    verbs.replace_part(
        purchase, agent, component="pump", names=PUMP, on=first + timedelta(days=6), number=number,
        handed_back_on=first + timedelta(days=12),
    )  # fmt: skip


def _repair(purchase: Purchase, agent: Any, number: str, *, first: int, stay: int) -> date:
    asked = _day(purchase, first)
    back = asked + timedelta(days=stay)
    verbs.take_in_repair(purchase, agent, requested_on=asked, handed_back_on=back, number=number)
    return asked


def _day(purchase: Purchase, after: int) -> date:
    return purchase.bought_on + timedelta(days=after)


def _ago(purchase: Purchase, days: int) -> date:
    return clock.today(purchase.zone) - timedelta(days=days)

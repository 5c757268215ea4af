"""Demo data: a plan for every model, meters read, services done, skipped and put off, dues near and overdue.

Needs `models` and `purchases` in `world`; adds `dues`, the open ones by "<customer>.<model>.<item>".
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from webapp.core import clock
from webapp.core.calendar import Interval, nth
from webapp.core.db import db
from webapp.maintenance import dues
from webapp.maintenance.demo.plans import PLANS
from webapp.maintenance.models import Due, DueState
from webapp.maintenance.plans import save_plan
from webapp.maintenance.readings import note_reading
from webapp.maintenance.schedule import Anchor, upcoming
from webapp.products.models import Purchase

# Days from today to an open due, where the demo wants to show one; negative is overdue.
WANTED = {
    "vi.purifier.filter-1": 5,
    "vi.washer.drum": -6,
    "vi.aircon.air-filters": 0,
    "vi.escooter.tyres": 13,
    "ru.washer.drum": 2,
    "ru.aircon.air-filters": -40,
    "ru.oven.door-seal": 24,
    "th.scooter.tyres": 1,
    "th.undersink.filter-1": 3,
    "th.aircon.air-filters": -3,
    "en.purifier.filter-1": 11,
    "en.toploader.drum": -1,
    "en.hood.grease-filter": 6,
    "en.oven.door-seal": 60,
}
A_MONTH_ON = 30
A_DAY = {"litres": 15, "cycles": 0.7, "hours": 1.3, "km": 19}
READ_BEFORE = (300, 210, 120, 45, 9)
KEPT = 3
LONG_ENOUGH = 30
A_LITTLE_LATE = timedelta(days=2)
NOTES = {
    "vi": "Tự làm, mất khoảng mười phút.",
    "ru": "Сделал сам, всё в порядке.",
    "th": "ทำเอง ใช้เวลาไม่นาน",
    "en": "Done at home in ten minutes.",
}


def load(world: dict[str, Any]) -> None:
    """Load the room's demo into the current transaction."""
    for key, drafts in PLANS.items():
        save_plan(world["models"][key].id, world["models"][key].usage_unit, drafts)
    for name, purchase in world["purchases"].items():
        dues.recalculate(purchase)
        if purchase.is_active and not purchase.is_pending:
            _live(name, purchase)
    _put_off(world["purchases"]["en.purifier"])
    _leave_out(world["purchases"]["th.undersink"])
    world["dues"] = _open_by_name(world["purchases"])


def _live(name: str, purchase: Purchase) -> None:
    """Read the meter and do what fell due, as its owner would have."""
    _read(purchase)
    for due in _open(purchase):
        for day in _days_done(name, due, clock.today(purchase.owner.zone)):
            current = _same(due)
            current.do(purchase.owner, day, note=NOTES[name[:2]] if day.day % 2 else "")


def _read(purchase: Purchase) -> None:
    unit, today = purchase.model.usage_unit, clock.today(purchase.owner.zone)
    if not unit:
        return
    for before in READ_BEFORE:
        day = today - timedelta(days=before)
        if day > purchase.bought_on:
            shown = round(A_DAY[unit] * ((day - purchase.bought_on).days + day.day % 5))
            note_reading(purchase, purchase.owner, shown, day)


def _days_done(name: str, due: Due, today: date) -> list[date]:
    """Return the last few days on which it was done, so that the next one falls where the demo wants it."""
    bought_on, every = due.purchase.bought_on, Interval(due.item.every_months, due.item.every_days)
    wanted = WANTED.get(f"{name}.{due.item.code}", A_MONTH_ON)
    if due.item.anchor == Anchor.COMPLETION:
        days = [nth(today + timedelta(days=wanted), every, -steps) for steps in range(1, KEPT + 1)]
    else:
        coming = [found.when for found in upcoming(due.item.rule, bought_on, LONG_ENOUGH) if found.when]
        days = [when.likely + A_LITTLE_LATE for when in reversed(coming)]
    return sorted([day for day in days if bought_on < day <= today][:KEPT])


def _open(purchase: Purchase) -> list[Due]:
    return list(db.session.scalars(select(Due).filter_by(purchase_id=purchase.id, state=DueState.OPEN)))


def _same(due: Due) -> Due:
    """Return what is open now of the same item."""
    facts = {"purchase_id": due.purchase_id, "plan_item_id": due.plan_item_id, "state": DueState.OPEN}
    return db.session.scalars(select(Due).filter_by(**facts)).one()


def _put_off(purchase: Purchase) -> None:
    owner = purchase.owner
    _open(purchase)[0].snooze(owner, clock.today(owner.zone) + timedelta(days=8))


def _leave_out(purchase: Purchase) -> None:
    _open(purchase)[-1].skip(purchase.owner, "ยังใช้ได้ดี")


def _open_by_name(purchases: dict[str, Purchase]) -> dict[str, Due]:
    return {f"{name}.{due.item.code}": due for name, one in purchases.items() for due in _open(one)}

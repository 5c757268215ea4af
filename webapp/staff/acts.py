"""The acts on one purchase's cover: each a form, a verb of the warranty room, and an entry in the trail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from webapp.accounts.current import me
from webapp.core import clock
from webapp.core.db import db
from webapp.core.forms import Form
from webapp.core.i18n import LazyText, _l
from webapp.products.models import Purchase
from webapp.staff import find
from webapp.staff.forms import acts as forms
from webapp.warranty import verbs
from webapp.warranty.models import CoverEvent, ExtensionPlan

Details = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Act:
    """One thing an agent can do: its form, its words, and what it does. `do` returns what the trail keeps."""

    name: str
    trail: str
    title: LazyText
    icon: str
    form: type[Form]
    do: Callable[[Purchase, Any], Details]

    def empty(self, purchase: Purchase) -> Form:
        """Return the form before anyone typed, its days set to today where the unit is."""
        known = {"bought_on": purchase.bought_on, "country": purchase.country}
        data = {"happened_on": clock.today(purchase.zone)} | known
        return _offered(self.form(formdata=None, prefix=self.name, data=data))

    def typed(self) -> Form:
        """Return the form as it was sent."""
        return _offered(self.form(prefix=self.name))


def _offered(form: Form) -> Form:
    if isinstance(form, forms.ExtensionForm):
        form.offer(list(db.session.scalars(select(ExtensionPlan).order_by(ExtensionPlan.months))))
    return form


def _extend(purchase: Purchase, form: forms.ExtensionForm) -> Details:
    plan = db.session.get_one(ExtensionPlan, form.plan.data)
    verbs.extend(purchase, me(), plan, form.happened_on.data, form.number.data or "")
    return {"plan": plan.code, "on": form.happened_on.data.isoformat()}


def _goodwill(purchase: Purchase, form: forms.GoodwillForm) -> Details:
    months, days = form.months.data or 0, form.days.data or 0
    verbs.add_goodwill(purchase, me(), form.reason.data, months=months, days=days)
    return {"months": months, "days": days, "reason": form.reason.data}


def _deliver(purchase: Purchase, form: forms.DeliveryForm) -> Details:
    verbs.deliver(purchase, me(), form.happened_on.data)
    return {"on": form.happened_on.data.isoformat()}


def _correct(purchase: Purchase, form: forms.CorrectionForm) -> Details:
    before = f"{purchase.bought_on.isoformat()} {purchase.country}"
    purchase.correct(bought_on=form.bought_on.data, country=form.country.data)
    return {"before": before, "after": f"{purchase.bought_on.isoformat()} {purchase.country}"}


def _void(purchase: Purchase, form: forms.VoidForm) -> Details:
    verbs.void(purchase, me(), form.reason.data, on=form.happened_on.data)
    return {"on": form.happened_on.data.isoformat(), "reason": form.reason.data}


def _unvoid(purchase: Purchase, form: forms.UnvoidForm) -> Details:
    verbs.unvoid(purchase, me(), form.reason.data)
    return {"reason": form.reason.data}


def _repair(purchase: Purchase, form: forms.RepairForm) -> Details:
    verbs.take_in_repair(
        purchase,
        me(),
        requested_on=form.happened_on.data,
        number=form.number.data,
        intake_on=form.intake_on.data,
        handed_back_on=form.handed_back_on.data,
    )
    return {"number": form.number.data}


def _part(purchase: Purchase, form: forms.PartForm) -> Details:
    verbs.replace_part(
        purchase,
        me(),
        component=form.component.data,
        names=form.names,
        on=form.happened_on.data,
        number=form.number.data,
        handed_back_on=form.handed_back_on.data,
        months=form.months.data,
    )
    return {"part": form.component.data, "number": form.number.data}


ACTS: Mapping[str, Act] = {
    act.name: act
    for act in (
        Act("repair", "purchase.repair", _l("Record a repair"), "wrench", forms.RepairForm, _repair),
        Act("part", "purchase.part", _l("Record a replaced part"), "refresh-cw", forms.PartForm, _part),
        Act("goodwill", "purchase.goodwill", _l("Give goodwill"), "gift", forms.GoodwillForm, _goodwill),
        Act(
            "extension",
            "purchase.extend",
            _l("Sell an extension plan"),
            "calendar-plus",
            forms.ExtensionForm,
            _extend,
        ),
        Act(
            "delivery",
            "purchase.deliver",
            _l("Record the delivery"),
            "package-check",
            forms.DeliveryForm,
            _deliver,
        ),
        Act(
            "correction",
            "purchase.correct",
            _l("Correct the registration"),
            "pencil",
            forms.CorrectionForm,
            _correct,
        ),
        Act("void", "purchase.void", _l("Void the cover"), "shield-x", forms.VoidForm, _void),
        Act("unvoid", "purchase.unvoid", _l("Restore the cover"), "undo-2", forms.UnvoidForm, _unvoid),
    )
}


def possible(purchase: Purchase, is_void: bool) -> list[Act]:
    """Return what can be done to this purchase now: nothing while it is pending or once it has ended."""
    if purchase.confirmed_at is None or not purchase.is_active:
        return []
    missing = "void" if is_void else "unvoid"
    return [act for act in ACTS.values() if act.name != missing]


def open_repairs(events: list[CoverEvent]) -> list[CoverEvent]:
    """Return the stays in the workshop that have not ended."""
    return [event for event in events if event.kind == "repair" and event.handed_back_on is None]


def repair_of(purchase: Purchase, ref: str) -> CoverEvent:
    """Return a repair of this purchase; else 404."""
    wanted = select(CoverEvent).filter_by(purchase_id=purchase.id, ref=ref, kind="repair")
    return find.or_404(db.session.scalar(wanted))

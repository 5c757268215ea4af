"""One customer's story in one column: registrations, cover events, services, messages, acts of staff."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, func, select

from webapp.accounts.models import User
from webapp.core.audit import AuditEntry
from webapp.core.db import db
from webapp.core.i18n import _, in_language
from webapp.maintenance.models import PlanItem, RecordKind, ServiceRecord
from webapp.notifications.models import Delivery, Notification
from webapp.products.models import Purchase
from webapp.staff.audit_list import entries
from webapp.staff.trail import act_text
from webapp.warranty.event_wording import event_words
from webapp.warranty.models import CoverEvent

LENGTH = 40


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened, as staff read it. `lang` is set where the words are in another language.

    `day` is set where only the day is known; such a moment stands at noon of it.
    """

    at: datetime
    icon: str
    title: str
    sub: str = ""
    href: str | None = None
    tone: str = "plain"
    lang: str | None = None
    day: date | None = None


def of(
    customer: User, purchases: list[Purchase], before: datetime | None = None
) -> tuple[list[Moment], datetime | None]:
    """Return the latest moments before an instant, newest first, and where to go on (None at the end)."""
    sources = (_registrations, _cover, _services, _messages, _acts)
    found = [moment for source in sources for moment in source(customer, purchases, before)]
    kept = sorted((m for m in found if before is None or m.at < before), key=lambda m: m.at, reverse=True)
    return kept[:LENGTH], kept[LENGTH - 1].at if len(kept) > LENGTH else None


def _latest(statement: Select[*tuple[Any, ...]], column: Any, before: date | None) -> Any:
    if before is not None:
        statement = statement.where(column < before)
    return db.session.execute(statement.order_by(column.desc()).limit(LENGTH + 1)).all()


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def _day(before: datetime | None) -> date | None:
    """The first day whose moments have all been shown: noon may still lie before the instant."""
    return before.date() + timedelta(days=1) if before else None


def _registrations(_customer: User, purchases: list[Purchase], _before: datetime | None) -> Iterator[Moment]:
    for purchase in purchases:
        name, href = in_language(purchase.model.names), f"/staff/purchases/{purchase.ref}"
        yield Moment(
            purchase.registered_at,
            "package",
            _("Registered %(product)s", product=name),
            purchase.serial_number,
            href,
        )
        if purchase.rejected_at:
            title = _("Registration of %(product)s rejected", product=name)
            yield Moment(purchase.rejected_at, "x", title, purchase.rejected_reason, href, "bad")
        elif purchase.ended_at:
            yield Moment(
                purchase.ended_at, "archive", _("No longer has %(product)s", product=name), "", href, "warn"
            )


def _cover(_customer: User, purchases: list[Purchase], before: datetime | None) -> Iterator[Moment]:
    refs = {purchase.id: purchase.ref for purchase in purchases}
    rows = select(CoverEvent).where(CoverEvent.purchase_id.in_(refs))
    for (event,) in _latest(rows, CoverEvent.happened_on, _day(before)):
        href, day = f"/staff/purchases/{refs[event.purchase_id]}", event.happened_on
        yield Moment(_noon(day), "shield", event_words(event), "", href, "info", day=day)


def _services(_customer: User, purchases: list[Purchase], before: datetime | None) -> Iterator[Moment]:
    words = {
        RecordKind.DONE: _("Service done"),
        RecordKind.SKIPPED: _("Service skipped"),
        RecordKind.SNOOZED: _("Service put off"),
    }
    refs = {purchase.id: purchase.ref for purchase in purchases}
    rows = select(ServiceRecord, PlanItem.names).join(PlanItem, PlanItem.id == ServiceRecord.plan_item_id)
    rows = rows.where(ServiceRecord.purchase_id.in_(refs))
    for record, names in _latest(rows, ServiceRecord.happened_on, _day(before)):
        href, day = f"/staff/purchases/{refs[record.purchase_id]}", record.happened_on
        title = words[RecordKind(record.kind)]
        yield Moment(_noon(day), "wrench", title, in_language(names), href, "ok", day=day)


def _messages(customer: User, _purchases: list[Purchase], before: datetime | None) -> Iterator[Moment]:
    """What was told, and whether a device proved to have shown it; never where it went."""
    shown = select(func.min(Delivery.shown_at)).where(Delivery.notification_id == Notification.id)
    rows = select(Notification, shown.scalar_subquery().label("shown_at")).where(
        Notification.user_id == customer.id
    )
    for told, shown_at in _latest(rows, Notification.created_at, before):
        sub = _("Shown on a device") if shown_at else _("In the inbox, not shown on a device")
        yield Moment(
            told.created_at, "bell", told.title, sub, None, "brand" if shown_at else "plain", told.lang
        )


def _acts(customer: User, purchases: list[Purchase], before: datetime | None) -> Iterator[Moment]:
    subjects = [f"customer:{customer.id}", *(f"purchase:{purchase.ref}" for purchase in purchases)]
    rows = entries().order_by(None).where(AuditEntry.subject.in_(subjects))
    for entry, by_name in _latest(rows, AuditEntry.created_at, before):
        by = by_name or _("Erased account")
        yield Moment(entry.created_at, "user-plus", act_text(entry.act), by, None, "info")

"""What a reminder says, in the person's language, and the keys under which it is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from webapp.accounts.models import User
from webapp.core.i18n import _, _n, format_date, in_language, speaking
from webapp.maintenance.models import Kind, PlanItem
from webapp.notifications.telling import Action, Message, Topic
from webapp.products.models import Model, Purchase
from webapp.reminders.models import Reminder, Subject
from webapp.reminders.planning import local_day

# A reminder that reached no device within a day says nothing useful any more; the next stage will.
TELLING_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Told:
    """A reminder with everything its text needs; `item` is None for cover."""

    reminder: Reminder
    person: User
    purchase: Purchase
    model: Model
    item: PlanItem | None

    @property
    def product(self) -> str:
        """What the person calls the product."""
        return self.purchase.nickname or in_language(self.model.names)


def key_prefix_of_due(due_id: int) -> str:
    """Every notification about a due has a key that begins so."""
    return f"service:{due_id}:"


def key_prefix_of_cover(purchase_id: int) -> str:
    """Every notification about the end of a purchase's cover has a key that begins so."""
    return f"cover:{purchase_id}:"


def message_of(told: Told, now: datetime) -> Message:
    """Write the message in the person's language, its days counted from their today."""
    reminder, person = told.reminder, told.person
    days = (reminder.due_on - local_day(now, person.zone)).days
    with speaking(person.locale):
        if reminder.subject_kind == Subject.COVER or told.item is None:
            key = f"{key_prefix_of_cover(reminder.purchase_id)}{reminder.occurrence}:{reminder.stage}"
            topic, title, actions = Topic.WARRANTY_ENDING, _cover_title(days), []
            body = _(
                "%(product)s: covered until %(date)s", product=told.product, date=format_date(reminder.due_on)
            )
        else:
            key = f"{key_prefix_of_due(reminder.due_id or 0)}{reminder.stage}"
            topic, title = Topic.SERVICE_DUE, service_title(told.item.title, days)
            actions = _actions(reminder.due_id or 0, told.item.kind)
            body = _service_body(told.product, reminder.due_on, days)
    return Message(
        topic=topic,
        title=title,
        body=body,
        path=f"/products/{told.purchase.ref}",
        key=key,
        lang=person.locale,
        expires_at=now + TELLING_FOR,
        actions=actions,
        reminder_ref=str(reminder.id),
    )


def service_title(what: str, days: int) -> str:
    """Say what is due and how near: "Replace filter no. 1 in 5 days"."""
    if days == 0:
        return _("%(what)s today", what=what)
    if days == 1:
        return _("%(what)s tomorrow", what=what)
    if days > 1:
        return _n("%(what)s in %(num)s day", "%(what)s in %(num)s days", days, what=what)
    return _n("%(what)s: %(num)s day overdue", "%(what)s: %(num)s days overdue", -days, what=what)


def _service_body(product: str, due_on: date, days: int) -> str:
    if days < 0:
        return _("%(product)s: was due on %(date)s", product=product, date=format_date(due_on))
    return _("%(product)s: due on %(date)s", product=product, date=format_date(due_on))


def _cover_title(days: int) -> str:
    if days <= 0:
        return _("Warranty ends today")
    return _n("Warranty ends in %(num)s day", "Warranty ends in %(num)s days", days)


def _actions(due_id: int, kind: str) -> list[Action]:
    done = Action("done", _("Done"), f"/dues/{due_id}/completion")
    snooze = Action("snooze", _("Snooze"), f"/dues/{due_id}/snooze")
    book = Action("book", _("Book"), f"/book?due={due_id}")
    # Phones show the first two: what the person can do there comes first.
    return [book, snooze, done] if kind == Kind.BOOKING else [done, snooze, book]

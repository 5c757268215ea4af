"""What the book of reminders does when a fact changes. Everything happens in the fact's own transaction."""

from typing import Any

from webapp.accounts import signals as accounts
from webapp.accounts.models import User
from webapp.maintenance import signals as maintenance
from webapp.maintenance.models import Due
from webapp.notifications.telling import cancel_for
from webapp.products import signals as products
from webapp.products.models import Purchase
from webapp.reminders import book
from webapp.reminders.models import Reminder
from webapp.reminders.texts import key_prefix_of_cover, key_prefix_of_due
from webapp.warranty import signals as warranty


@maintenance.due_opened.connect
@maintenance.due_moved.connect
def plan_due(due: Due, **_facts: Any) -> None:
    """A date is known or another one now."""
    book.plan_due(due)


@maintenance.due_snoozed.connect
def quieten_due(due: Due, **_facts: Any) -> None:
    """Put off: silent until then, and what was told of it has been answered."""
    book.plan_due(due)
    cancel_for(key_prefix_of_due(due.id))


@maintenance.due_closed.connect
def forget_due(due: Due, **_facts: Any) -> None:
    """Nothing more to tell, and what was told no longer holds."""
    book.cancel_due(due)
    cancel_for(key_prefix_of_due(due.id))


@warranty.cover_rebuilt.connect
def plan_cover(purchase: Purchase, **_facts: Any) -> None:
    """The last days of cover are others now."""
    book.plan_cover(purchase)


@products.purchase_ended.connect
@products.purchase_rejected.connect
def forget_purchase(purchase: Purchase, **_facts: Any) -> None:
    """The unit is no longer this person's: nothing about it is told any more."""
    book.cancel(Reminder.purchase_id == purchase.id)
    cancel_for(key_prefix_of_cover(purchase.id))


@accounts.times_changed.connect
def plan_person(person: User, **_facts: Any) -> None:
    """The person's clock or hours are others now."""
    book.plan_person(person)


@accounts.user_erased.connect
def forget_person(person: User, **_facts: Any) -> None:
    """An erased person is told nothing."""
    book.cancel(Reminder.user_id == person.id)

"""What maintenance does when something happens to a purchase: every fact leads to the same recalculation."""

from typing import Any

from webapp.accounts import signals as accounts
from webapp.accounts.models import User
from webapp.maintenance import dues, records
from webapp.products import signals as products
from webapp.products.models import Purchase


@products.purchase_registered.connect
@products.purchase_confirmed.connect
@products.purchase_changed.connect
@products.purchase_transferred.connect
def lay_out(purchase: Purchase, **_facts: Any) -> None:
    """Open or move what its plan asks for; a transferred unit brings its history along."""
    dues.recalculate(purchase)


@products.purchase_ended.connect
@products.purchase_rejected.connect
def close_all(purchase: Purchase, **_facts: Any) -> None:
    """Nothing is due on a unit that is gone."""
    dues.withdraw_all(purchase)


@accounts.user_erased.connect
def forget_person(person: User, **_facts: Any) -> None:
    """What was done stays with the unit, the person's words and pictures go."""
    records.forget(person)

"""Customers: search, and one file each."""

from flask import Response, request
from sqlalchemy import select

from webapp.accounts.models import User
from webapp.core import clock
from webapp.core.access import allow
from webapp.core.db import db
from webapp.core.limits import limit
from webapp.core.web import page
from webapp.products.models import Purchase
from webapp.staff import find, lookup, timeline
from webapp.staff.blueprint import bp
from webapp.staff.paging import Page, instant, next_after, page_of, whole_number
from webapp.warranty.cover import summaries


@bp.route("/customers")
@allow.staff
@limit("60/minute", methods=("GET",))
def customers() -> Response:
    asked = request.args.get("q", "")
    wanted = lookup.customers(asked)
    if after := whole_number("after"):
        wanted = wanted.where(User.id > after)
    found = page_of(wanted, key=lambda row: row.User.id)
    return page(
        "staff/customers/list.html", part="staff/customers/_rows.html", found=found, asked=asked.strip()
    )


@bp.route("/customers/<int:person_id>")
@allow.staff
def customer(person_id: int) -> Response:
    person = find.person(person_id)
    purchases = purchases_of(person)
    moments, go_on = timeline.of(person, purchases, instant("after"))
    return page(
        "staff/customers/detail.html",
        part="staff/customers/_moments.html",
        person=person,
        purchases=purchases,
        covers=summaries([purchase.id for purchase in purchases], clock.today(person.zone)),
        found=Page(moments, next_after(go_on.isoformat()) if go_on else None),
    )


def purchases_of(person: User) -> list[Purchase]:
    """Everything the customer has or had, what they still have first."""
    wanted = select(Purchase).where(Purchase.owner_id == person.id)
    return list(db.session.scalars(wanted.order_by(Purchase.ended_at.is_not(None), Purchase.id.desc())))

"""The pages people come for: landing or dashboard, products, one product, settings, booking."""

from collections.abc import Sequence
from typing import Any

from flask import Response, request

from webapp.accounts import settings as account_settings
from webapp.accounts.current import me, someone
from webapp.accounts.models import User
from webapp.core.access import allow
from webapp.core.db import db
from webapp.core.web import page, row_id
from webapp.home.offline import kept
from webapp.home.routes import bp
from webapp.home.shelf import nearest_first, shelf
from webapp.maintenance.models import Due
from webapp.maintenance.records import history_of
from webapp.maintenance.views import care_plan_of, view_of
from webapp.notifications.models import Notification
from webapp.notifications.switches import switches_of
from webapp.products.scope import purchase_for
from webapp.warranty.cover import cover_of

EVERYTHING = 100
STRIP = 8
LATEST = 3


@bp.route("/")
@allow.everyone
def start() -> Response:
    """The landing page for a visitor; for who is signed in, what is due next."""
    person = someone()
    return kept(page("home/landing.html") if person is None else _dashboard(person))


def _dashboard(person: User) -> Response:
    items = nearest_first(shelf(person, limit=EVERYTHING).items)
    return page(
        "home/dashboard.html",
        person=person,
        items=items[:STRIP],
        next=items[0] if items and items[0].due else None,
        news=_news(person),
    )


def _news(person: User) -> Sequence[Any]:
    """The last things the person was told, as plain rows."""
    columns = (
        Notification.ref,
        Notification.title,
        Notification.path,
        Notification.lang,
        Notification.created_at,
    )
    told = Notification.inbox_of(person.id).with_only_columns(*columns).order_by(Notification.id.desc())
    return db.session.execute(told.limit(LATEST)).all()


@bp.route("/products")
@allow.signed_in
def products() -> Response:
    """What the person has, 20 at a time."""
    things = shelf(me(), after=request.args.get("after", type=row_id))
    return kept(page("home/products.html", part="home/_shelf.html", shelf=things))


@bp.route("/products/<ref>")
@allow.signed_in
def product(ref: str) -> Response:
    """One product whole: what it is, its cover, its care plan, its history, its papers. Six statements."""
    person = me()
    purchase = purchase_for(person, ref)
    return kept(
        page(
            "home/product.html",
            purchase=purchase,
            is_owner=purchase.owner_id == person.id,
            cover=cover_of(purchase),
            care=care_plan_of(purchase),
            history=history_of(purchase, LATEST),
        )
    )


@bp.route("/settings")
@allow.signed_in
def settings() -> Response:
    """Everything a person decides about themselves and this phone, each part by the room it belongs to."""
    person = me()
    return page("home/settings.html", topics=switches_of(person), **account_settings.forms_for(person))


@bp.route("/book")
@allow.signed_in
def book() -> Response:
    """Say when booking opens, and keep what it was wanted for."""
    due = db.session.scalar(Due.visible_to(me()).where(Due.id == request.args.get("due", type=row_id)))
    ref = request.args.get("product")
    purchase = purchase_for(me(), ref) if ref else due.purchase if due else None
    return page("home/book.html", due=view_of(due) if due else None, purchase=purchase)

"""The pages people come for: landing or dashboard, products, one product, settings, booking."""

from collections.abc import Sequence
from typing import Any

from flask import Response, request

from webapp.accounts.current import me, someone
from webapp.accounts.models import User
from webapp.core.access import allow
from webapp.core.db import db
from webapp.core.web import page
from webapp.home.offline import kept
from webapp.home.routes import bp
from webapp.home.shelf import next_thing, shelf
from webapp.notifications.models import Notification

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
    items, _more = shelf(person, limit=EVERYTHING)
    return page(
        "home/dashboard.html",
        person=person,
        items=items[:STRIP],
        count=len(items),
        next=next_thing(items),
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
    items, following = shelf(me(), after=request.args.get("after", type=int))
    return kept(page("home/products.html", part="home/_shelf.html", items=items, following=following))

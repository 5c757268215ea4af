"""The application: `benchmarks.docs_way.app:create_app()`."""

from datetime import date
from pathlib import Path
from typing import Any

from flask import Flask, render_template
from flask_babel import Babel, format_date, format_timedelta
from flask_login import LoginManager, UserMixin, current_user, login_required
from jinja2 import ChoiceLoader, FileSystemLoader
from sqlalchemy import func, or_, select

from webapp.accounts.models import User
from webapp.core.config import ROOT
from webapp.core.db import db
from webapp.maintenance.models import Due
from webapp.notifications.models import Notification
from webapp.products.models import Purchase, PurchaseShare
from webapp.warranty.models import CoverLine

HERE = Path(__file__).parent
babel, login_manager = Babel(), LoginManager()
LANGUAGES = {"en": "English", "vi": "Tiếng Việt", "ru": "Русский", "th": "ไทย"}
SOON = 60


class Person(UserMixin):
    """What Flask-Login hands to views: the entity, known by its id."""

    def __init__(self, user: User) -> None:
        self.user, self.id, self.locale, self.role = user, user.id, user.locale, user.role


@login_manager.user_loader
def load_user(user_id: str) -> Person | None:
    user = db.session.get(User, int(user_id))
    return Person(user) if user else None


def get_locale() -> str:
    return str(current_user.locale) if current_user.is_authenticated else "en"


def in_language(names: dict[str, str]) -> str:
    return names.get(get_locale()) or names["en"]


def create_app(database: str, secret: str) -> Flask:
    """Build it the way the quickstarts do."""
    app = Flask(__name__)
    app.config.update(SQLALCHEMY_DATABASE_URI=database, SECRET_KEY=secret, BRAND_NAME="Aftercare")
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(ROOT / "translations")
    app.jinja_loader = ChoiceLoader(
        [FileSystemLoader(HERE / "templates"), FileSystemLoader(ROOT / "templates")]
    )
    db.init_app(app)
    babel.init_app(app, locale_selector=get_locale)
    login_manager.init_app(app)
    app.jinja_env.filters |= {"dateformat": format_date, "timedelta": format_timedelta}
    app.jinja_env.globals |= {
        "in_language": in_language,
        "current_locale": get_locale,
        "language_names": LANGUAGES,
        "asset": "/assets/0123456789ab/".__add__,
    }
    app.add_url_rule("/products", "products", products)
    app.context_processor(count_unread)
    return app


def count_unread() -> dict[str, Any]:
    unread = select(func.count(Notification.id)).where(
        Notification.user_id == current_user.id,
        Notification.read_at.is_(None),
        Notification.cancelled_at.is_(None),
    )
    return {"unread": db.session.scalar(unread)}


@login_required
def products() -> str:
    """Show what the person has."""
    shared = select(PurchaseShare.purchase_id).where(PurchaseShare.user_id == current_user.id)
    mine = or_(Purchase.owner_id == current_user.id, Purchase.id.in_(shared))
    query = select(Purchase).where(mine, Purchase.ended_at.is_(None)).order_by(Purchase.id.desc())
    page = db.paginate(query, per_page=20)
    ids = [purchase.id for purchase in page.items]
    lines: dict[int, list[CoverLine]] = {}
    for line in db.session.scalars(select(CoverLine).where(CoverLine.purchase_id.in_(ids))):
        lines.setdefault(line.purchase_id, []).append(line)
    dues: dict[int, Due] = {}
    query = select(Due).where(Due.purchase_id.in_(ids), Due.state == "open").order_by(Due.due_on)
    for due in db.session.scalars(query):
        dues.setdefault(due.purchase_id, due)
    today = date.today()
    ends = {purchase_id: last_day(found) for purchase_id, found in lines.items()}
    return render_template("products.html", page=page, ends=ends, dues=dues, today=today, soon=SOON)


def last_day(lines: list[CoverLine]) -> date:
    promised = [line for line in lines if line.component == "unit" and line.guarantor != "law"]
    return max(line.ends_on for line in promised or lines)

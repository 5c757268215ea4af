"""The room's pages: `pages` for people, `phone` for what browsers ask for on their own."""

from flask import Blueprint

bp = Blueprint("home", __name__)

from webapp.home.routes import pages, phone, sharing  # noqa: E402,F401

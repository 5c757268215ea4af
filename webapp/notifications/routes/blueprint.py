"""The blueprint all pages of this room hang on."""

from flask import Blueprint

bp = Blueprint("notifications", __name__)

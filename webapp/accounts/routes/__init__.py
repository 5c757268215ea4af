"""Pages of the accounts room, by what a person came for."""

from webapp.accounts.routes import (
    devices,
    enter,
    leave,
    preferences,
    recovery,
    second_factor,
    security,
)
from webapp.accounts.routes.blueprint import bp

__all__ = ["bp", "devices", "enter", "leave", "preferences", "recovery", "second_factor", "security"]

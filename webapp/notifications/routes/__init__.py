"""Pages and interfaces of the notifications room."""

from webapp.notifications.routes import devices, inbox, topics
from webapp.notifications.routes.blueprint import bp

__all__ = ["bp", "devices", "inbox", "topics"]

"""The people of the demo. Password of all: ``aftercare-demo``."""

from __future__ import annotations

from typing import Any

from webapp.accounts.models import Role, User
from webapp.core import clock

PASSWORD = "aftercare-demo"

# address: (name, role, language, zone, country)
PEOPLE: dict[str, tuple[str, Role, str, str, str]] = {
    "customer.vi@example.com": ("Linh Nguyễn", Role.CUSTOMER, "vi", "Asia/Ho_Chi_Minh", "VN"),
    "customer.ru@example.com": ("Ильдар Хасанов", Role.CUSTOMER, "ru", "Europe/Moscow", "RU"),
    "customer.th@example.com": ("สมชาย ใจดี", Role.CUSTOMER, "th", "Asia/Bangkok", "TH"),
    "customer.en@example.com": ("Emma Clarke", Role.CUSTOMER, "en", "Europe/London", "GB"),
    "agent@example.com": ("Mai Trần", Role.AGENT, "en", "Asia/Ho_Chi_Minh", "VN"),
    "editor@example.com": ("Oliver Grant", Role.EDITOR, "en", "Europe/London", "GB"),
    "admin@example.com": ("Ada Novak", Role.ADMIN, "en", "Europe/London", "GB"),
}


def load(world: dict[str, Any]) -> None:
    """Make who is missing and put everyone into ``world["people"]`` by address. Safe to repeat."""
    world["people"] = {email: User.with_email(email) or _make(email) for email in PEOPLE}


def _make(email: str) -> User:
    name, role, locale, zone, country = PEOPLE[email]
    user = User.register(
        email=email, password=PASSWORD, name=name, locale=locale, zone=zone, country=country, role=role
    )
    user.email_verified_at = clock.now()
    return user

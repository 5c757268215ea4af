"""The small named world of the tests: who is there and what they have. Made with the real verbs."""

from datetime import date
from functools import cached_property
from typing import Any

from webapp.accounts.models import User
from webapp.core import clock
from webapp.core.db import db
from webapp.products.models import Category, Model, Purchase, Serial

# name: (full name, role, locale, zone, country)
PEOPLE: dict[str, tuple[str, str, str, str, str]] = {
    "owner": ("Linh Nguyễn", "customer", "vi", "Asia/Ho_Chi_Minh", "VN"),
    "family": ("Minh Nguyễn", "customer", "vi", "Asia/Ho_Chi_Minh", "VN"),
    "stranger": ("Ivan Petrov", "customer", "ru", "Europe/Moscow", "RU"),
    "agent": ("Anna Agent", "agent", "en", "Europe/London", "GB"),
    "editor": ("Eddie Editor", "editor", "en", "Europe/London", "GB"),
    "admin": ("Ada Admin", "admin", "en", "Europe/London", "GB"),
}
PASSWORD = "a long test password"
SERIALS = ("7KX2-0194-55", "7KX2-0194-56", "7KX2-0195-10", "7KX2-0196-01")


class World:
    """People and things by name; everything is committed, so that requests see it."""

    def __init__(self) -> None:
        self._people: dict[str, int] = {}

    def person(self, name: str) -> User:
        if name not in self._people:
            full, role, locale, zone, country = PEOPLE[name]
            person = User.register(
                email=f"{name}@example.com",
                password=PASSWORD,
                name=full,
                role=role,
                locale=locale,
                zone=zone,
                country=country,
            )
            person.email_verified_at = clock.now()
            db.session.commit()
            self._people[name] = person.id
        return db.session.get_one(User, self._people[name])

    @cached_property
    def category(self) -> Category:
        return self._keep(Category(slug="water-purifiers", names=_names("Water purifiers"), icon="droplets"))

    @cached_property
    def purifier(self) -> Model:
        return self._keep(
            Model(
                sku="RO-9",
                gtin="08930000000019",
                category_id=self.category.id,
                names=_names("RO-9 Slim"),
                picture="purifier-counter",
                serial_pattern=r"[0-9A-Z]{4}-?[0-9]{4}-?[0-9]{2}",
                on_sale_from=date(2024, 1, 1),
                usage_unit="litres",
            )
        )

    @cached_property
    def washer(self) -> Model:
        return self._keep(
            Model(
                sku="W-8",
                gtin="08930000000026",
                category_id=self.category.id,
                names=_names("W-8 Inverter"),
                picture="washer-front",
                serial_pattern=r"WA8-[0-9A-Z]{4}-[0-9]{4}",
                on_sale_from=date(2024, 1, 1),
                usage_unit="cycles",
            )
        )

    @cached_property
    def serial(self) -> Serial:
        """An issued purifier nobody has registered."""
        return self._keep(Serial(model_id=self.purifier.id, number=SERIALS[1]))

    @cached_property
    def purchase(self) -> Purchase:
        """The owner's confirmed purifier, bought 14 March 2025."""
        return self.buy("owner", self.purifier, SERIALS[0], date(2025, 3, 14))

    def buy(self, name: str, model: Model, number: str, bought_on: date, **more: Any) -> Purchase:
        """Register an issued unit for a person."""
        person = self.person(name)
        if not Serial.issued(number, model):
            self._keep(Serial(model_id=model.id, number=number))
        purchase = Purchase.register(
            person, model, number, bought_on, country=person.country, zone=person.zone, **more
        )
        db.session.commit()
        return purchase

    @staticmethod
    def _keep(row: Any) -> Any:
        db.session.add(row)
        db.session.commit()
        return row


def _names(name: str) -> dict[str, str]:
    return dict.fromkeys(("en", "vi", "ru", "th"), name)

"""What the demo's customers own: one purchase in every state there is, dated from today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from webapp.core import clock
from webapp.core.calendar import add_months
from webapp.core.db import db
from webapp.products.models import Dispute, Purchase, PurchaseShare
from webapp.products.models.purchase import Ending


@dataclass(frozen=True, slots=True)
class Owned:
    """A purchase to be: whose, which model and its n-th serial, bought so many months and days ago."""

    who: str
    model: str
    n: int
    months: int
    days: int = 0
    nickname: str = ""
    place: str = ""
    retailer: str = ""


# Two years is the usual cover in the demo: 24 months less some days is about to end.
OWNED = (
    Owned("vi", "purifier", 1, 20, 7, "Máy lọc nước bếp", "Bếp", "Điện máy Hồng Hà"),
    Owned("vi", "washer", 0, 24, -21, "Máy giặt", "Ban công", "Điện máy Hồng Hà"),
    Owned("vi", "aircon", 1, 70, 0, "Máy lạnh phòng khách", "Phòng khách", "Siêu thị Bến Thành"),
    Owned("vi", "escooter", 1, 10, 3, "Xe đi làm", "", "Xe điện Thăng Long"),
    Owned("vi", "portable", 1, 40, 0, "", "", "Điện máy Hồng Hà"),
    Owned("ru", "washer", 1, 13, 5, "Стиралка", "Ванная", "Магазин «Идель»"),
    Owned("ru", "aircon", 2, 24, -40, "", "Гостиная", "Магазин «Идель»"),
    Owned("ru", "oven", 2, 61, 0, "", "Кухня", "Дом техники"),
    Owned("ru", "vacuum", 2, 7, 0, "", "", "Дом техники"),
    Owned("th", "scooter", 1, 5, 20, "รถไปทำงาน", "", "เชียงใหม่ยานยนต์"),
    Owned("th", "undersink", 1, 17, 0, "เครื่องกรองน้ำที่บ้าน", "ห้องครัว", "ล้านนาอิเล็กทริก"),
    Owned("th", "aircon", 3, 24, -55, "แอร์ห้องนอน", "ห้องนอน", "ล้านนาอิเล็กทริก"),
    Owned("th", "ricecooker", 1, 64, 0, "", "ห้องครัว", "ล้านนาอิเล็กทริก"),
    Owned("en", "purifier", 2, 5, 12, "Kitchen purifier", "Kitchen", "Harbour Appliances"),
    Owned("en", "oven", 1, 9, 2, "", "Kitchen", "Harbour Appliances"),
    Owned("en", "toploader", 1, 24, -30, "Utility room washer", "Utility room", "Harbour Appliances"),
    Owned("en", "vacuum", 1, 66, 0, "", "", "Mill Lane Electrics"),
    Owned("en", "hood", 1, 18, 0, "", "Kitchen", "Mill Lane Electrics"),
)
# Serials nobody issued wait for staff.
PENDING = (
    ("vi", "ricecooker", "RC18-7310-42"),
    ("th", "blender", "BL5-5521-07"),
    ("ru", "hood", "RH70-9000-11"),
    ("en", "blender", "BL5-5077-30"),
)


def load_purchases(world: dict[str, Any]) -> dict[str, Purchase]:
    """Register everything and bring each purchase into its state; return them by "<customer>.<model>"."""
    made = {f"{owned.who}.{owned.model}": _buy(owned, world) for owned in OWNED}
    made |= {f"{who}.{model}": _wait(who, model, number, world) for who, model, number in PENDING}
    agent = world["people"]["agent@example.com"]
    made["ru.hood"].ask_better_photo(agent)
    made["en.blender"].reject(agent, "The number on the photo belongs to a product of another brand.")
    made["vi.portable"].end(Ending.RETIRED)
    made["en.vacuum"].end(Ending.SOLD)
    _share(made["en.oven"], world["people"]["customer.vi@example.com"])
    _share(made["vi.purifier"], world["people"]["customer.en@example.com"])
    _dispute(made["ru.vacuum"], world["people"]["customer.en@example.com"])
    return made


def _buy(owned: Owned, world: dict[str, Any]) -> Purchase:
    person, model = _person(owned.who, world), world["models"][owned.model]
    day = add_months(clock.today(person.zone), -owned.months) - timedelta(days=owned.days)
    registered = _noon(day + timedelta(days=1))
    purchase = Purchase.register(
        person,
        model,
        world["serials"][owned.model][owned.n].number,
        day,
        country=person.country,
        nickname=owned.nickname,
        place=owned.place,
        retailer=owned.retailer,
        registered_at=registered,
    )
    purchase.confirmed_at = registered
    return purchase


def _wait(who: str, key: str, number: str, world: dict[str, Any]) -> Purchase:
    person, model = _person(who, world), world["models"][key]
    day = clock.today(person.zone) - timedelta(days=4)
    return Purchase.register(person, model, number, day, country=person.country)


def _share(purchase: Purchase, person: Any) -> None:
    db.session.add(PurchaseShare(purchase_id=purchase.id, user_id=person.id))


def _dispute(purchase: Purchase, claimant: Any) -> Dispute:
    day = purchase.bought_on - timedelta(days=10)
    statement = "I bought it new at Mill Lane Electrics and have the receipt; the box was open when it came."
    return Dispute.open(claimant, purchase, statement=statement, bought_on=day, country="GB", retailer="")


def _person(who: str, world: dict[str, Any]) -> Any:
    return world["people"][f"customer.{who}@example.com"]


def _noon(day: date) -> datetime:
    return min(datetime.combine(day, time(12), tzinfo=UTC), clock.now())

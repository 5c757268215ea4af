"""Registering: one unit, one person, one record."""

from datetime import date

import pytest

from tests.world import World
from webapp.accounts.models import User
from webapp.core.db import db
from webapp.products import errors, signals
from webapp.products.models import Purchase, Serial
from webapp.products.models.purchase import Ending

DAY = date(2025, 3, 14)


def register(person: User, world: World, serial: str = "7KX2-0194-56", day: date = DAY) -> Purchase:
    world.serial  # noqa: B018 -- the issued unit everybody wants
    return Purchase.register(person, world.purifier, serial, day, country="VN")


def test_an_issued_serial_is_confirmed_at_once(owner: User, world: World) -> None:
    purchase = register(owner, world)
    assert (purchase.owner_id, purchase.serial_id) == (owner.id, world.serial.id)
    assert not purchase.is_pending


def test_however_it_is_typed_it_is_the_same_record(owner: User, world: World) -> None:
    first = register(owner, world)
    assert register(owner, world, " 7kx2–0194 – 56") is first
    assert register(owner, world, "7KX2019456", date(2026, 1, 1)) is first
    assert first.bought_on == DAY


def test_an_unknown_serial_of_the_right_shape_waits_for_staff(owner: User, world: World) -> None:
    purchase = register(owner, world, "9ZZ2-0000-01")
    assert purchase.is_pending
    assert purchase.serial_id is None


def test_a_taken_serial_is_refused_without_a_word_about_its_owner(
    owner: User, stranger: User, world: World
) -> None:
    register(owner, world)
    with pytest.raises(errors.SerialTaken) as refused:
        register(stranger, world)
    assert owner.name not in str(refused.value)


def test_what_ended_can_be_registered_again_and_keeps_its_history(
    owner: User, stranger: User, world: World
) -> None:
    first = register(owner, world)
    first.end(Ending.SOLD)
    second = register(stranger, world)
    assert second.previous_id == first.id


@pytest.mark.parametrize("day", [date(2025, 3, 15), date(2026, 1, 1)])
def test_a_future_date_is_refused_in_the_zone_of_the_purchase(
    owner: User, world: World, at, day: date
) -> None:
    at("2025-03-14T23:59+07:00")
    with pytest.raises(errors.FutureDate, match="14"):
        register(owner, world, day=day)


def test_today_in_the_zone_is_allowed_although_it_is_yesterday_in_utc(owner: User, world: World, at) -> None:
    at("2025-03-15T00:10+07:00")
    assert register(owner, world, day=date(2025, 3, 15)).bought_on == date(2025, 3, 15)


def test_a_date_before_the_model_was_sold_names_the_bounds(owner: User, world: World, at) -> None:
    at("2025-03-14T12:00+07:00")
    with pytest.raises(errors.BeforeSale) as refused:
        register(owner, world, day=date(2023, 12, 31))
    assert "1 Jan 2024" in str(refused.value)
    assert "14 Mar 2025" in str(refused.value)


def test_a_serial_of_another_model_names_that_model(owner: User, world: World) -> None:
    db.session.add(Serial(model=world.washer, number="WA8-24K0-0155"))
    with pytest.raises(errors.SerialOfAnotherModel, match="W-8 Inverter"):
        register(owner, world, "WA8-24K0-0155")


def test_an_unknown_serial_of_the_wrong_shape_is_refused_with_an_example(owner: User, world: World) -> None:
    world.purifier.serial_example = "7KX2-0194-55"
    with pytest.raises(errors.WrongShape, match="7KX2-0194-55"):
        register(owner, world, "HELLO-1")


def test_the_sixth_unknown_serial_of_an_hour_is_refused(owner: User, world: World) -> None:
    for number in range(5):
        register(owner, world, f"9ZZ2-0000-0{number}")
    with pytest.raises(errors.TooManyUnknown):
        register(owner, world, "9ZZ2-0000-09")


def test_registering_tells_once(owner: User, world: World) -> None:
    heard: list[tuple[str, int]] = []
    note_new = signals.purchase_registered.connect(lambda it: heard.append(("registered", it.id)))
    note_sure = signals.purchase_confirmed.connect(lambda it: heard.append(("confirmed", it.id)))
    first = register(owner, world)
    register(owner, world)
    assert heard == [("registered", first.id), ("confirmed", first.id)]
    del note_new, note_sure

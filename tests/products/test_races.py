"""Two at the same moment: one unit, one record, on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from tests.world import World
from webapp.accounts.models import User
from webapp.core.db import db
from webapp.core.errors import DomainError
from webapp.products import family
from webapp.products.models import FamilyInvitation, Model, Purchase, TransferCode

DAY = date(2025, 3, 14)


def together(app: Flask, *acts: Callable[[], Any]) -> list[Any]:
    """Run acts at once, each in its own transaction; return what each gave or how it was refused."""
    gate = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        with app.app_context():
            gate.wait()
            try:
                result = act()
                db.session.commit()
            except DomainError as refusal:
                db.session.rollback()
                return type(refusal).__name__
            finally:
                db.session.remove()
            return result

    db.session.commit()
    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def registering(person: User, model: Model, serial: str) -> Callable[[], str]:
    person_id, model_id = person.id, model.id

    def register() -> str:
        owner, wanted = db.session.get_one(User, person_id), db.session.get_one(Model, model_id)
        return Purchase.register(owner, wanted, serial, DAY, country="VN").ref

    return register


def test_two_people_for_one_label(app: Flask, world: World, owner: User, stranger: User) -> None:
    number = world.serial.number
    results = together(
        app, registering(owner, world.purifier, number), registering(stranger, world.purifier, number)
    )
    assert results.count("SerialTaken") == 1
    assert db.session.scalar(select(func.count()).select_from(Purchase)) == 1


def test_one_person_tapping_twice_on_two_phones(app: Flask, world: World, owner: User) -> None:
    taps = [registering(owner, world.purifier, world.serial.number) for _tap in range(4)]
    results = together(app, *taps)
    assert len(set(results)) == 1
    assert db.session.scalar(select(func.count()).select_from(Purchase)) == 1


def test_two_people_with_one_transfer_code(app: Flask, world: World, stranger: User) -> None:
    code = TransferCode.issue(world.purchase)

    def redeeming(person: User) -> Callable[[], str]:
        person_id = person.id
        return lambda: TransferCode.redeem(code, db.session.get_one(User, person_id)).ref

    results = together(app, redeeming(stranger), redeeming(world.person("family")))
    assert results.count("CodeRefused") == 1
    active = db.session.scalars(select(Purchase).where(Purchase.ended_at.is_(None))).all()
    assert len(active) == 1


def test_two_transfer_codes_at_once_leave_one_that_works(app: Flask, world: World) -> None:
    purchase_id = world.purchase.id

    def making() -> str:
        return TransferCode.issue(db.session.get_one(Purchase, purchase_id))

    codes = together(app, *[making] * 4)
    assert all(len(code) == 8 for code in codes)
    working = select(func.count()).where(TransferCode.used_at.is_(None), TransferCode.revoked_at.is_(None))
    assert db.session.scalar(working) == 1


def test_invitations_at_once_stay_one_an_address_and_ten_in_all(
    app: Flask, world: World, owner: User
) -> None:
    purchase_id, owner_id = world.purchase.id, owner.id

    def inviting(address: str) -> Callable[[], None]:
        def invite() -> None:
            purchase = db.session.get_one(Purchase, purchase_id)
            family.invite(purchase, db.session.get_one(User, owner_id), address)

        return invite

    together(app, *[inviting("minh@example.com")] * 4)
    assert db.session.scalar(select(func.count()).select_from(FamilyInvitation)) == 1
    together(app, *[inviting(f"p{n}@example.com") for n in range(12)])
    assert db.session.scalar(select(func.count()).select_from(FamilyInvitation)) == family.MOST

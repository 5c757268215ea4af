"""Evidence that won a dispute is the new record's receipt: one file, two records that name it."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage

from tests.products.labels import as_file, label
from tests.world import World
from webapp.accounts import erasing
from webapp.accounts.models import User
from webapp.core import media
from webapp.core.db import db
from webapp.core.media import Media
from webapp.products import receipts
from webapp.products.models import Dispute, Purchase
from webapp.products.models.dispute import Side


def photo() -> FileStorage:
    return FileStorage(as_file(label()), "receipt.jpg")


@pytest.fixture
def won(world: World, stranger: User, agent: User) -> Purchase:
    """The stranger's record after a dispute won with a photo."""
    dispute = Dispute.open(
        stranger,
        world.purchase,
        statement="My wife bought it.",
        bought_on=date(2025, 3, 14),
        country="VN",
        retailer="",
    )
    dispute.evidence_id = receipts.keep_evidence(photo()).id
    stands = dispute.resolve(agent, Side.CLAIMANT)
    db.session.commit()
    return stands


def evidence_of(person: User) -> Media | None:
    dispute = db.session.scalars(select(Dispute).filter_by(claimant_id=person.id)).one()
    return db.session.get(Media, dispute.evidence_id) if dispute.evidence_id else None


def test_a_new_receipt_leaves_the_evidence(won: Purchase, stranger: User) -> None:
    receipts.keep(won, photo())
    db.session.commit()
    kept = evidence_of(stranger)
    assert kept is not None
    assert media.storage().get(kept.key)
    assert won.receipt_id != kept.id


def test_removing_the_receipt_leaves_the_evidence(won: Purchase, stranger: User) -> None:
    receipts.remove(won)
    db.session.commit()
    assert won.receipt_id is None
    assert evidence_of(stranger) is not None


def test_who_won_a_dispute_can_be_erased(won: Purchase, stranger: User) -> None:
    erasing.erase(stranger)
    db.session.commit()
    assert db.session.scalar(select(func.count()).select_from(Media)) == 0


def test_a_file_stays_when_its_removal_is_undone(app: Flask, world: World) -> None:
    receipts.keep(world.purchase, photo())
    db.session.commit()
    receipts.remove(world.purchase)
    db.session.rollback()
    kept = receipts.of(world.purchase)
    assert kept is not None
    assert media.storage().get(kept.key)

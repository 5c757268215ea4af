"""What staff decide, once each, and what the people concerned are told."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.world import World
from webapp.accounts.models import User
from webapp.core.db import db
from webapp.notifications.models import Notification
from webapp.products import errors, signals
from webapp.products.models import Dispute, Purchase, PurchaseShare, Serial, TransferCode
from webapp.products.models.dispute import Side

DAY = date(2025, 3, 14)


@pytest.fixture
def pending(owner: User, world: World) -> Purchase:
    return Purchase.register(owner, world.purifier, "9ZZ2-0000-01", DAY, country="VN")


@pytest.fixture
def dispute(stranger: User, world: World) -> Dispute:
    claim = {"statement": "Mine", "bought_on": DAY, "country": "RU", "retailer": "Магазин"}
    return Dispute.open(stranger, world.purchase, **claim)


def told(person: User) -> list[str]:
    return list(db.session.scalars(select(Notification.title).where(Notification.user_id == person.id)))


def test_approving_confirms_issues_the_serial_and_tells(pending: Purchase, agent: User, owner: User) -> None:
    owner.locale = "en"
    pending.approve(agent)
    assert pending.confirmed_at is not None
    assert Serial.issued("9ZZ2-0000-01")[0].id == pending.serial_id
    assert told(owner) == ["Your product is registered"]


def test_rejecting_ends_it_with_its_reason(pending: Purchase, agent: User, owner: User) -> None:
    owner.locale = "en"
    heard: list[int] = []
    note = signals.purchase_rejected.connect(lambda it: heard.append(it.id))
    pending.reject(agent, "The label belongs to another brand.")
    assert (pending.ended_reason, pending.rejected_reason) == (
        "rejected",
        "The label belongs to another brand.",
    )
    assert heard == [pending.id]
    assert told(owner) == ["Your registration was not accepted"]
    del note


def test_a_rejected_unit_is_free_again(pending: Purchase, agent: User, stranger: User, world: World) -> None:
    pending.reject(agent, "No")
    assert Purchase.register(stranger, world.purifier, "9ZZ2-0000-01", DAY, country="RU").is_pending


@pytest.mark.parametrize("second", ["approve", "reject", "ask_better_photo"])
def test_the_second_decision_is_refused(pending: Purchase, agent: User, second: str) -> None:
    pending.approve(agent)
    reason = ("why",) if second == "reject" else ()
    with pytest.raises(errors.AlreadyReviewed):
        getattr(pending, second)(agent, *reason)


def test_a_dispute_for_the_claimant_moves_the_unit(
    dispute: Dispute, agent: User, owner: User, stranger: User, world: World
) -> None:
    owner.locale = stranger.locale = "en"
    stands = dispute.resolve(agent, Side.CLAIMANT)
    assert (stands.owner_id, stands.previous_id, stands.country) == (stranger.id, world.purchase.id, "RU")
    assert world.purchase.ended_reason == "rejected"
    assert told(stranger) == ["The product is yours now"]
    assert told(owner) == ["A product left your list"]


def test_a_dispute_for_the_holder_changes_nothing(
    dispute: Dispute, agent: User, owner: User, stranger: User, world: World
) -> None:
    stranger.locale = "en"
    assert dispute.resolve(agent, Side.HOLDER) is world.purchase
    assert world.purchase.is_active
    assert (told(stranger), told(owner)) == (["Your claim was not accepted"], [])


def test_a_dispute_is_resolved_once(dispute: Dispute, agent: User) -> None:
    dispute.resolve(agent, Side.HOLDER)
    with pytest.raises(errors.AlreadyResolved):
        dispute.resolve(agent, Side.CLAIMANT)


def test_claiming_twice_is_one_open_claim(dispute: Dispute, stranger: User, world: World) -> None:
    again = Dispute.open(stranger, world.purchase, statement="Again", bought_on=DAY, country="RU")
    assert again is dispute


def test_a_rejected_record_leaves_its_family(
    pending: Purchase, agent: User, family: User, stranger: User
) -> None:
    db.session.add(PurchaseShare(purchase_id=pending.id, user_id=family.id))
    pending.reject(agent, "No")
    assert db.session.scalar(Purchase.visible_to(family)) is None


def test_a_unit_handed_on_meanwhile_still_goes_to_who_proved_it(
    dispute: Dispute, agent: User, family: User, stranger: User, world: World
) -> None:
    family.locale = "en"
    code = TransferCode.issue(world.purchase)
    friend = TransferCode.redeem(code, family)
    stands = dispute.resolve(agent, Side.CLAIMANT)
    assert (stands.owner_id, stands.previous_id) == (stranger.id, friend.id)
    assert friend.ended_reason == "rejected"
    assert told(family) == ["A product left your list"]


def test_a_unit_the_claimant_got_meanwhile_stays_theirs(
    dispute: Dispute, agent: User, stranger: User, world: World
) -> None:
    mine = TransferCode.redeem(TransferCode.issue(world.purchase), stranger)
    assert dispute.resolve(agent, Side.CLAIMANT) is mine
    assert mine.is_active


@pytest.mark.parametrize("side", list(Side))
def test_a_claimant_never_reads_what_the_holder_calls_it(
    dispute: Dispute, agent: User, stranger: User, world: World, side: Side
) -> None:
    world.purchase.nickname = "Linh's kitchen"
    dispute.resolve(agent, side)
    bodies = db.session.scalars(select(Notification.body).where(Notification.user_id == stranger.id)).all()
    assert bodies
    assert not any("Linh" in body for body in bodies)

"""Cover follows the facts: registered, corrected, rejected, handed on, repaired, voided."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.products.test_races import together
from tests.warranty.conftest import PUMP
from tests.warranty.facts import day, maker
from tests.world import World
from webapp.accounts.models import User
from webapp.core import clock
from webapp.core.db import db
from webapp.products import signals
from webapp.products.models import Purchase, TransferCode
from webapp.products.models.purchase import Ending
from webapp.warranty import errors, verbs
from webapp.warranty.cover import cover_of, rebuild, summaries
from webapp.warranty.models import CoverEvent, CoverLine, ExtensionPlan, Policy, WarrantyCard
from webapp.warranty.policies import create_policy, give_policy, preview, publish
from webapp.warranty.signals import cover_rebuilt
from webapp.warranty.standing import Status


@pytest.fixture(autouse=True)
def _today(at) -> None:
    at("2026-11-21T09:00+07:00")


def ends(purchase: Purchase) -> list[str]:
    return [line.ends_on.isoformat() for line in cover_of(purchase).lines]


def test_a_registered_purchase_has_its_lines_and_its_card(purchase: Purchase) -> None:
    assert ends(purchase) == ["2028-03-14", "2027-03-14", "2027-09-14"]
    card = WarrantyCard.of(purchase.id)
    assert card is not None
    assert WarrantyCard.by_token(card.token) is card


def test_cover_is_read_in_one_statement(purchase: Purchase, count_statements: list[str]) -> None:
    db.session.commit()
    _ = purchase.id, purchase.model.names
    count_statements.clear()
    cover = cover_of(purchase)
    assert cover.chart
    assert cover.told[0].sum == "14 Mar 2025 + 36 months = 14 Mar 2028"
    assert len(count_statements) == 1


def test_summaries_take_one_statement_for_all(
    purchase: Purchase, world: World, count_statements: list[str]
) -> None:
    ids = [purchase.id, world.buy("stranger", world.washer, "WA8-24K0-0155", date(2025, 1, 1)).id]
    count_statements.clear()
    found = summaries([*ids, 999_999], clock.today("Asia/Ho_Chi_Minh"))
    assert len(count_statements) == 1
    assert list(found) == ids
    assert (found[ids[0]].status, found[ids[0]].ends_on) == (Status.COVERED, day("2028-03-14"))
    assert (found[ids[1]].status, found[ids[1]].days_left) == (Status.ENDS_SOON, 41)


def test_a_corrected_date_or_country_moves_every_line(purchase: Purchase) -> None:
    purchase.bought_on = day("2025-04-01")
    signals.purchase_changed.send(purchase)
    assert ends(purchase) == ["2028-04-01", "2027-04-01", "2027-10-01"]
    purchase.country = "RU"
    signals.purchase_changed.send(purchase)
    assert ends(purchase) == ["2028-04-01", "2027-04-01", "2027-10-01", "2027-04-01"]


def test_a_rejected_purchase_has_no_cover(purchase: Purchase) -> None:
    purchase.rejected_at = clock.now()
    signals.purchase_rejected.send(purchase)
    assert ends(purchase) == []


def test_a_pending_purchase_shows_its_lines_as_pending(policy: Policy, world: World) -> None:
    owner = world.person("owner")
    pending = Purchase.register(owner, world.purifier, "9ZZ9-1111-22", date(2025, 3, 14), country="VN")
    assert pending.is_pending
    assert cover_of(pending).summary.status is Status.PENDING
    assert summaries([pending.id], day("2026-11-21"))[pending.id].status is Status.PENDING


def test_the_unit_keeps_its_history_with_the_next_owner(
    purchase: Purchase, stranger: User, agent: User
) -> None:
    repaired(purchase, agent)
    heir = TransferCode.redeem(TransferCode.issue(purchase), stranger)
    assert heir.owner_id == stranger.id
    assert ends(heir) == ends(purchase)
    assert len(CoverEvent.of(heir.id)) == 1
    assert WarrantyCard.of(heir.id) is not WarrantyCard.of(purchase.id)


def repaired(purchase: Purchase, by: User) -> CoverEvent:
    return verbs.take_in_repair(
        purchase, by, requested_on=day("2026-08-01"), intake_on=day("2026-08-03"),
        handed_back_on=day("2026-08-15"), number="R-2041",
    )  # fmt: skip


def test_a_repair_moves_the_lines_and_says_so(purchase: Purchase, agent: User) -> None:
    heard = []
    with cover_rebuilt.connected_to(heard.append):
        repaired(purchase, agent)
    assert heard == [purchase]
    told = cover_of(purchase).told[1]
    assert told.sum == "14 Mar 2025 + 24 months = 14 Mar 2027, + 12 days in repair R-2041 = 26 Mar 2027"
    assert [rule.source for rule in told.rules] == [
        "Luật Bảo vệ quyền lợi người tiêu dùng số 19/2023/QH15, Điều 30 khoản 2"
    ]


def test_an_open_repair_is_closed_once(purchase: Purchase, agent: User) -> None:
    repair = verbs.take_in_repair(purchase, agent, requested_on=day("2026-11-10"), number="R-2050")
    assert cover_of(purchase).lines[0].paused_since == day("2026-11-10")
    with pytest.raises(errors.DaysOutOfOrder):
        verbs.hand_back(purchase, repair, day("2026-11-09"))
    with pytest.raises(errors.InTheFuture):
        verbs.hand_back(purchase, repair, day("2026-11-22"))
    verbs.hand_back(purchase, repair, day("2026-11-20"))
    assert ends(purchase)[0] == "2028-03-24"
    with pytest.raises(errors.AlreadyHandedBack):
        verbs.hand_back(purchase, repair, day("2026-11-20"))


def test_a_new_pump_starts_its_term_again(purchase: Purchase, agent: User) -> None:
    verbs.replace_part(purchase, agent, component="pump", names=PUMP, on=day("2026-06-20"), number="R-2041")
    assert ends(purchase)[2:] == ["2026-06-19", "2028-12-20"]
    assert cover_of(purchase).told[3].label == "Pump, new · maker · 30 months"


def test_a_plan_goodwill_and_a_delivery_lengthen_cover(
    purchase: Purchase, agent: User, plan: ExtensionPlan
) -> None:
    verbs.extend(purchase, agent, plan, day("2025-03-20"))
    assert ends(purchase)[-1] == "2029-03-14"
    verbs.add_goodwill(purchase, agent, "a late part", months=1)
    assert ends(purchase)[0] == "2028-04-14"
    verbs.deliver(purchase, agent, day("2025-03-20"))
    assert ends(purchase)[0] == "2028-04-14"
    assert cover_of(purchase).told[-1].label == "Care plan · 1 year"


def test_void_and_its_reverse(purchase: Purchase, agent: User) -> None:
    verbs.void(purchase, agent, "opened by a third party")
    assert cover_of(purchase).summary.status is Status.VOID
    with pytest.raises(errors.AlreadyVoid):
        verbs.void(purchase, agent, "again")
    verbs.unvoid(purchase, agent, "the seal was ours")
    assert cover_of(purchase).summary.status is Status.COVERED
    with pytest.raises(errors.NothingToReopen):
        verbs.unvoid(purchase, agent, "again")


def test_a_claim_is_judged_on_the_local_day_of_its_report(purchase: Purchase) -> None:
    cover = cover_of(purchase)
    last_minute = datetime(2028, 3, 14, 16, 59, tzinfo=UTC)
    assert [line.component for line in cover.for_report(last_minute)] == ["unit"]
    assert cover.for_report(last_minute + timedelta(minutes=1)) == ()


def test_staff_cannot_record_nonsense(purchase: Purchase, agent: User) -> None:
    with pytest.raises(errors.ReasonMissing):
        verbs.void(purchase, agent, "  ")
    with pytest.raises(errors.NothingGiven):
        verbs.add_goodwill(purchase, agent, "kind")
    with pytest.raises(errors.BeforePurchase):
        verbs.void(purchase, agent, "early", on=day("2025-03-13"))
    with pytest.raises(errors.InTheFuture):
        verbs.void(purchase, agent, "late", on=day("2026-11-22"))
    with pytest.raises(errors.DaysOutOfOrder):
        verbs.take_in_repair(
            purchase, agent, requested_on=day("2026-01-02"), intake_on=day("2026-01-01"), number="R-1"
        )
    assert CoverEvent.of(purchase.id) == []


def test_the_version_on_the_day_of_purchase_counts(policy: Policy, world: World, editor: User) -> None:
    old = world.purchase
    publish(policy, editor, day("2026-11-21"), (maker(48),))
    new = world.buy("stranger", world.purifier, "7KX2-0195-10", day("2026-11-21"))
    rebuild(old)
    assert ends(old) == ["2028-03-14", "2027-03-14", "2027-09-14"]
    assert ends(new)[0] == "2030-11-21"


def test_a_published_version_is_not_changed_behind_anyones_back(policy: Policy, editor: User) -> None:
    with pytest.raises(errors.VersionTooEarly):
        publish(policy, editor, day("2026-11-20"), (maker(12),))
    with pytest.raises(errors.NoLines):
        publish(policy, editor, day("2026-12-01"), ())
    publish(policy, editor, day("2026-12-01"), (maker(12),))
    with pytest.raises(errors.VersionTooEarly):
        publish(policy, editor, day("2026-12-01"), (maker(12),))
    assert policy.version_on(day("2026-11-30")) is policy.versions[0]
    assert policy.version_on(day("2023-01-01")) is None


def test_a_model_given_a_policy_covers_what_was_bought_before(world: World) -> None:
    bought = world.purchase
    assert ends(bought) == []
    late = create_policy("late", {"en": "Late"})
    publish(late, None, day("2024-01-01"), (maker(12),))
    give_policy(world.purifier.id, late)
    db.session.commit()
    assert ends(bought) == ["2026-03-14"]
    with pytest.raises(errors.CodeTaken):
        create_policy("late", {"en": "Again"})


def test_a_preview_keeps_nothing(world: World) -> None:
    lines = preview((maker(24),), day("2025-03-14"), "RU")
    assert [line.ends_on for line in lines] == [day("2027-03-14"), day("2027-03-14")]
    assert db.session.scalars(select(CoverLine)).all() == []


def test_a_list_says_what_the_page_says_of_a_pending_thing_let_go(
    owner: User, world: World, policy: Policy
) -> None:
    unknown = Purchase.register(owner, world.purifier, "9ZZ2-0000-01", day("2025-03-14"), country="VN")
    unknown.end(Ending.RETIRED)
    today = day("2026-11-21")
    listed = summaries([unknown.id], today)[unknown.id]
    assert listed.status == cover_of(unknown, today).summary.status != Status.PENDING


def test_two_voids_at_once_are_one(app: Flask, purchase: Purchase, agent: User) -> None:
    purchase_id, agent_id = purchase.id, agent.id

    def voiding() -> str:
        found, by = db.session.get_one(Purchase, purchase_id), db.session.get_one(User, agent_id)
        return verbs.void(found, by, "Opened by others").kind

    assert sorted(together(app, voiding, voiding)) == ["AlreadyVoid", "void"]

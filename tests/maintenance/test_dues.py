"""Dues follow the facts: registering, doing, skipping, snoozing, readings, corrections, endings."""

from datetime import date

import pytest
from sqlalchemy import select

from webapp.core.db import db
from webapp.core.errors import Conflict
from webapp.maintenance import signals
from webapp.maintenance.dues import next_dues, recalculate
from webapp.maintenance.models import Due, RecordKind, ServiceRecord
from webapp.maintenance.models.due import BeforePurchase, NotYet, SnoozeOutOfRange
from webapp.maintenance.records import history_of
from webapp.maintenance.views import care_plan_of
from webapp.products import signals as products
from webapp.products.models import Purchase, TransferCode
from webapp.products.models.purchase import Ending


def open_days(purchase):
    return {view.title: view.due_on for view in care_plan_of(purchase)}


@pytest.fixture
def heard():
    """Which signals were sent, by name, in order."""
    seen = []
    ears = {
        name: (lambda due, name=name: seen.append(name)) for name in ("opened", "moved", "closed", "snoozed")
    }
    for name, ear in ears.items():
        getattr(signals, f"due_{name}").connect(ear)
    return seen, ears


def test_registration_opens_the_first_occurrence_of_each_item(purchase):
    assert open_days(purchase) == {
        "Replace filter no. 1": date(2025, 9, 14),
        "Replace the membrane": date(2027, 3, 14),
    }


def test_looking_again_changes_nothing(purchase, heard):
    recalculate(purchase)
    assert heard[0] == []


def test_done_late_starts_the_floating_interval_again(due, owner, at):
    at("2025-10-01T09:00+07:00")
    record = due.do(owner, note="easy")
    assert (record.kind, record.happened_on, due.state) == ("done", date(2025, 10, 1), "done")
    assert open_days(due.purchase)["Replace filter no. 1"] == date(2026, 4, 1)


def test_doing_it_twice_is_doing_it_once(due, owner):
    assert due.do(owner) is due.do(owner)
    assert db.session.query(ServiceRecord).count() == 1


def test_done_and_then_skipped_is_a_conflict(due, owner):
    due.do(owner)
    with pytest.raises(Conflict):
        due.skip(owner)


@pytest.mark.parametrize(("on", "error"), [(date(2025, 9, 2), NotYet), (date(2025, 3, 13), BeforePurchase)])
def test_a_day_that_cannot_be_is_refused(due, owner, on, error):
    with pytest.raises(error):
        due.do(owner, on)
    assert due.is_open


def test_skipping_leaves_the_next_one_where_it_was(due, owner):
    due.skip(owner, "water is clean")
    assert open_days(due.purchase)["Replace filter no. 1"] == date(2026, 3, 14)


def test_snoozing_is_recorded_and_bounded(due, owner, heard):
    record = due.snooze(owner)
    assert (record.kind, record.until, due.snoozed_until) == (
        RecordKind.SNOOZED,
        date(2025, 9, 4),
        date(2025, 9, 4),
    )
    assert heard[0] == ["snoozed"]
    for until in (date(2025, 9, 1), date(2026, 9, 1)):
        with pytest.raises(SnoozeOutOfRange):
            due.snooze(owner, until)


def test_what_is_closed_cannot_be_snoozed(due, owner):
    due.do(owner)
    with pytest.raises(Conflict):
        due.snooze(owner)


def test_a_corrected_date_moves_what_is_open(purchase, heard):
    purchase.bought_on = date(2025, 3, 20)
    products.purchase_changed.send(purchase)
    assert open_days(purchase)["Replace filter no. 1"] == date(2025, 9, 20)
    assert heard[0] == ["moved", "moved"]


def test_a_retired_unit_has_nothing_due(purchase, heard):
    purchase.end(Ending.RETIRED)
    assert care_plan_of(purchase) == []
    assert heard[0] == ["closed", "closed"]
    recalculate(purchase)
    assert care_plan_of(purchase) == []


def test_a_plan_that_asks_no_more_withdraws_and_one_that_asks_again_reopens(plan, purchase, at):
    membrane = plan.items[1]
    membrane.removed_at = db.session.scalar(select(Purchase.created_at))
    recalculate(purchase)
    assert list(open_days(purchase)) == ["Replace filter no. 1"]
    membrane.removed_at = None
    recalculate(purchase)
    assert len(open_days(purchase)) == 2


def test_a_longer_interval_replaces_an_occurrence_that_no_longer_is(plan, due, owner):
    due.do(owner)
    plan.items[0].every_months = 12
    recalculate(due.purchase)
    assert open_days(due.purchase)["Replace filter no. 1"] == date(2026, 9, 1)


def test_history_stays_with_the_unit_and_notes_with_the_person(due, owner, stranger):
    due.do(owner, note="key under the mat")
    before = due.purchase
    before.end(Ending.TRANSFERRED)
    after = Purchase(
        owner=stranger, model=before.model, serial_number=before.serial_number, bought_on=before.bought_on,
        zone=stranger.zone, country="RU", previous_id=before.id, confirmed_at=before.confirmed_at,
    )  # fmt: skip
    db.session.add(after)
    db.session.flush()
    products.purchase_transferred.send(after, previous=before)
    assert open_days(after)["Replace filter no. 1"] == date(2026, 3, 1)
    assert [(entry.title, entry.note) for entry in history_of(after)] == [("Replace filter no. 1", "")]
    assert history_of(before)[0].note == "key under the mat"


def test_next_dues_is_one_statement_for_any_number_of_purchases(purchase, count_statements):
    db.session.commit()
    ids = [purchase.id, 999]
    count_statements.clear()
    found = next_dues(ids)
    assert len(count_statements) == 1
    assert [view.title for view in found[ids[0]]] == ["Replace filter no. 1", "Replace the membrane"]
    assert found[999] == []
    assert next_dues([]) == {}


def test_only_one_occurrence_of_an_item_is_ever_open(due, owner):
    due.skip(owner)
    rows = db.session.query(Due).filter_by(plan_item_id=due.plan_item_id).order_by(Due.occurrence)
    assert [(row.occurrence, row.state) for row in rows] == [(1, "skipped"), (2, "open")]


def test_a_code_hands_history_and_dues_to_the_next_owner(due, owner, stranger):
    due.do(owner, note="mine")
    code = TransferCode.issue(due.purchase)
    after = TransferCode.redeem(code, stranger)
    assert open_days(after)["Replace filter no. 1"] == date(2026, 3, 1)
    assert history_of(after)[0].note == ""
    assert care_plan_of(due.purchase) == []

"""The book of reminders follows dues, cover and people's hours, in the transaction of the fact."""

from datetime import date, time

import pytest

from webapp.accounts import signals as accounts
from webapp.core.db import db
from webapp.maintenance.dues import recalculate
from webapp.notifications.models import Notification
from webapp.products.models.purchase import Ending
from webapp.reminders import book, tick
from webapp.reminders.models import Reminder, State
from webapp.warranty.models import CoverLine

STAGES = (-14, -3, 0, 7, 14, 21, 28, 35)


def hours():
    return {f"{row.send_at:%H:%M}" for row in db.session.query(Reminder).filter_by(state=State.PLANNED)}


def test_registration_plans_every_stage_for_the_owner(due, states, owner):
    assert states() == dict.fromkeys(STAGES, "planned")
    first = db.session.query(Reminder).order_by(Reminder.send_at).first()
    assert first.user_id == owner.id
    assert first.send_at.isoformat() == "2025-08-31T02:00:00+00:00"


def test_planning_again_changes_nothing(due, states):
    before = states()
    book.plan_due(due)
    assert states() == before


def test_doing_it_cancels_and_plans_what_comes_next(due, owner):
    due.do(owner)
    rows = db.session.query(Reminder)
    assert rows.filter_by(occurrence=1, state="cancelled").count() == len(STAGES)
    assert rows.filter_by(occurrence=2, state="planned").count() == len(STAGES)


def test_doing_it_withdraws_what_was_told(due, owner, at):
    at("2025-09-11T09:00+07:00")
    tick.run()
    assert db.session.query(Notification).filter_by(cancelled_at=None).count() == 1
    due.do(owner)
    assert db.session.query(Notification).filter_by(cancelled_at=None).count() == 0


def test_snoozing_silences_until_its_day(due, owner, states, at):
    at("2025-09-14T10:00+07:00")
    due.snooze(owner, date(2025, 9, 24))
    assert states() == {
        -14: "cancelled", -3: "cancelled", 0: "cancelled", 7: "cancelled", 10: "planned",
        14: "planned", 21: "planned", 28: "planned", 35: "planned",
    }  # fmt: skip


def test_retiring_or_selling_stops_everything_at_once(purchase, states):
    purchase.end(Ending.SOLD)
    assert set(states().values()) == {"cancelled"}
    assert db.session.query(Reminder).filter_by(state="planned").count() == 0


def test_a_moved_due_moves_its_reminders(plan, due, states):
    plan.items[0].every_months = 7
    recalculate(due.purchase)
    assert states() == dict.fromkeys(STAGES, "planned")
    assert {row.due_on for row in db.session.query(Reminder)} == {date(2025, 10, 14)}


def test_a_day_no_longer_known_is_not_told(plan, due, states):
    plan.items[0].every_months, plan.items[0].usage_every = 0, 100
    recalculate(due.purchase)
    assert set(states().values()) == {"cancelled"}


def test_a_plan_item_may_have_its_own_stages(plan, due, states):
    plan.items[0].stages = [-1, 0]
    book.plan_due(due)
    assert [stage for stage, state in states().items() if state == "planned"] == [-1, 0]


def test_changed_hours_replan_and_tell_nothing_twice(due, owner, at, states):
    at("2025-08-31T09:00+07:00")
    tick.run()
    owner.reminder_hour, owner.quiet_until = 7, time(6)
    accounts.times_changed.send(owner)
    assert states() == {-14: "told"} | dict.fromkeys(STAGES[1:], "planned")
    assert hours() == {"00:00"}
    tick.run()
    assert db.session.query(Notification).count() == 1


def test_an_erased_person_is_told_nothing(due, owner, states):
    accounts.user_erased.send(owner)
    assert set(states().values()) == {"cancelled"}


@pytest.fixture
def cover(purchase):
    """Two lines that end on one day, one that ends later, one that is void."""
    ends = [date(2026, 3, 14), date(2026, 3, 14), date(2027, 3, 14), date(2028, 3, 14)]
    db.session.query(CoverLine).delete()
    for position, day in enumerate(ends):
        void = date(2025, 8, 1) if position == 3 else None
        db.session.add(
            CoverLine(
                purchase_id=purchase.id,
                position=position,
                component=f"part-{position}",
                names={"en": "Part"},
                covers="both",
                guarantor="maker",
                starts_on=date(2025, 3, 14),
                ends_on=day,
                term=12,
                steps=[],
                voided_on=void,
            )
        )
    db.session.flush()
    return purchase


def test_the_end_of_cover_is_told_thirty_and_seven_days_before_once_a_day(cover):
    book.plan_cover(cover)
    rows = (
        db.session.query(Reminder).filter_by(subject_kind="cover", state="planned").order_by(Reminder.send_at)
    )
    assert [(row.due_on, row.stage) for row in rows] == [
        (date(2026, 3, 14), -30), (date(2026, 3, 14), -7), (date(2027, 3, 14), -30), (date(2027, 3, 14), -7),
    ]  # fmt: skip


def test_extended_cover_forgets_the_old_end(cover):
    book.plan_cover(cover)
    db.session.query(CoverLine).filter_by(ends_on=date(2026, 3, 14)).update({"ends_on": date(2026, 3, 26)})
    book.plan_cover(cover)
    rows = db.session.query(Reminder).filter_by(subject_kind="cover", state="planned")
    assert {row.due_on for row in rows} == {date(2026, 3, 26), date(2027, 3, 14)}

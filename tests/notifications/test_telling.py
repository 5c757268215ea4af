"""Who is told what, by which channel and when: `notify`, `cancel_for`, caps and quiet hours."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

import pytest

from tests.notifications.conftest import Phone, deliveries, only_delivery
from webapp.accounts.models import User
from webapp.core import clock
from webapp.core.db import db
from webapp.notifications import choices
from webapp.notifications.choices import Ways
from webapp.notifications.models import Notification, State, Topic
from webapp.notifications.telling import Action, cancel_for, quiet_until, room_today

Tell = Callable[..., Notification]
Enrol = Callable[..., Phone]

pytestmark = pytest.mark.usefixtures("noon")


def channels() -> list[str]:
    return [row.channel for row in deliveries()]


def test_every_device_gets_one_delivery(owner: User, phone: Enrol, tell: Tell) -> None:
    phone(owner), phone(owner)
    tell(owner)
    assert channels() == ["push", "push"]


def test_telling_twice_is_telling_once(owner: User, phone: Enrol, tell: Tell) -> None:
    phone(owner)
    assert tell(owner).id == tell(owner, title="Other words").id
    assert channels() == ["push"]
    assert db.session.scalars(db.select(Notification.title)).all() == ["Thay lõi lọc số 1 sau 3 ngày"]


def test_the_same_key_is_another_matter_for_another_person(owner: User, stranger: User, tell: Tell) -> None:
    assert tell(owner).id != tell(stranger).id


def test_without_a_device_a_letter_goes(owner: User, tell: Tell) -> None:
    tell(owner)
    assert channels() == ["email"]


def test_without_device_and_verified_address_only_the_inbox_knows(owner: User, tell: Tell) -> None:
    owner.email_verified_at = None
    tell(owner)
    assert channels() == []
    assert Notification.unread_count(owner.id) == 1


def test_a_silent_device_is_tried_and_a_letter_goes_too(owner: User, phone: Enrol, tell: Tell) -> None:
    phone(owner, silent_sends=3)
    tell(owner)
    assert channels() == ["push", "email"]


def test_one_answering_device_is_enough(owner: User, phone: Enrol, tell: Tell) -> None:
    phone(owner, silent_sends=3), phone(owner, silent_sends=2)
    tell(owner)
    assert channels() == ["push", "push"]


@pytest.mark.parametrize(
    ("ways", "expected"),
    [
        (Ways(push=True, email=True, fallback=True), ["push", "email"]),
        (Ways(push=False, email=True, fallback=True), ["email"]),
        (Ways(push=False, email=False, fallback=True), ["email"]),
        (Ways(push=False, email=False, fallback=False), []),
        (Ways(push=True, email=False, fallback=False), ["push"]),
    ],
)
def test_the_person_chooses_per_topic(
    owner: User, phone: Enrol, tell: Tell, ways: Ways, expected: list[str]
) -> None:
    phone(owner)
    choices.choose(owner.id, Topic.SERVICE_DUE, ways)
    tell(owner)
    assert channels() == expected


def test_safety_asks_nobody(owner: User, phone: Enrol, tell: Tell, at: Callable[[str], None]) -> None:
    at("2026-11-21T23:30+07:00")  # quiet hours
    owner.daily_cap = 1
    phone(owner)
    choices.choose(owner.id, Topic.SERVICE_DUE, Ways(push=False, email=False, fallback=False))
    tell(owner, "first", topic=Topic.WARRANTY_ENDING)
    tell(owner, "recall", safety=True)
    recall = [row for row in deliveries() if row.notification_id != 1][-2:]
    assert {row.channel for row in recall} == {"push", "email"}
    assert all(row.not_before == clock.now() for row in recall)


def test_over_the_cap_only_the_inbox_is_told(owner: User, phone: Enrol, tell: Tell) -> None:
    owner.daily_cap = 2
    phone(owner)
    for number in range(4):
        tell(owner, f"due:{number}")
    assert len(deliveries()) == 2
    assert Notification.unread_count(owner.id) == 4


def test_the_cap_counts_the_persons_own_day(
    owner: User, phone: Enrol, tell: Tell, at: Callable[[str], None]
) -> None:
    owner.daily_cap = 1
    phone(owner)
    at("2026-11-21T20:00+07:00")
    tell(owner, "one")
    assert room_today(owner, clock.now()) == 0
    at("2026-11-22T00:01+07:00")
    assert room_today(owner, clock.now()) == 1


def test_tests_do_not_use_up_the_cap(owner: User, phone: Enrol, tell: Tell) -> None:
    phone(owner)
    tell(owner, "test:1", topic=Topic.TEST)
    assert room_today(owner, clock.now()) == owner.daily_cap


@pytest.mark.parametrize(
    ("now", "ready"),
    [
        ("2026-11-21T20:59+07:00", "2026-11-21T20:59+07:00"),
        ("2026-11-21T21:00+07:00", "2026-11-22T08:00+07:00"),
        ("2026-11-22T07:59+07:00", "2026-11-22T08:00+07:00"),
        ("2026-11-22T08:00+07:00", "2026-11-22T08:00+07:00"),
    ],
)
def test_quiet_hours_hold_devices_back(owner: User, now: str, ready: str) -> None:
    assert quiet_until(owner, datetime.fromisoformat(now)) == datetime.fromisoformat(ready)


def test_quiet_hours_within_a_day(owner: User) -> None:
    owner.quiet_from, owner.quiet_until = time(13), time(15)
    noon = datetime.fromisoformat("2026-11-21T14:00+07:00")
    assert quiet_until(owner, noon) == datetime.fromisoformat("2026-11-21T15:00+07:00")


def test_equal_quiet_hours_are_none(owner: User) -> None:
    owner.quiet_from = owner.quiet_until
    now = datetime.fromisoformat("2026-11-21T08:00+07:00")
    assert quiet_until(owner, now) == now


def test_withdrawing_takes_back_what_has_not_left(owner: User, phone: Enrol, tell: Tell) -> None:
    phone(owner)
    tell(owner, "due:7:0"), tell(owner, "due:7:1"), tell(owner, "due:71:0")
    assert cancel_for("due:7:") == 2
    assert [row.state for row in deliveries()] == [State.CANCELLED, State.CANCELLED, State.QUEUED]
    assert Notification.unread_count(owner.id) == 1
    assert cancel_for("due:7:") == 0


def test_a_prefix_is_text_and_no_pattern(owner: User, tell: Tell) -> None:
    tell(owner, "due_1"), tell(owner, "dueX1")
    assert cancel_for("due_") == 1


def test_what_is_told_is_kept_whole(owner: User, tell: Tell) -> None:
    row = tell(
        owner, actions=[Action("done", "Đã làm", "/dues/7/completion")], expires_at=clock.now() + timedelta(1)
    )
    assert row.actions == [{"name": "done", "title": "Đã làm", "path": "/dues/7/completion"}]


def test_two_tellings_at_once_are_one(owner: User, tell: Tell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another worker wrote the row after this one looked: the unique key decides."""
    first = tell(owner)
    found: list[Any] = []

    def blind(_user_id: int, _key: str) -> None:
        found.append(None)

    monkeypatch.setattr(Notification, "told", blind)
    assert tell(owner).id == first.id
    assert found == [None]
    assert len(deliveries()) == 1


def test_a_notification_leaves_one_delivery_per_device_row(owner: User, phone: Enrol, tell: Tell) -> None:
    phone(owner)
    tell(owner)
    assert only_delivery().target

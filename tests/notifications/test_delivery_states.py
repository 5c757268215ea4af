"""The state machine of a delivery, row by row of its table, against a real push service on loopback."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.notifications.conftest import Phone, deliveries, only_delivery, wake_all
from webapp.accounts.models import User
from webapp.core import clock
from webapp.core.db import db
from webapp.core.mail import OutboxMail
from webapp.notifications import choices, settling
from webapp.notifications.choices import Ways
from webapp.notifications.models import (
    Delivery,
    Notification,
    OriginHold,
    PushSubscription,
    State,
    Topic,
)
from webapp.notifications.sandbox import Service
from webapp.notifications.telling import cancel_for
from webapp.notifications.transport import Push

Tell = Callable[..., Notification]
Enrol = Callable[..., Phone]
Tick = Callable[[], int]

pytestmark = pytest.mark.usefixtures("noon", "push")


def device() -> PushSubscription | None:
    db.session.expire_all()
    return db.session.scalar(db.select(PushSubscription))


@pytest.mark.parametrize(
    ("status", "state", "kept"),
    [
        (200, State.SENT, True),
        (201, State.SENT, True),
        (202, State.SENT, True),
        (404, State.GONE, False),
        (410, State.GONE, False),
        (302, State.RETRY, True),
        (307, State.RETRY, True),
        (408, State.RETRY, True),
        (429, State.RETRY, True),
        (500, State.RETRY, True),
        (502, State.RETRY, True),
        (503, State.RETRY, True),
        (403, State.RETRY, True),
        (400, State.DEAD, True),
        (401, State.DEAD, True),
        (413, State.DEAD, True),
    ],
)
def test_an_answer_leads_to_its_state(
    owner: User,
    phone: Enrol,
    tell: Tell,
    service: Service,
    deliver: Tick,
    status: int,
    state: State,
    kept: bool,
) -> None:
    choices.choose(owner.id, Topic.SERVICE_DUE, Ways(push=True, email=False, fallback=False))
    phone(owner)
    tell(owner)
    service.answer(status)
    deliver()
    row = only_delivery()
    assert (row.state, row.tries, row.token) == (state, 1, None)
    assert (device() is not None) is kept
    assert (row.wake_at is not None) is (state == State.RETRY)
    assert len(service.received) == 1


def test_a_sent_message_is_what_was_told(
    owner: User, phone: Enrol, tell: Tell, service: Service, deliver: Tick
) -> None:
    own = phone(owner)
    tell(owner)
    deliver()
    (received,) = service.received
    message = own.read(received.body)["notification"]
    assert message["title"] == "Thay lõi lọc số 1 sau 3 ngày"
    assert message["navigate"] == "http://localhost/products/k7m2p4q9xa"
    assert received.headers["TTL"] == str(24 * 3600)
    assert received.headers["Topic"] == message["tag"]
    assert received.headers["Content-Encoding"] == "aes128gcm"
    assert received.headers["Authorization"].startswith("vapid t=")
    shown = device()
    assert shown is not None
    assert (shown.silent_sends, shown.sent_at) == (1, clock.now())


def test_nothing_is_sent_twice(
    owner: User, phone: Enrol, tell: Tell, service: Service, deliver: Tick
) -> None:
    phone(owner)
    tell(owner)
    assert [deliver(), deliver(), deliver()] == [1, 0, 0]
    assert len(service.received) == 1


def test_a_retry_waits_its_time_and_then_goes(
    owner: User, phone: Enrol, tell: Tell, service: Service, deliver: Tick
) -> None:
    phone(owner)
    tell(owner)
    service.answer(503)
    deliver()
    wake_at = only_delivery().wake_at
    assert wake_at is not None
    assert timedelta(0) < wake_at - clock.real_now() <= timedelta(seconds=30)
    assert deliver() == 0
    wake_all()
    assert deliver() == 1
    assert (only_delivery().state, only_delivery().tries) == (State.SENT, 2)


def test_after_eight_tries_a_letter_goes(
    owner: User, phone: Enrol, tell: Tell, service: Service, deliver: Tick
) -> None:
    own = phone(owner)
    tell(owner)
    service.answer_always(own.endpoint, 500)
    for _ in range(8):
        assert [row.channel for row in deliveries()] == ["push"]
        wake_all()
        deliver()
    dead, letter = deliveries()
    assert (dead.state, dead.tries) == (State.DEAD, 8)
    assert (letter.channel, letter.state) == ("email", State.SENT)
    assert db.session.scalars(db.select(OutboxMail.to)).all() == [owner.email]
    assert len(service.received) == 8


def test_a_gone_device_is_removed_and_a_letter_goes(
    owner: User, phone: Enrol, tell: Tell, service: Service, deliver: Tick
) -> None:
    phone(owner)
    tell(owner)
    service.answer(410)
    deliver()
    assert device() is None
    assert [(row.channel, row.state) for row in deliveries()] == [("push", "gone"), ("email", "sent")]


def test_another_device_that_was_reached_makes_the_letter_needless(
    owner: User, phone: Enrol, tell: Tell, service: Service, deliver: Tick
) -> None:
    lost = phone(owner)
    phone(owner)
    tell(owner)
    service.answer_always(lost.endpoint, 410)
    deliver()
    assert {(row.channel, row.state) for row in deliveries()} == {("push", "gone"), ("push", "sent")}


def test_a_device_that_moved_meanwhile_is_not_removed(
    owner: User,
    phone: Enrol,
    tell: Tell,
    service: Service,
    push: Push,
    deliver: Tick,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    phone(owner)
    tell(owner)
    service.answer(410)
    settle = settling.settle

    def move_first(outcomes: list[settling.Outcome]) -> None:
        db.session.execute(db.update(PushSubscription).values(endpoint=service.endpoint()))
        settle(outcomes)

    monkeypatch.setattr(settling, "settle", move_first)
    deliver()
    assert device() is not None
    assert deliveries()[0].state == State.GONE


@pytest.mark.parametrize(("header", "seconds"), [("120", 120), ("0", 1), ("9999999", 86400)])
def test_retry_after_pauses_the_whole_service(
    owner: User,
    stranger: User,
    phone: Enrol,
    tell: Tell,
    service: Service,
    deliver: Tick,
    header: str,
    seconds: int,
) -> None:
    phone(owner)
    tell(owner)
    service.answer(429, retry_after=header)
    deliver()
    hold = db.session.scalars(db.select(OriginHold)).one()
    assert hold.origin == service.origin
    assert abs((hold.until - clock.real_now()).total_seconds() - seconds) < 3
    if seconds == 1:
        return
    wake_all()
    phone(stranger)
    tell(stranger)
    assert deliver() == 0  # neither the one that asked, nor anyone else there
    db.session.execute(db.update(OriginHold).values(until=clock.real_now()))
    db.session.commit()
    assert deliver() == 2


def test_the_rest_of_a_batch_waits_when_a_pause_is_asked_for(
    owner: User, phone: Enrol, tell: Tell, service: Service, push: Push
) -> None:
    from webapp.notifications import delivery
    from webapp.notifications.sender import Sender

    for _ in range(6):
        phone(owner)
    tell(owner)
    service.answer(429, retry_after="60")
    one_at_a_time = Sender(in_flight=1)
    delivery.deliver_ready(push, one_at_a_time)
    one_at_a_time.close()
    assert len(service.received) == 1
    assert [(row.state, row.tries) for row in deliveries()] == [("retry", 1)] + [("queued", 0)] * 5


def test_401_holds_the_service_for_all(
    owner: User, phone: Enrol, tell: Tell, service: Service, deliver: Tick
) -> None:
    phone(owner)
    tell(owner)
    service.answer(401)
    deliver()
    assert db.session.scalars(db.select(OriginHold.reason)).all() == ["our key is refused"]


def test_one_device_refused_for_a_day_is_removed(
    owner: User, phone: Enrol, tell: Tell, service: Service, deliver: Tick
) -> None:
    own = phone(owner)
    tell(owner)
    service.answer_always(own.endpoint, 403)
    for _ in range(3):
        deliver()
        wake_all()
    assert device() is not None  # three times, and not for a day yet
    db.session.execute(db.update(PushSubscription).values(refused_at=clock.real_now() - timedelta(hours=25)))
    db.session.commit()
    deliver()
    assert device() is None
    assert deliveries()[0].state == State.GONE
    assert db.session.scalar(db.select(OriginHold)) is None


def test_many_refused_devices_are_our_own_trouble(
    owner: User, phone: Enrol, tell: Tell, service: Service, deliver: Tick
) -> None:
    phones = [phone(owner) for _ in range(3)]
    for each in phones:
        service.answer_always(each.endpoint, 403)
    tell(owner)
    deliver()
    assert db.session.scalars(db.select(OriginHold.reason)).all() == ["refuses many"]
    assert db.session.scalar(db.select(db.func.count()).select_from(PushSubscription)) == 3


def test_a_bad_key_kills_the_delivery_and_keeps_the_device(
    owner: User, phone: Enrol, tell: Tell, service: Service, deliver: Tick
) -> None:
    phone(owner, p256dh="A" * 87)
    tell(owner)
    deliver()
    assert deliveries()[0].state == State.DEAD
    assert device() is not None
    assert service.received == []


def test_an_endpoint_that_is_refused_now_is_not_called(
    owner: User, phone: Enrol, tell: Tell, service: Service, push: Push, deliver: Tick
) -> None:
    phone(owner)
    tell(owner)
    push.guard.test_endpoints = []
    deliver()
    assert deliveries()[0].state == State.DEAD
    assert service.received == []


def test_an_unknown_vapid_key_kills_the_delivery(
    owner: User, phone: Enrol, tell: Tell, service: Service, deliver: Tick
) -> None:
    phone(owner, key_id="long-forgotten")
    tell(owner)
    deliver()
    assert deliveries()[0].state == State.DEAD


def _switch_off(owner: User, _told: Notification) -> None:
    choices.choose(owner.id, Topic.SERVICE_DUE, Ways(push=False, email=False, fallback=False))


def _withdraw(_owner: User, told: Notification) -> None:
    told.cancelled_at = clock.now()


def _erase(owner: User, _told: Notification) -> None:
    owner.erased_at = clock.now()


def _read(_owner: User, told: Notification) -> None:
    told.mark_read()


def _remove_device(_owner: User, _told: Notification) -> None:
    db.session.execute(db.delete(PushSubscription))


@pytest.mark.parametrize("happening", [_switch_off, _withdraw, _erase, _read, _remove_device])
def test_what_is_no_longer_wanted_is_not_sent(
    owner: User,
    phone: Enrol,
    tell: Tell,
    service: Service,
    deliver: Tick,
    happening: Callable[[User, Notification], None],
) -> None:
    phone(owner)
    happening(owner, tell(owner))
    db.session.commit()
    deliver()
    assert deliveries()[0].state == State.CANCELLED
    assert service.received == []


def test_a_device_that_went_to_another_person_is_not_told(
    owner: User, stranger: User, phone: Enrol, tell: Tell, service: Service, deliver: Tick
) -> None:
    phone(owner)
    tell(owner)
    db.session.execute(db.update(PushSubscription).values(user_id=stranger.id))
    db.session.commit()
    deliver()
    assert deliveries()[0].state == State.CANCELLED
    assert service.received == []


def test_what_came_too_late_is_expired(
    owner: User, phone: Enrol, tell: Tell, service: Service, deliver: Tick, at: Callable[..., None]
) -> None:
    phone(owner)
    tell(owner)
    at(clock.now() + timedelta(hours=24))
    deliver()
    assert only_delivery().state == State.EXPIRED
    assert service.received == []


def test_what_expires_behind_a_hold_becomes_final_too(
    owner: User, phone: Enrol, tell: Tell, service: Service, deliver: Tick, at: Callable[..., None]
) -> None:
    phone(owner)
    tell(owner)
    service.answer(503, retry_after="86400")
    deliver()
    at(clock.now() + timedelta(hours=24))
    deliver()
    assert only_delivery().state == State.EXPIRED


def test_quiet_hours_are_kept(
    owner: User, phone: Enrol, tell: Tell, deliver: Tick, at: Callable[..., None]
) -> None:
    at("2026-11-21T22:00+07:00")
    phone(owner)
    tell(owner)
    assert deliver() == 0
    at("2026-11-22T08:00+07:00")
    assert deliver() == 1


def test_withdrawn_while_a_worker_holds_it_ends_cancelled(
    owner: User, phone: Enrol, tell: Tell, service: Service, deliver: Tick
) -> None:
    from webapp.notifications import claiming

    phone(owner)
    tell(owner, "due:7:0")
    claiming.claim()  # and the worker dies
    cancel_for("due:7:")
    wake_all()
    deliver()
    assert only_delivery().state == State.CANCELLED
    assert service.received == []


def test_a_late_worker_cannot_write_over_its_successor(
    owner: User, phone: Enrol, tell: Tell, service: Service, deliver: Tick
) -> None:
    from webapp.notifications import claiming
    from webapp.notifications.outcomes import Verdict

    phone(owner)
    tell(owner)
    late = claiming.claim().messages[0]
    wake_all()
    service.answer(503)
    deliver()
    before = only_delivery()
    for verdict in (Verdict.SENT, Verdict.GONE, Verdict.RETRY, Verdict.FAULT):
        settling.settle([settling.Outcome(late, verdict, 200)])
    assert (only_delivery().state, only_delivery().tries) == (State.RETRY, 2)
    assert only_delivery().wake_at == before.wake_at
    assert device() is not None


def test_letters_are_written_in_the_persons_language_with_a_way_out(
    owner: User, tell: Tell, deliver: Tick
) -> None:
    tell(owner)
    deliver()
    mail = db.session.scalars(db.select(OutboxMail)).one()
    assert mail.subject == "Thay lõi lọc số 1 sau 3 ngày"
    assert "http://localhost/products/k7m2p4q9xa" in mail.text
    assert "/notifications/unsubscribe/" in mail.headers["List-Unsubscribe"]
    assert only_delivery().state == State.SENT


def test_a_letter_needs_a_verified_address_at_the_last_moment(owner: User, tell: Tell, deliver: Tick) -> None:
    tell(owner)
    owner.email_verified_at = None
    db.session.commit()
    deliver()
    assert only_delivery().state == State.CANCELLED
    assert db.session.scalar(db.select(OutboxMail)) is None


def test_the_lease_is_longer_than_any_started_request() -> None:
    from webapp.notifications.claiming import LEASE
    from webapp.notifications.delivery import STARTS_FOR
    from webapp.notifications.sender import WHOLE_SECONDS

    assert LEASE.total_seconds() > STARTS_FOR + WHOLE_SECONDS


def test_what_cannot_start_within_the_lease_is_given_back(
    owner: User, phone: Enrol, tell: Tell, service: Service, push: Push
) -> None:
    from webapp.notifications import claiming
    from webapp.notifications.delivery import Round
    from webapp.notifications.sender import Sender

    phone(owner)
    tell(owner)
    sender = Sender()
    Round(push, sender, starts_until=0).run(claiming.claim().messages)
    sender.close()
    row = only_delivery()
    assert (row.state, row.tries, row.token) == (State.QUEUED, 0, None)
    assert service.received == []


def test_states_and_columns_agree(owner: User, phone: Enrol, tell: Tell) -> None:
    """The database itself refuses a final row that would wake, and a lease without a token."""
    phone(owner)
    tell(owner)
    for values in ({"state": "sent"}, {"state": "leased"}, {"token": "x"}, {"state": "lost"}):
        with pytest.raises(Exception, match=r"(?i)constraint"), db.session.begin_nested():
            db.session.execute(db.update(Delivery).values(values))


def test_three_sends_without_a_sign_bring_a_letter(
    owner: User, phone: Enrol, tell: Tell, service: Service, deliver: Tick
) -> None:
    phone(owner)
    for number in range(4):
        tell(owner, f"due:{number}")
        deliver()
    channels = [[row.channel for row in deliveries() if row.notification_id == told] for told in _told()]
    assert channels == [["push"], ["push"], ["push"], ["push", "email"]]


def _told() -> list[int]:
    return list(db.session.scalars(db.select(Notification.id).order_by(Notification.id)))

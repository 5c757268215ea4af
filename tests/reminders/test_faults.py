"""Faults on purpose: killed at any statement, run by four at once. None lost, none doubled, all ended."""

import threading
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from itertools import count

import pytest
from sqlalchemy import event

from webapp.accounts.models import User
from webapp.core import clock
from webapp.core.db import db
from webapp.maintenance.models import Due
from webapp.notifications.models import Delivery, Notification
from webapp.reminders import tick
from webapp.reminders.models import Reminder, Subject

WORKERS = 4


class Killed(BaseException):
    """The process is gone: nothing in the code may catch this and go on."""


@contextmanager
def killed_at(number):
    """Die right before the n-th statement."""
    begun = count(1)

    def tell(*_args):
        if next(begun) == number:
            raise Killed

    event.listen(db.engine, "before_cursor_execute", tell)
    try:
        yield
    finally:
        event.remove(db.engine, "before_cursor_execute", tell)


@contextmanager
def killed_at_commit():
    def die(_connection):
        raise Killed

    event.listen(db.engine, "commit", die)
    try:
        yield
    finally:
        event.remove(db.engine, "commit", die)


def outcome():
    db.session.expire_all()
    states = [row.state for row in db.session.query(Reminder).order_by(Reminder.id)]
    told = sorted(row.key for row in db.session.query(Notification))
    return states, told


def reminders(purchase, how_many):
    """Plan this many ends of cover that have all come at this moment, each a matter of its own."""
    now = clock.now()
    for number in range(how_many):
        db.session.add(
            Reminder(
                purchase_id=purchase.id,
                user_id=purchase.owner_id,
                subject_kind=Subject.COVER,
                occurrence=number,
                stage=-7,
                due_on=date(2025, 8, 8),
                fire_at=now - timedelta(minutes=number),
                send_at=now,
            )
        )
    db.session.commit()


def test_killed_at_any_statement_it_never_happened_or_it_is_whole(due, at):
    at("2025-09-14T12:00+07:00")
    untouched, number = outcome(), 0
    while outcome() == untouched:
        number += 1
        try:
            with killed_at(number):
                tick.run()
        except Killed:
            db.session.remove()
    states, told = outcome()
    assert number > 8  # there were that many places to die before the commit
    assert (states.count("told"), states.count("missed"), len(told)) == (1, 2, 1)
    assert tick.run() == {}


def test_killed_at_the_commit_leaves_no_trace(due, at):
    at("2025-09-14T12:00+07:00")
    before = outcome()
    with pytest.raises(Killed), killed_at_commit():
        tick.run()
    db.session.remove()
    assert outcome() == before
    assert tick.run()["tell"] == 1


def test_killed_between_batches_goes_on_where_it_was(purchase, monkeypatch):
    reminders(purchase, 6)
    monkeypatch.setattr(tick, "room_today", lambda person, _now: person.daily_cap)
    monkeypatch.setattr(tick, "BATCH", 2)
    for number in range(5, 60, 11):
        with suppress(Killed), killed_at(number):
            tick.run()
        db.session.remove()
    tick.run()
    states, told = outcome()
    assert set(states) - {"planned"} == {"told"}
    assert len(told) == len(set(told)) == 6


def at_once(app, act):
    """Run an act in four workers that start together, each with its number; return what they raised."""
    start, raised = threading.Barrier(WORKERS), []
    db.session.commit()  # what was prepared is true, and this thread holds no lock

    def work(number):
        with app.app_context():
            start.wait()
            try:
                act(number)
            except Exception as error:
                raised.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_four_workers_tell_each_reminder_once(app, purchase, monkeypatch):
    reminders(purchase, 40)
    monkeypatch.setattr(tick, "room_today", lambda person, _now: person.daily_cap)
    monkeypatch.setattr(tick, "BATCH", 5)
    assert at_once(app, lambda _number: tick.run()) == []
    tick.run()
    states, told = outcome()
    assert states.count("told") == len(told) == 40


def test_four_workers_share_one_daily_cap(app, purchase, monkeypatch):
    reminders(purchase, 12)
    monkeypatch.setattr(tick, "BATCH", 2)
    assert at_once(app, lambda _number: tick.run()) == []
    rung = db.session.query(Delivery.notification_id).distinct().count()
    assert rung == purchase.owner.daily_cap
    assert outcome()[0].count("told") == rung


def test_four_workers_and_a_person_who_does_it_meanwhile(app, due, owner, at):
    at("2025-09-14T09:00+07:00")
    due_id, owner_id = due.id, owner.id

    def act(number):
        if number == 0:
            db.session.get_one(Due, due_id).do(db.session.get_one(User, owner_id))
            db.session.commit()
        else:
            tick.run()

    assert at_once(app, act) == []
    tick.run()
    living = db.session.query(Notification).filter(Notification.cancelled_at.is_(None))
    assert living.count() == 0  # told or not, nothing remains of what was done
    assert (
        db.session.query(Reminder).filter_by(occurrence=1, state="planned", subject_kind="service").count()
        == 0
    )

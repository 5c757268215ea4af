"""The tick: what has come is told once, in the person's language, and every row ends."""

from datetime import date, timedelta

from sqlalchemy import text

from webapp.core import clock
from webapp.core.db import db
from webapp.notifications.models import Notification
from webapp.reminders import jobs, tick
from webapp.reminders.models import Reminder, Subject


def told():
    return [(row.title, row.body) for row in db.session.query(Notification).order_by(Notification.id)]


def test_the_exact_vietnamese_text(due, at):
    at("2025-09-11T09:00+07:00")
    assert tick.run() == {"miss": 1, "tell": 1}
    row = db.session.query(Notification).one()
    assert row.lang == "vi"
    assert row.path == f"/products/{due.purchase.ref}"
    assert row.topic == "service_due"
    assert [(act["name"], act["path"]) for act in row.actions] == [
        ("done", f"/dues/{due.id}/completion"),
        ("snooze", f"/dues/{due.id}/snooze"),
        ("book", f"/book?due={due.id}"),
    ]
    assert "Thay lõi lọc số 1" in row.title


def test_nothing_before_its_time_and_nothing_twice(due, at):
    at("2025-08-31T08:59+07:00")
    assert tick.run() == {}
    at("2025-08-31T09:00+07:00")
    assert tick.run() == {"tell": 1}
    assert tick.run() == {}
    assert len(told()) == 1


def test_each_stage_says_how_near_it_is(due, at, owner):
    owner.locale = "en"
    db.session.commit()
    for day in ("2025-08-31", "2025-09-11", "2025-09-13", "2025-09-14", "2025-09-21"):
        at(f"{day}T09:00+07:00")
        tick.run()
    assert [title for title, _body in told()] == [
        "Replace filter no. 1 in 14 days",
        "Replace filter no. 1 in 3 days",
        "Replace filter no. 1 today",
        "Replace filter no. 1: 7 days overdue",
    ]
    assert told()[0][1] == "RO-9 Slim: due on 14 Sep 2025"
    assert told()[3][1] == "RO-9 Slim: was due on 14 Sep 2025"


def test_late_within_a_day_counts_the_days_from_today(due, at, owner):
    owner.locale = "en"
    db.session.commit()
    at("2025-09-12T08:30+07:00")
    tick.run()
    assert told()[0][0] == "Replace filter no. 1 in 2 days"


def test_two_days_down_marks_missed_and_goes_on(due, at, states):
    at("2025-09-02T12:00+07:00")
    assert tick.run() == {"miss": 1}
    assert states()[-14] == "missed"
    at("2025-09-11T09:00+07:00")
    assert tick.run() == {"tell": 1}


def test_after_a_long_pause_only_the_newest_stage_goes_out(due, at, states):
    at("2025-09-14T12:00+07:00")
    assert tick.run() == {"miss": 2, "tell": 1}
    assert states() == {-14: "missed", -3: "missed", 0: "told"} | dict.fromkeys(
        (7, 14, 21, 28, 35), "planned"
    )


def test_a_worker_waking_at_night_waits_for_the_morning(due, at, owner):
    at("2025-08-31T23:30+07:00")
    assert tick.run() == {"wait": 1}
    assert tick.run() == {}
    at("2025-09-01T08:00+07:00")
    assert tick.run() == {"tell": 1}


def test_the_daily_cap_keeps_one_for_tomorrow(due, at, owner, monkeypatch):
    monkeypatch.setattr(tick, "room_today", lambda _person, _now: 0)
    at("2025-08-31T09:00+07:00")
    assert tick.run() == {"wait": 1}
    at("2025-09-01T09:00+07:00")
    assert tick.run() == {"cap": 1}
    assert len(told()) == 1  # the inbox knows, whatever the cap


def test_every_row_ends_in_a_final_state(due, at, states):
    moment = clock.now()
    while moment.date() < date(2025, 11, 1):
        moment += timedelta(hours=11)
        at(moment)
        tick.run()
    assert set(states().values()) <= {"told", "missed"}
    assert db.session.query(Notification).count() == list(states().values()).count("told")


def test_one_that_cannot_be_written_holds_up_nobody(due, world, at, monkeypatch):
    other = world.buy("stranger", world.purifier, "7KX2-0195-10", date(2025, 3, 14))
    write = tick.message_of

    def broken(told_to, now):
        if told_to.purchase.id != other.id:
            raise ValueError("a name that cannot be written")
        return write(told_to, now)

    monkeypatch.setattr(tick, "message_of", broken)
    at("2025-08-31T13:00+07:00")
    assert tick.run() == {"failed": 1, "tell": 1}
    monkeypatch.undo()
    assert tick.run() == {"tell": 1}


def test_the_end_of_cover_is_told_in_the_persons_language(purchase, at, owner):
    owner.locale = "en"
    facts = {"purchase_id": purchase.id, "user_id": owner.id, "subject_kind": Subject.COVER}
    for days in (30, 0):
        last = date(2025, 8, 2) + timedelta(days)
        at_nine = clock.now() + timedelta(minutes=1)
        db.session.add(
            Reminder(
                **facts,
                occurrence=last.toordinal(),
                stage=-days,
                due_on=last,
                fire_at=at_nine,
                send_at=at_nine,
            )
        )
    db.session.commit()
    at("2025-08-02T09:00+07:00")
    assert tick.run() == {"tell": 2}
    assert sorted(told()) == [
        ("Warranty ends in 30 days", "RO-9 Slim: covered until 1 Sep 2025"),
        ("Warranty ends today", "RO-9 Slim: covered until 2 Aug 2025"),
    ]
    assert {row.topic for row in db.session.query(Notification)} == {"warranty_ending"}


def test_the_minutes_job_tells_and_beats(due, at, client):
    at("2025-08-31T09:00+07:00")
    jobs.tick.run()
    assert len(told()) == 1
    assert client.get("/healthz/worker").status_code == 200


def test_more_than_a_batch(due, at, monkeypatch, states):
    monkeypatch.setattr(tick, "BATCH", 1)
    at("2025-09-14T12:00+07:00")
    assert tick.run() == {"miss": 2, "tell": 1}
    assert db.session.query(Reminder).filter(Reminder.state == "told").count() == 1


def test_the_command_ticks_and_beats(app, due, client):
    answer = app.test_cli_runner().invoke(args=["reminders", "tick"])
    assert answer.output.strip() == "nothing has come"
    assert client.get("/healthz/worker").status_code == 200


def test_the_search_for_what_has_come_reads_only_the_index_of_what_is_planned(app, due):
    statement = str(
        tick.due_select(clock.now(), 500).compile(db.engine, compile_kwargs={"literal_binds": True})
    )
    if db.engine.dialect.name == "sqlite":
        plan = db.session.execute(text(f"EXPLAIN QUERY PLAN {statement}"))
    else:
        for shortcut in ("seqscan", "bitmapscan"):  # what the planner prefers while a table is this small
            db.session.execute(text(f"SET LOCAL enable_{shortcut} = off"))
        plan = db.session.execute(text(f"EXPLAIN {statement}"))
    lines = "\n".join(str(row) for row in plan)
    assert "ix_reminders_planned" in lines
    assert "TEMP B-TREE" not in lines
    assert "Sort" not in lines

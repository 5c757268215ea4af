"""The command line, the demo people, and the nightly housekeeping."""

from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from webapp.accounts import demo, jobs, passwords, sessions
from webapp.accounts.models import OneTimeToken, Throttle, TokenPurpose, User, UserSession
from webapp.core import clock
from webapp.core.db import db


def test_users_create_makes_a_proven_account_and_prints_a_password(app: Flask):
    run = app.test_cli_runner().invoke(
        args=["users", "create", "Boss@Example.com", "--role", "admin", "--locale", "vi"]
    )
    user = User.with_email("boss@example.com")
    assert run.exit_code == 0, run.output
    assert user is not None
    assert (user.role, user.zone, user.email_verified_at is not None) == ("admin", "Asia/Ho_Chi_Minh", True)
    assert passwords.matches(user.password_hash, run.output.rsplit("Password: ", 1)[1].strip())


def test_users_create_says_when_the_address_is_taken(app: Flask, owner: User):
    run = app.test_cli_runner().invoke(args=["users", "create", owner.email])
    assert run.exit_code == 1
    assert "has an account already" in run.output


def test_the_demo_people_are_made_once(app: Flask):
    first: dict[str, Any] = {}
    again: dict[str, Any] = {}
    demo.load(first)
    demo.load(again)
    db.session.commit()
    assert len(again["people"]) == 7
    assert db.session.scalar(select(func.count(User.id))) == 7
    assert first["people"]["customer.th@example.com"].zone == "Asia/Bangkok"
    assert passwords.matches(again["people"]["admin@example.com"].password_hash, "aftercare-demo")


def test_the_night_forgets_what_is_over(owner: User):
    now = clock.real_now()
    rows = [
        Throttle(key="old", count=9, resets_at=now - timedelta(seconds=1)),
        Throttle(key="new", count=1, resets_at=now + timedelta(hours=1)),
        UserSession(user_id=owner.id, token_hash="a", fresh_until=now, ended_at=now - timedelta(days=91)),
        UserSession(user_id=owner.id, token_hash="b", fresh_until=now, ended_at=now - timedelta(days=1)),
    ]
    db.session.add_all(rows)
    OneTimeToken.issue(owner.id, TokenPurpose.VERIFY_EMAIL, owner.email)
    db.session.commit()
    jobs.forget_what_is_over.run()
    assert db.session.scalars(select(Throttle.key)).all() == ["new"]
    assert db.session.scalars(select(UserSession.token_hash)).all() == ["b"]
    assert len(db.session.scalars(select(OneTimeToken)).all()) == 1


def test_ending_a_session_twice_tells_it_once(owner: User):
    from webapp.accounts.signals import signed_out

    row = UserSession(user_id=owner.id, token_hash="a", fresh_until=clock.real_now())
    db.session.add(row)
    db.session.flush()
    heard: list[int] = []
    with signed_out.connected_to(lambda session: heard.append(session.id)):
        row.end()
        row.end()
    assert heard == [row.id]
    assert sessions.devices_of(owner) == []

"""Pressing twice, going back, a lost answer: one act, the same answer."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask, Response, redirect
from flask.testing import FlaskClient

from webapp.accounts.models import User
from webapp.core import audit, clock, idempotency
from webapp.core.audit import AuditEntry
from webapp.core.db import db
from webapp.core.idempotency import KeptAnswer, KeyReused

Press = Callable[..., Response]


def written() -> int:
    return len(db.session.scalars(db.select(AuditEntry.id)).all())


def make() -> Any:
    audit.record(1, "made", "x:1")
    return redirect("/made/1", 303)


def part() -> Any:
    audit.record(1, "made", "x:1")
    return Response("<p>ก ё ễ</p>", 201, mimetype="text/html")


def test_the_second_press_gets_the_first_answer(press: Press) -> None:
    first, second = press(make, key="k"), press(make, key="k")
    assert (first.status_code, first.location) == (second.status_code, second.location) == (303, "/made/1")
    assert second.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    assert written() == 1


def test_a_part_is_replayed_with_its_text(press: Press) -> None:
    press(part, key="k")
    again = press(part, key="k")
    assert (again.status_code, again.mimetype) == (201, "text/html")
    assert again.get_data(as_text=True) == "<p>ก ё ễ</p>"
    assert written() == 1


def test_the_key_may_come_in_the_form(press: Press) -> None:
    form = {"idempotency_key": "from-the-form", "name": "Linh"}
    press(make, data=form)
    press(make, data=form)
    assert written() == 1


@pytest.mark.parametrize(
    "other", [{"data": {"a": "2"}}, {"data": {"a": "1", "b": "1"}}, {"path": "/other", "data": {"a": "1"}}]
)
def test_the_same_key_with_another_request_is_refused(press: Press, other: dict[str, Any]) -> None:
    press(make, key="k", data={"a": "1"})
    with pytest.raises(KeyReused):
        press(make, key="k", **other)
    assert KeyReused.status == 422
    assert written() == 1


def test_another_person_may_have_the_same_key(press: Press, family: User) -> None:
    press(make, key="k")
    press(make, key="k", person=family)
    assert written() == 2


def test_visitors_and_requests_without_a_key_act_every_time(press: Press) -> None:
    press(make, key="k", person=None)
    press(make, key="k", person=None)
    press(make)
    press(make)
    assert written() == 4


def test_after_a_refusal_the_same_key_may_try_again(press: Press) -> None:
    def refuse() -> Any:
        return Response("no", 422)

    assert press(refuse, key="k").status_code == 422
    assert press(make, key="k").status_code == 303
    assert written() == 1


def test_a_view_that_rolled_back_by_itself_may_refuse(press: Press) -> None:
    def refuse() -> Any:
        audit.record(1, "half", "x:1")
        db.session.flush()
        db.session.rollback()
        return Response("no", 409)

    assert press(refuse, key="k").status_code == 409
    assert press(make, key="k").status_code == 303
    assert written() == 1


def test_an_error_forgets_the_key(press: Press) -> None:
    def fail() -> Any:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        press(fail, key="k")
    assert press(make, key="k").status_code == 303


def test_two_presses_at_the_same_moment_act_once(
    app: Flask, admin: User, sign_in: Callable[[User], FlaskClient]
) -> None:
    browsers = [sign_in(admin) for _press in range(4)]
    form = {"slug": "fans", "icon": "fan", "position": "1", "name_en": "Fans"}
    gate, answers = threading.Barrier(len(browsers)), list[int]()

    def send(browser: FlaskClient) -> None:
        gate.wait()
        with app.app_context():
            answer = browser.post("/staff/categories", data=form, headers={"Idempotency-Key": "one-press"})
            answers.append(answer.status_code)

    threads = [threading.Thread(target=send, args=(browser,)) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [303] * 4
    assert written() == 1


def test_old_answers_are_forgotten(press: Press) -> None:
    press(make, key="old")
    press(make, key="new")
    row = db.session.scalars(db.select(KeptAnswer).filter_by(key="old")).one()
    row.kept_at = clock.real_now() - timedelta(days=8)
    db.session.commit()
    assert idempotency.forget_old() == 1
    assert db.session.scalars(db.select(KeptAnswer.key)).all() == ["new"]


def test_a_kept_row_tells_nothing_of_what_was_typed(press: Press) -> None:
    press(make, key="k", data={"password": "correct horse battery"})
    row = db.session.scalars(db.select(KeptAnswer)).one()
    assert "horse" not in repr([row.request_hash, row.body, row.location])

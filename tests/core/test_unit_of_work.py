"""One request, one transaction: all of it or nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Response

from webapp.core import audit
from webapp.core.audit import AuditEntry
from webapp.core.db import after_commit, db
from webapp.core.errors import Conflict
from webapp.core.web import keep_rows

Press = Callable[..., Response]


def written() -> list[str]:
    return list(db.session.scalars(db.select(AuditEntry.act).order_by(AuditEntry.id)))


def writing(status: int) -> Callable[[], Any]:
    def view() -> Any:
        audit.record(1, "tried", "x:1")
        return Response("", status)

    return view


@pytest.mark.parametrize("status", [200, 201, 204, 303])
def test_a_good_answer_commits(press: Press, status: int) -> None:
    assert press(writing(status)).status_code == status
    assert written() == ["tried"]


@pytest.mark.parametrize("status", [400, 404, 409, 422, 429, 500])
def test_a_refusal_leaves_no_trace(press: Press, status: int) -> None:
    assert press(writing(status)).status_code == status
    assert written() == []


def test_an_error_leaves_no_trace(press: Press) -> None:
    def view() -> Any:
        audit.record(1, "tried", "x:1")
        db.session.flush()
        raise Conflict

    with pytest.raises(Conflict):
        press(view)
    assert written() == []


def test_what_must_be_remembered_of_a_refusal_is_kept(press: Press) -> None:
    def view() -> Any:
        audit.record(1, "failed sign-in", "x:1")
        keep_rows()
        return Response("", 422)

    assert press(view).status_code == 422
    assert written() == ["failed sign-in"]


def test_reading_commits_nothing(press: Press) -> None:
    press(writing(200), method="GET")
    assert written() == []


def test_work_after_the_commit_sees_the_rows_and_is_dropped_with_them(press: Press) -> None:
    seen: list[list[str]] = []

    def view(status: int) -> Callable[[], Any]:
        def inside() -> Any:
            audit.record(1, "tried", "x:1")
            after_commit(lambda: seen.append(written()))
            return Response("", status)

        return inside

    press(view(422))
    assert seen == []
    press(view(200))
    assert seen == [["tried"]]


def test_failing_work_after_the_commit_undoes_nothing(press: Press) -> None:
    def view() -> Any:
        audit.record(1, "tried", "x:1")
        after_commit(lambda: 1 // 0)
        return Response("", 200)

    assert press(view).status_code == 200
    assert written() == ["tried"]

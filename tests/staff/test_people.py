"""Roles and sessions of people: for admins, never their own."""

from collections.abc import Callable

from flask.testing import FlaskClient

from webapp.accounts.models import User
from webapp.core.db import db

Acts = Callable[[], list[tuple[str, str]]]
SignIn = Callable[[User], FlaskClient]


def test_an_admin_gives_a_role_and_old_sessions_end(
    admin: User, family: User, sign_in: SignIn, acts: Acts
) -> None:
    theirs, mine = sign_in(family), sign_in(admin)
    assert "family@example.com" in mine.get("/staff/people?email=Family@example.com").text
    assert mine.post(f"/staff/people/{family.id}/role", data={"role": "agent"}).status_code == 303
    assert family.role == "agent"
    assert theirs.get("/staff").status_code == 303
    assert sign_in(family).get("/staff").status_code == 200
    assert acts() == [("person.role", f"customer:{family.id}")]


def test_nobody_changes_their_own_role(admin: User, sign_in: SignIn, acts: Acts) -> None:
    browser = sign_in(admin)
    assert "Nobody changes their own role" in browser.get(f"/staff/people/{admin.id}").text
    assert browser.post(f"/staff/people/{admin.id}/role", data={"role": "customer"}).status_code == 403
    assert admin.role == "admin"
    assert acts() == []


def test_a_role_that_does_not_exist_is_refused(admin: User, family: User, sign_in: SignIn) -> None:
    answer = sign_in(admin).post(f"/staff/people/{family.id}/role", data={"role": "emperor"})
    assert answer.status_code == 422
    assert family.role == "customer"


def test_an_admin_signs_a_person_out_everywhere(
    admin: User, agent: User, sign_in: SignIn, acts: Acts
) -> None:
    theirs, mine = sign_in(agent), sign_in(admin)
    assert theirs.get("/staff").status_code == 200
    assert mine.post(f"/staff/people/{agent.id}/sign-out").status_code == 303
    assert theirs.get("/staff").status_code == 303
    assert mine.post(f"/staff/people/{admin.id}/sign-out").status_code == 303
    assert mine.get("/staff").status_code == 200, "this browser stays signed in"
    assert [act for act, _subject in acts()] == ["person.sign_out", "person.sign_out"]


def test_agents_and_editors_give_no_roles(desk: FlaskClient, editing: FlaskClient, family: User) -> None:
    for browser in (desk, editing):
        assert browser.post(f"/staff/people/{family.id}/role", data={"role": "admin"}).status_code == 404
    db.session.refresh(family)
    assert family.role == "customer"

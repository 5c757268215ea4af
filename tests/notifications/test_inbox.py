"""The inbox page, its acts, and choosing channels."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from tests.notifications.conftest import Phone, deliveries
from webapp.accounts.export import as_json
from webapp.accounts.models import User
from webapp.accounts.signals import user_erased
from webapp.core import clock
from webapp.core.db import db
from webapp.notifications import choices
from webapp.notifications.choices import CHOOSABLE, Ways
from webapp.notifications.letters import stop_token
from webapp.notifications.models import Notification, PushSubscription, State, Topic
from webapp.notifications.switches import switches_of

SignIn = Callable[[User], FlaskClient]
Tell = Callable[..., Notification]
pytestmark = pytest.mark.usefixtures("noon")


def test_an_empty_inbox_invites(owner: User, sign_in: SignIn) -> None:
    page = sign_in(owner).get("/notifications").text
    assert 'href="/products"' in page
    assert "push-reminders" in page


def test_news_stand_newest_first_in_their_own_language(owner: User, sign_in: SignIn, tell: Tell) -> None:
    tell(owner, "one", title="Первое", lang="ru")
    tell(owner, "two", title="Thứ hai")
    page = sign_in(owner).get("/notifications").text
    assert page.index("Thứ hai") < page.index("Первое")
    assert 'lang="ru">Первое' in page


def test_nobody_reads_a_strangers_inbox(owner: User, stranger: User, sign_in: SignIn, tell: Tell) -> None:
    told = tell(owner, title="Bí mật")
    browser = sign_in(stranger)
    assert "Bí mật" not in browser.get("/notifications").text
    assert browser.post(f"/notifications/{told.ref}/reading").status_code == 404
    browser.post("/notifications/reading")
    assert Notification.unread_count(owner.id) == 1


def test_opening_one_reads_it_and_leads_on(owner: User, sign_in: SignIn, tell: Tell) -> None:
    told = tell(owner)
    answer = sign_in(owner).post(f"/notifications/{told.ref}/reading")
    assert (answer.status_code, answer.location) == (303, "/products/k7m2p4q9xa")
    assert Notification.unread_count(owner.id) == 0


def test_everything_can_be_marked_read(owner: User, sign_in: SignIn, tell: Tell) -> None:
    tell(owner, "one"), tell(owner, "two")
    assert sign_in(owner).post("/notifications/reading").location == "/notifications"
    assert Notification.unread_count(owner.id) == 0


def test_withdrawn_news_disappear(owner: User, sign_in: SignIn, tell: Tell) -> None:
    from webapp.notifications.telling import cancel_for

    tell(owner, title="Đã qua")
    cancel_for("due:")
    assert "Đã qua" not in sign_in(owner).get("/notifications").text


def test_long_inboxes_come_in_pages(owner: User, sign_in: SignIn, tell: Tell) -> None:
    owner.daily_cap = 1
    for number in range(45):
        tell(owner, f"n:{number}", title=f"Tin số {number:02}")
    browser, url, seen = sign_in(owner), "/notifications", []
    while url:
        page = browser.get(url, headers={"HX-Request": "true"} if seen else {}).text
        seen += [line.split("Tin số ")[1][:2] for line in page.splitlines() if "Tin số " in line]
        url = page.split('hx-get="')[1].split('"')[0] if 'hx-get="' in page else ""
    assert seen == [f"{number:02}" for number in range(44, -1, -1)]


def test_the_inbox_takes_few_statements(
    owner: User, sign_in: SignIn, tell: Tell, count_statements: list[str]
) -> None:
    owner.daily_cap = 1
    for number in range(25):
        tell(owner, f"n:{number}")
    browser = sign_in(owner)
    browser.get("/notifications")
    count_statements.clear()
    browser.get("/notifications")
    assert len(count_statements) <= 4, count_statements


@pytest.mark.parametrize("before", ["x", "-1", "99999999999999999999", "1' OR 1=1"])
def test_odd_page_marks_do_no_harm(owner: User, sign_in: SignIn, before: str) -> None:
    assert sign_in(owner).get("/notifications", query_string={"before": before}).status_code == 200


def test_this_device_says_when_it_last_showed_something(
    owner: User, sign_in: SignIn, phone: Callable[..., Phone]
) -> None:
    browser = sign_in(owner)
    phone(owner, session_id=_session_of(owner), last_shown_at=clock.now() - timedelta(days=1))
    page = browser.get("/notifications").text
    assert 'data-known="1"' in page
    assert "20 thg 11, 2026" in page


def test_other_devices_are_listed_with_a_way_to_remove_them(
    owner: User, sign_in: SignIn, phone: Callable[..., Phone]
) -> None:
    phone(owner)
    page = sign_in(owner).get("/notifications").text
    assert "Chrome · Android" in page
    assert "/removal" in page


def _session_of(person: User) -> int:
    from webapp.accounts.models import UserSession

    return db.session.scalars(db.select(UserSession.id).where(UserSession.user_id == person.id)).one()


def test_switches_are_saved_and_only_what_changed(owner: User, sign_in: SignIn) -> None:
    sent = {f"push-{topic}": "on" for topic in CHOOSABLE} | {"fallback": "on", "email-service_due": "on"}
    del sent["push-warranty_ending"]
    assert sign_in(owner).post("/notifications/topics", data=sent).location == "/settings"
    assert choices.ways_of(owner.id, Topic.SERVICE_DUE) == Ways(push=True, email=True, fallback=True)
    assert choices.ways_of(owner.id, Topic.WARRANTY_ENDING) == Ways(push=False, email=False, fallback=True)
    rows = db.session.scalars(db.select(choices.TopicChoice.topic)).all()
    assert set(rows) == {"service_due", "warranty_ending"}


def test_saving_switches_does_not_revive_stopped_letters(owner: User, sign_in: SignIn) -> None:
    choices.stop_email(owner.id, Topic.SERVICE_DUE)
    sent = {f"push-{topic}": "on" for topic in CHOOSABLE} | {"fallback": "on"}
    sign_in(owner).post("/notifications/topics", data=sent)
    assert not choices.ways_of(owner.id, Topic.SERVICE_DUE).fallback


def test_the_fallback_switch_turns_all_topics(owner: User, sign_in: SignIn) -> None:
    sent = {f"push-{topic}": "on" for topic in CHOOSABLE}
    sign_in(owner).post("/notifications/topics", data=sent)
    assert not switches_of(owner).fallback


def test_a_letter_can_be_stopped_without_signing_in(client: FlaskClient, owner: User) -> None:
    url = f"/notifications/unsubscribe/{stop_token(owner.id, Topic.SERVICE_DUE)}"
    assert client.get(url).status_code == 200
    assert choices.ways_of(owner.id, Topic.SERVICE_DUE).fallback  # reading the link changed nothing
    assert client.post(url).status_code == 200
    assert choices.ways_of(owner.id, Topic.SERVICE_DUE) == Ways(push=True, email=False, fallback=False)


@pytest.mark.parametrize("token", ["x", "WzEsInNlcnZpY2VfZHVlIl0", "WzEsInNlcnZpY2VfZHVlIl0.AAAA"])
def test_forged_links_stop_nothing(client: FlaskClient, token: str) -> None:
    assert client.get(f"/notifications/unsubscribe/{token}").status_code == 404
    assert client.post(f"/notifications/unsubscribe/{token}").status_code == 404


def test_the_export_holds_what_was_told(owner: User, tell: Tell, phone: Callable[..., Phone]) -> None:
    own = phone(owner)
    tell(owner)
    text = as_json(owner).decode()
    assert "Thay lõi lọc số 1 sau 3 ngày" in text
    assert own.endpoint not in text


def test_erasing_a_person_leaves_no_word_and_no_device(
    owner: User, tell: Tell, phone: Callable[..., Phone]
) -> None:
    phone(owner)
    tell(owner)
    user_erased.send(owner)
    assert db.session.scalars(db.select(Notification.title)).all() == [""]
    assert db.session.scalar(db.select(PushSubscription)) is None
    assert [row.state for row in deliveries()] == [State.CANCELLED]

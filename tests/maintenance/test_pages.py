"""What people see and send: the care plan's parts, the three acts on a due, readings, history."""

import io
from datetime import date

import pytest
from PIL import Image

from webapp.core.db import db
from webapp.core.web import render
from webapp.maintenance.dues import recalculate
from webapp.maintenance.models import Due, ServiceRecord
from webapp.maintenance.views import care_plan_of


@pytest.fixture
def phone(sign_in, owner):
    owner.locale = "en"
    return sign_in(owner)


def test_the_care_plan_shows_what_how_often_and_when(app, purchase, owner):
    with app.test_request_context("/"):
        html = render("maintenance/_care_plan.html", purchase=purchase, care=care_plan_of(purchase))
    assert "Replace filter no. 1" in html
    assert "every 6 months or 3,600\N{NO-BREAK SPACE}L" in html
    assert "in 13 days" in html
    assert 'class="progress tone-warn"' in html


def test_the_care_plan_says_what_use_decides_and_what_rests(app, plan, purchase, owner):
    resting, by_use = care_plan_of(purchase)
    db.session.get_one(Due, resting.id).snooze(owner)
    plan.items[1].every_months, plan.items[1].usage_every = 0, 9000
    recalculate(purchase)
    with app.test_request_context("/"):
        html = render("maintenance/_care_plan.html", purchase=purchase, care=care_plan_of(purchase))
    assert "Reminders rest until 4 Sep 2025" in html
    assert "by use" in html
    late = care_plan_of(purchase)[1]
    assert (late.fraction, late.is_overdue, late.needs_booking, late.note) == (0.0, False, True, "")
    assert (by_use.id, late.at_use) == (late.id, "9,000\N{NO-BREAK SPACE}L")


def test_an_empty_care_plan_says_so(app, purchase):
    with app.test_request_context("/"):
        assert "Nothing is due" in render("maintenance/_care_plan.html", purchase=purchase, care=[])


def test_the_done_page_asks_for_day_meter_note_and_photo(phone, due):
    html = phone.get(f"/dues/{due.id}/completion").text
    for name in ('name="on"', 'name="value"', 'name="note"', 'name="photo"', 'value="2025-09-01"'):
        assert name in html


def test_done_by_the_form_keeps_note_and_photo(phone, due):
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(picture, "JPEG")
    picture.seek(0)
    answer = phone.post(
        f"/dues/{due.id}/completion",
        data={"on": "2025-08-30", "value": "1 200", "note": "Clean", "photo": (picture, "filter.jpg")},
    )
    assert (answer.status_code, answer.location) == (303, f"/products/{due.purchase.ref}")
    record = db.session.query(ServiceRecord).one()
    assert (record.happened_on, record.usage, record.note) == (date(2025, 8, 30), 1200, "Clean")
    shown = phone.get(f"/products/{due.purchase.ref}/history")
    path = f"/products/{due.purchase.ref}/history/{record.id}/photo"
    assert "Clean" in shown.text
    assert path in shown.text
    assert phone.get(path).mimetype == "image/webp"


def test_done_from_the_notification_needs_no_field_and_happens_once(phone, due):
    for _press in range(2):
        answer = phone.post(f"/dues/{due.id}/completion", headers={"Idempotency-Key": "press-1"})
        assert answer.status_code == 303
    assert phone.post(f"/dues/{due.id}/completion", headers={"Idempotency-Key": "press-2"}).status_code == 303
    assert db.session.query(ServiceRecord).count() == 1
    assert db.session.query(ServiceRecord).one().happened_on == date(2025, 9, 1)


@pytest.mark.parametrize(
    ("data", "status", "sentence"),
    [
        ({"on": "2025-12-01"}, 422, "This day has not come yet"),
        ({"on": "soon"}, 422, "Choose a day from the calendar"),
        ({"value": "a lot"}, 422, "Write a whole number"),
        ({"value": "99999999"}, 422, "Write a number between"),
        ({"note": "x" * 1001}, 422, "Keep the note under"),
        ({"photo": b"<svg/>"}, 415, "not supported"),
    ],
)
def test_bad_input_is_answered_beside_the_field_and_nothing_is_done(phone, due, data, status, sentence):
    sent = {name: (io.BytesIO(value), "a.jpg") if name == "photo" else value for name, value in data.items()}
    answer = phone.post(f"/dues/{due.id}/completion", data=sent)
    assert answer.status_code == status
    assert sentence in answer.text
    assert db.session.get(Due, due.id).is_open
    assert db.session.query(ServiceRecord).count() == 0


def test_skip_and_snooze(phone, due):
    assert phone.get(f"/dues/{due.id}/snooze").status_code == 200
    assert phone.post(f"/dues/{due.id}/snooze").status_code == 303
    assert db.session.get(Due, due.id).snoozed_until == date(2025, 9, 4)
    assert phone.post(f"/dues/{due.id}/snooze", data={"days": "7"}).status_code == 303
    assert db.session.get(Due, due.id).snoozed_until == date(2025, 9, 8)
    assert phone.post(f"/dues/{due.id}/snooze", data={"until": "2025-08-01"}).status_code == 422
    assert phone.post(f"/dues/{due.id}/snooze", data={"days": "5"}).status_code == 422
    assert phone.post(f"/dues/{due.id}/skip", data={"reason": "x" * 1001}).status_code == 422
    assert phone.get(f"/dues/{due.id}/skip").status_code == 200
    assert phone.post(f"/dues/{due.id}/skip", data={"reason": "Away"}).status_code == 303
    assert phone.post(f"/dues/{due.id}/completion").status_code == 409
    assert phone.post(f"/dues/{due.id}/snooze").status_code == 409
    assert phone.post(f"/dues/{due.id}/skip").status_code == 303
    assert phone.get(f"/dues/{due.id}/completion").status_code == 200


def test_readings_page(phone, purchase):
    url = f"/products/{purchase.ref}/readings"
    assert phone.post(url, data={"value": "1,500"}).status_code == 303
    assert "1" in phone.get(url).text
    assert phone.post(url, data={"value": "3"}).status_code == 422
    assert phone.post(url, data={}).status_code == 422
    assert phone.post(url, data={"value": "3", "reset": "y"}).status_code == 303


def test_no_meter_no_readings_page(phone, purchase):
    purchase.model.usage_unit = None
    assert phone.get(f"/products/{purchase.ref}/readings").status_code == 404


def test_an_empty_history_invites(phone, purchase):
    assert "Nothing recorded yet" in phone.get(f"/products/{purchase.ref}/history").text


def test_a_stranger_finds_nothing(sign_in, stranger, due):
    browser = sign_in(stranger)
    for act in ("completion", "skip", "snooze"):
        assert browser.get(f"/dues/{due.id}/{act}").status_code == 404
        assert browser.post(f"/dues/{due.id}/{act}").status_code == 404
    for page in ("history", "readings", "history/1/photo"):
        assert browser.get(f"/products/{due.purchase.ref}/{page}").status_code == 404

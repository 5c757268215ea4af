"""What a person recorded is theirs: exported whole, and on erasure gone while the unit's facts stay."""

import json

from webapp.accounts import signals as accounts
from webapp.accounts.export import as_json
from webapp.core.db import db
from webapp.core.media import Media
from webapp.maintenance.models import MeterReading, ServiceRecord
from webapp.maintenance.readings import read_meter


def test_the_export_holds_records_readings_and_reminders(due, owner):
    read_meter(due.purchase, owner, 1200)
    due.do(owner, note="easy")
    kept = json.loads(as_json(owner))
    record = kept["maintenance"]["service_records"][0]
    assert (record["product"], record["note"], record["on"]) == (due.purchase.ref, "easy", "2025-09-01")
    assert kept["maintenance"]["meter_readings"][0]["value"] == 1200
    assert {row["state"] for row in kept["reminders"]} == {"planned", "cancelled"}


def test_erasing_keeps_what_was_done_without_the_persons_words(due, owner):
    record = due.do(owner, note="key under the mat")
    record.photo = Media(key="aa/none.webp", kind="image", mime="image/webp", size=1)
    read_meter(due.purchase, owner, 1200)
    accounts.user_erased.send(owner)
    db.session.expire_all()
    row = db.session.query(ServiceRecord).one()
    assert (row.kind, row.note, row.photo_id, row.by_id) == ("done", "", None, None)
    assert db.session.query(Media).count() == 0
    assert db.session.query(MeterReading).one().by_id is None

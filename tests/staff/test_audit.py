"""The audit trail: filtered by person, act and subject, read by key."""

from flask.testing import FlaskClient

from webapp.accounts.models import User
from webapp.core import audit, clock
from webapp.core.db import db
from webapp.notifications.models import Delivery, Notification
from webapp.staff import figures, trail


def test_filters_narrow_the_trail(desk: FlaskClient, agent: User, admin: User) -> None:
    audit.record(agent.id, "purchase.void", "purchase:abc", reason="Sea water")
    audit.record(admin.id, "person.role", "customer:7", after="agent")
    db.session.commit()
    assert "Sea water" in desk.get(f"/staff/audit?by={agent.id}").text
    assert "Sea water" not in desk.get(f"/staff/audit?by={admin.id}").text
    assert "Sea water" not in desk.get("/staff/audit?act=person.role").text
    assert "Sea water" in desk.get("/staff/audit?subject=purchase:abc&act=purchase.void").text
    assert desk.get("/staff/audit?by=nonsense&act=nonsense&after=-1").status_code == 200


def test_the_trail_is_read_by_key(desk: FlaskClient, agent: User) -> None:
    for n in range(40):
        audit.record(agent.id, "purchase.void", f"purchase:p{n}")
    db.session.commit()
    first = desk.get("/staff/audit").text
    assert "purchase:p39" in first
    assert "purchase:p9<" not in first
    rest = desk.get(
        f"/staff/audit?after={first.split('after=')[1].split(chr(34))[0]}", headers={"HX-Request": "true"}
    )
    assert "purchase:p0" in rest.text
    assert "<html" not in rest.text


def test_every_act_has_words_and_unknown_ones_are_refused(agent: User) -> None:
    assert all(trail.act_text(act) for act in trail.ACTS)
    try:
        trail.note("no.such.act", "x:1")
    except KeyError:
        return
    raise AssertionError("an unknown act was written down")


def test_reach_counts_what_was_shown_once_per_reminder(owner: User) -> None:
    now = clock.now()
    for n, shown in enumerate((None, now, now)):
        words = {"title": "t", "body": "b", "path": "/", "lang": "en", "expires_at": now}
        told = Notification(user_id=owner.id, key=f"k{n}", topic="service_due", **words)
        db.session.add(told)
        db.session.flush()
        for target in ("one", "two"):
            times = {"not_before": now, "expires_at": now, "sent_at": now, "shown_at": shown}
            db.session.add(Delivery(notification_id=told.id, channel="push", target=target, **times))
    db.session.commit()
    assert figures.reach() == figures.Reach(told=3, sent=3, shown=2, opened=0)
    assert figures.waiting().deliveries == 6

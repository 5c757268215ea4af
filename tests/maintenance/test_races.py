"""Two people, one due: whatever the order, one record, one next occurrence."""

import threading

from webapp.accounts.models import User
from webapp.core.db import db
from webapp.core.errors import Conflict
from webapp.maintenance.models import Due, ServiceRecord
from webapp.maintenance.readings import read_meter


def at_once(app, *acts):
    """Run acts at the same moment, each in its own context and transaction; return the refusals."""
    start, refused = threading.Barrier(len(acts)), []
    db.session.commit()

    def work(act):
        with app.app_context():
            start.wait()
            try:
                act()
                db.session.commit()
            except Conflict as error:
                refused.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=work, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


def test_owner_and_family_do_it_at_once(app, due, owner, family):
    due_id, people = due.id, (owner.id, family.id)

    def done_by(person_id):
        return lambda: db.session.get_one(Due, due_id).do(db.session.get_one(User, person_id))

    assert at_once(app, *(done_by(person_id) for person_id in people)) == []
    assert db.session.query(ServiceRecord).count() == 1
    assert db.session.query(Due).filter_by(plan_item_id=due.plan_item_id, state="open").count() == 1


def test_one_does_it_while_the_other_skips_and_a_third_reads_the_meter(app, due, owner):
    due_id, owner_id = due.id, owner.id

    def with_due(act):
        return lambda: act(db.session.get_one(Due, due_id), db.session.get_one(User, owner_id))

    refused = at_once(
        app,
        with_due(lambda due, person: due.do(person)),
        with_due(lambda due, person: due.skip(person)),
        with_due(lambda due, person: read_meter(due.purchase, person, 100)),
    )
    assert len(refused) == 1
    assert db.session.query(ServiceRecord).count() == 1
    assert db.session.query(Due).filter_by(plan_item_id=due.plan_item_id, state="open").count() == 1

"""What stands behind each route's placeholders: things of the owner, so that anyone else must get 404."""

from functools import cached_property
from typing import Any

from werkzeug.routing import Rule

from tests.world import SERIALS, World
from webapp.accounts.models import UserSession
from webapp.core import clock
from webapp.core.db import db
from webapp.core.security import hash_token, new_token
from webapp.maintenance.models import Due, PlanItem, ServicePlan
from webapp.notifications.models import Topic
from webapp.notifications.telling import Message, notify
from webapp.products.models import PurchaseShare


class Belongings:
    """The owner's purifier with a plan and a policy's slot, a family member, a message, a second browser."""

    def __init__(self, world: World) -> None:
        self.world = world
        plan = ServicePlan(model_id=world.purifier.id)
        names = dict.fromkeys(("en", "vi", "ru", "th"), "Replace the filter")
        plan.items = [PlanItem(code="filter", names=names, every_months=6, anchor="completion")]
        world._keep(plan)
        self.purchase = world.purchase
        world._keep(PurchaseShare(purchase_id=self.purchase.id, user_id=world.person("family").id))
        self.due_id = db.session.query(Due.id).filter_by(purchase_id=self.purchase.id).limit(1).scalar()
        assert self.due_id, "the purifier's plan made no due"

    @cached_property
    def notification_ref(self) -> str:
        message = Message(
            topic=Topic.ACCOUNT,
            title="Linh Nguyễn",
            body="",
            path="/",
            key="matrix",
            lang="vi",
            expires_at=clock.now(),
        )
        told = notify(self.world.person("owner"), message)
        db.session.commit()
        return told.ref

    @cached_property
    def session_id(self) -> int:
        row = UserSession(
            user_id=self.world.person("owner").id,
            token_hash=hash_token(new_token()),
            fresh_until=clock.real_now(),
        )
        return int(self.world._keep(row).id)

    def value(self, rule: Rule, name: str) -> Any:
        """Return the value of a placeholder. A new placeholder must be declared here: KeyError otherwise."""
        if name == "ref" and rule.endpoint in ("notifications.read", "notifications.remove"):
            return self.notification_ref
        if name == "ref" and rule.endpoint.startswith("staff.") and "/models/" in rule.rule:
            return self.world.purifier.ref
        if name == "person_id":
            return self.world.person("owner").id
        if name == "user_id":
            return self.world.person("family").id
        return self._plain(name)

    def _plain(self, name: str) -> Any:
        return {
            "ref": self.purchase.ref,
            "due_id": self.due_id,
            "session_id": self.session_id,
            "record_id": 1,
            "invitation_id": 1,
            "version": "0" * 12,
            "path": "js/app.js",
            "locale": "vi",
            "state": "waiting",
            "gtin": self.world.purifier.gtin,
            "batch": "A1",
            "serial": SERIALS[0],
            "token": "not-a-token",
            "secret": "not-a-secret",
            "slug": self.world.category.slug,
            "code": "filter",
            "name": "goodwill",
            "event_ref": "none",
        }[name]

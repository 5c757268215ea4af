"""Reading the audit trail: who did what to which subject."""

from typing import Any

from sqlalchemy import Select, select

from webapp.accounts.models import User
from webapp.core.audit import AuditEntry
from webapp.core.db import db

_OPENS = {
    "purchase": "/staff/purchases/{}",
    "dispute": "/staff/disputes/{}",
    "model": "/staff/models/{}",
    "policy": "/staff/policies/{}",
    "plan": "/staff/models/{}/plan",
    "customer": "/staff/customers/{}",
    "import": "/staff/imports/{}",
    "category": "/staff/categories/{}",
    "extension": "/staff/extension-plans",
}


def entries() -> Select[*tuple[Any, ...]]:
    """Select audit entries with the name of who acted, the latest first."""
    columns = (AuditEntry, User.name.label("by_name"))
    return (
        select(*columns).join(User, User.id == AuditEntry.by_id, isouter=True).order_by(AuditEntry.id.desc())
    )


def latest(count: int) -> list[Any]:
    """Return the latest entries."""
    return list(db.session.execute(entries().limit(count)).all())


def path_of(subject: str) -> str | None:
    """Return the console's page about a subject such as `purchase:abc`, or None when it has none."""
    kind, _colon, name = subject.partition(":")
    return _OPENS[kind].format(name) if kind in _OPENS and name else None

"""The audit trail: every act of staff, who did it, to what, with which facts."""

from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import Record, db


class AuditEntry(Record):
    """One act of staff. Rows are only ever added."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index("ix_audit_entries_subject_id", "subject", "id"),)

    by_id: Mapped[int] = mapped_column(index=True)
    act: Mapped[str] = mapped_column(db.String(60))
    subject: Mapped[str] = mapped_column(db.String(120))
    details: Mapped[dict[str, Any]] = mapped_column(db.JSON, default=dict)


def record(by: int, act: str, subject: str, **details: Any) -> AuditEntry:
    """Add an entry in the current transaction: `record(me().id, "purchase.approve", f"purchase:{ref}")`."""
    entry = AuditEntry(by_id=by, act=act, subject=subject, details=details)
    db.session.add(entry)
    return entry

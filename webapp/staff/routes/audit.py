"""The audit trail of every act of staff."""

from typing import Any

from flask import Response, request
from sqlalchemy import select

from webapp.accounts.models import Role, User
from webapp.core.access import allow
from webapp.core.audit import AuditEntry
from webapp.core.db import db
from webapp.core.web import page
from webapp.staff.audit_list import entries, path_of
from webapp.staff.blueprint import bp
from webapp.staff.paging import page_of, whole_number
from webapp.staff.trail import ACTS, act_text


@bp.route("/audit")
@allow.staff
def audit() -> Response:
    people = db.session.execute(
        select(User.id, User.name).where(User.role != Role.CUSTOMER).order_by(User.name)
    ).all()
    return page(
        "staff/audit.html",
        part="staff/_audit_rows.html",
        found=page_of(_filtered(), key=lambda row: row.AuditEntry.id),
        people=people,
        acts=ACTS,
        act_text=act_text,
        path_of=path_of,
    )


def _filtered() -> Any:
    wanted = entries()
    if by := whole_number("by"):
        wanted = wanted.where(AuditEntry.by_id == by)
    if (act := request.args.get("act")) in ACTS:
        wanted = wanted.where(AuditEntry.act == act)
    if subject := request.args.get("subject", "").strip()[:120]:
        wanted = wanted.where(AuditEntry.subject == subject)
    if after := whole_number("after"):
        wanted = wanted.where(AuditEntry.id < after)
    return wanted

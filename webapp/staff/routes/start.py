"""The console's first page: what waits."""

from flask import Response

from webapp.core.access import allow
from webapp.core.web import page
from webapp.staff import audit_list, figures
from webapp.staff.audit_list import path_of
from webapp.staff.blueprint import bp
from webapp.staff.trail import act_text


@bp.route("")
@allow.staff
def start() -> Response:
    return page(
        "staff/start.html",
        waiting=figures.waiting(),
        reach=figures.reach(),
        latest=audit_list.latest(8),
        act_text=act_text,
        path_of=path_of,
    )

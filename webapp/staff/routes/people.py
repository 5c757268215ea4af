"""Who works here: roles and sessions. Admins only, and never one's own role."""

from flask import Response, abort, flash, request, url_for
from sqlalchemy import or_
from werkzeug.wrappers import Response as BaseResponse

from webapp.accounts import roles, sessions
from webapp.accounts.current import me
from webapp.accounts.devices import name_of
from webapp.accounts.models import Role, User
from webapp.core.access import allow
from webapp.core.db import db
from webapp.core.i18n import _
from webapp.core.web import page, see_other
from webapp.staff import find
from webapp.staff.blueprint import bp
from webapp.staff.forms.people import ROLES, RoleForm
from webapp.staff.trail import note


@bp.route("/people")
@allow.roles("admin")
def people() -> Response:
    """Everyone on the staff, and whoever has the address searched for."""
    email = request.args.get("email", "").strip().casefold()[:254]
    shown = or_(User.role != Role.CUSTOMER, User.email == email)
    rows = db.session.scalars(
        User.living().where(shown).order_by(User.email != email, User.name, User.id)
    ).all()
    missing = bool(email) and all(row.email != email for row in rows)
    return page("staff/people/list.html", rows=rows, roles=ROLES, missing=missing)


@bp.route("/people/<int:person_id>")
@allow.roles("admin")
def someone(person_id: int) -> Response:
    user = find.person(person_id)
    return _shown(user, RoleForm(formdata=None, obj=user))


def _shown(user: User, form: RoleForm, status: int = 200) -> Response:
    return page(
        "staff/people/detail.html",
        status=status,
        person=user,
        form=form,
        devices=[
            (name_of(row.user_agent)[0] or _("Unknown browser"), row) for row in sessions.devices_of(user)
        ],
        own=user.id == me().id,
    )


@bp.route("/people/<int:person_id>/role", methods=["POST"])
@allow.roles("admin")
def change_role(person_id: int) -> BaseResponse:
    user, form = find.person(person_id), RoleForm()
    if user.id == me().id:
        abort(403)
    if not form.validate_on_submit():
        return _shown(user, form, 422)
    before = user.role
    roles.give(user, Role(form.role.data))
    note("person.role", f"customer:{user.id}", before=before, after=user.role)
    flash(_("%(name)s is now %(role)s and signs in anew.", name=user.name, role=ROLES[user.role]))
    return see_other(url_for(".people"))


@bp.route("/people/<int:person_id>/sign-out", methods=["POST"])
@allow.roles("admin")
def end_sessions(person_id: int) -> BaseResponse:
    user = find.person(person_id)
    own = me().session if user.id == me().id else None
    ended = sessions.end_all(user.id, keep=own)
    note("person.sign_out", f"customer:{user.id}", ended=ended)
    flash(_("%(name)s has been signed out everywhere.", name=user.name))
    return see_other(url_for(".someone", person_id=person_id))

"""Roles of people."""

from wtforms import SelectField
from wtforms.validators import InputRequired

from webapp.accounts.models import Role
from webapp.core.forms import Form
from webapp.core.i18n import LazyText, _l
from webapp.staff.forms.choices import offered

ROLES: dict[str, LazyText] = {
    Role.CUSTOMER: _l("Customer"),
    Role.AGENT: _l("Agent"),
    Role.EDITOR: _l("Editor"),
    Role.ADMIN: _l("Admin"),
}


class RoleForm(Form):
    """What a person may do from now on."""

    role = SelectField(_l("Role"), choices=offered(ROLES.items()), validators=[InputRequired()])

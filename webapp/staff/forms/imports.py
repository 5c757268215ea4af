"""A CSV file to import."""

from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField
from wtforms.validators import InputRequired

from webapp.core.forms import Form
from webapp.core.i18n import LazyText, _l
from webapp.staff.forms.choices import offered

KINDS: dict[str, LazyText] = {"serials": _l("Serial numbers"), "models": _l("Models")}


class ImportForm(Form):
    """What is imported, and from which file."""

    kind = RadioField(
        _l("What the file holds"),
        choices=offered(KINDS.items()),
        validators=[InputRequired(message=_l("Choose what the file holds."))],
    )
    file = FileField(_l("CSV file"), validators=[FileRequired(message=_l("Choose a CSV file."))])

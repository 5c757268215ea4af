"""A CSV file to import."""

from flask_wtf.file import FileField
from wtforms import RadioField
from wtforms.validators import InputRequired, ValidationError

from webapp.core.forms import Form
from webapp.core.i18n import LazyText, _, _l
from webapp.staff.forms.choices import offered

KINDS: dict[str, LazyText] = {"serials": _l("Serial numbers"), "models": _l("Models")}


class ImportForm(Form):
    """What is imported, and from which file."""

    kind = RadioField(
        _l("What the file holds"),
        choices=offered(KINDS.items()),
        validators=[InputRequired(message=_l("Choose what the file holds."))],
    )
    file = FileField(_l("CSV file"))

    def validate_file(self, field: FileField) -> None:
        if not field.data or not field.data.filename:
            raise ValidationError(_("Choose a CSV file."))

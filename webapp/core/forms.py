"""Forms: text in, meaning out. WTForms without its own tokens (see `security`) or its own language."""

from typing import Any

from flask import request
from flask_wtf import FlaskForm
from flask_wtf.form import _Auto
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import Field, FileField

from webapp.core.errors import DomainError
from webapp.core.i18n import _l

# What WTForms itself says of text that its fields cannot read, in words for the person.
_SAID_BY_WTFORMS = {
    "Not a valid integer value.": _l("This is not a whole number."),
    "Not a valid date value.": _l("This is not a date. Choose a day from the calendar."),
    "Not a valid time value.": _l("Write a time, for example 21:00."),
    "Not a valid choice.": _l("Choose one from the list."),
    "Invalid Choice: could not coerce.": _l("Choose one from the list."),
}


class _OwnWords:
    """Stands where WTForms looks for its translations."""

    def gettext(self, text: str) -> str:
        return str(_SAID_BY_WTFORMS.get(text, text))

    def ngettext(self, one: str, many: str, n: int) -> str:
        return one if n == 1 else many


class Form(FlaskForm):  # type: ignore[misc]
    """A form whose domain errors stand beside the field they belong to."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        csrf = False
        locales = False

        def wrap_formdata(self, form: "Form", formdata: Any) -> Any:
            """Take texts from form fields only and files for file fields only; JSON is no form."""
            if formdata is not _Auto:
                return formdata
            if not form.is_submitted() or not (request.form or request.files):
                return None
            names = [field.name for field in form if isinstance(field, FileField)]
            files = MultiDict((name, file) for name in names for file in request.files.getlist(name))
            return CombinedMultiDict([files, request.form])

        def get_translations(self, form: FlaskForm) -> _OwnWords:
            return _OwnWords()

    def show(self, error: DomainError) -> None:
        """Put a domain error beside its field, or above the form when it names none."""
        target: Field | None = self._fields.get(error.field or "")
        if target is None:
            self.form_errors.append(str(error))
        else:
            target.errors = [*target.errors, str(error)]


def clean(value: Any) -> Any:
    """Trim text and drop control characters that no person types (NUL breaks PostgreSQL)."""
    if not isinstance(value, str):
        return value
    if value.isprintable():  # nearly every text, and a hundred thousand lines of an import
        return value.strip()
    return "".join(char for char in value if char >= " " or char in "\n\t").strip()

"""Forms: text in, meaning out. WTForms without its own tokens (see `security`) or its own language."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field

from webapp.core.errors import DomainError


class Form(FlaskForm):  # type: ignore[misc]
    """A form whose domain errors stand beside the field they belong to."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        csrf = False
        locales = False

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

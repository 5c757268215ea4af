"""One name in four languages."""

from collections.abc import Mapping

from wtforms import StringField
from wtforms.validators import InputRequired, Length, Optional

from webapp.core.forms import Form, clean
from webapp.core.i18n import LANGUAGE_NAMES, LOCALES, _l

NAME_LENGTH = 80
TOO_LONG = _l("Use at most %(max)d characters.")


def _name(locale: str, required: bool) -> StringField:
    first = InputRequired(message=_l("Write the English name; it stands in where another is missing."))
    return StringField(
        _l("Name (%(language)s)", language=LANGUAGE_NAMES[locale]),
        filters=[clean],
        validators=[first if required else Optional(), Length(max=NAME_LENGTH, message=TOO_LONG)],
        render_kw={"lang": locale},
    )


class NamesForm(Form):
    """A form with a name per language; English is the one that must be there."""

    name_en = _name("en", required=True)
    name_vi = _name("vi", required=False)
    name_ru = _name("ru", required=False)
    name_th = _name("th", required=False)

    @property
    def names(self) -> dict[str, str]:
        """The names that were written, by language."""
        written = {locale: self[f"name_{locale}"].data for locale in LOCALES}
        return {locale: name for locale, name in written.items() if name}

    @property
    def name_fields(self) -> list[StringField]:
        """The four fields, for the page."""
        return [self[f"name_{locale}"] for locale in LOCALES]


def named(names: Mapping[str, str] | None) -> dict[str, str]:
    """Return the form data that shows these names."""
    return {f"name_{locale}": (names or {}).get(locale, "") for locale in LOCALES}

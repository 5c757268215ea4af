"""Models and categories as editors type them."""

from functools import lru_cache
from typing import Any

from wtforms import DateField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp, ValidationError

from webapp.core.config import ROOT
from webapp.core.forms import clean
from webapp.core.i18n import _, _l
from webapp.products.models import Category, Model
from webapp.staff.forms.choices import offered
from webapp.staff.forms.names import TOO_LONG, NamesForm, named

UNITS = {"km": _l("Kilometres"), "hours": _l("Hours"), "litres": _l("Litres"), "cycles": _l("Cycles")}


@lru_cache
def pictures() -> tuple[str, ...]:
    """Return the names of the product drawings there are."""
    return tuple(sorted(path.stem for path in (ROOT / "static" / "img" / "products").glob("*.svg")))


def required(sentence: Any) -> InputRequired:
    return InputRequired(message=sentence)


class ModelForm(NamesForm):
    """A product as sold."""

    sku = StringField(
        _l("SKU"),
        filters=[clean],
        validators=[required(_l("Write the SKU.")), Length(max=60, message=TOO_LONG)],
    )
    gtin = StringField(
        _l("Product number (GTIN)"),
        filters=[clean],
        validators=[required(_l("Write the product number.")), Length(max=40, message=TOO_LONG)],
    )
    category_id = SelectField(_l("Category"), coerce=int)
    picture = SelectField(_l("Picture"))
    serial_pattern = StringField(
        _l("Form of serial numbers"),
        description=_l("A regular expression, for example [0-9A-Z]{4}-[0-9]{4}. Empty accepts everything."),
        filters=[clean],
        validators=[Optional(), Length(max=200, message=TOO_LONG)],
    )
    serial_example = StringField(
        _l("Example of a serial number"),
        filters=[clean],
        validators=[Optional(), Length(max=40, message=TOO_LONG)],
    )
    on_sale_from = DateField(_l("On sale from"), validators=[required(_l("Choose the first day of sale."))])
    on_sale_until = DateField(_l("On sale until"), validators=[Optional()])
    usage_unit = SelectField(_l("Use is counted in"))

    def offer(self, categories: list[tuple[int, str]]) -> None:
        """Fill the lists to choose from."""
        self.category_id.choices = offered(categories)
        self.picture.choices = offered([("", _("No picture")), *((name, name) for name in pictures())])
        self.usage_unit.choices = offered([("", _("Nothing")), *UNITS.items()])

    def validate_on_sale_until(self, field: DateField) -> None:
        if field.data and self.on_sale_from.data and field.data < self.on_sale_from.data:
            raise ValidationError(_("The last day of sale is before the first."))

    @property
    def values(self) -> dict[str, Any]:
        """The columns of the model."""
        columns = ("sku", "gtin", "category_id", "picture", "serial_pattern", "serial_example")
        dates = {"on_sale_from": self.on_sale_from.data, "on_sale_until": self.on_sale_until.data}
        texts = {name: self[name].data or "" for name in columns}
        return texts | dates | {"usage_unit": self.usage_unit.data or None, "names": self.names}

    @staticmethod
    def of(model: Model) -> dict[str, Any]:
        """Return what the form shows of a model."""
        shown = (
            "sku",
            "category_id",
            "picture",
            "serial_pattern",
            "serial_example",
            "on_sale_from",
            "on_sale_until",
        )
        data = {name: getattr(model, name) for name in shown}
        gtin = model.gtin.removeprefix("0")
        return data | {"gtin": gtin, "usage_unit": model.usage_unit or ""} | named(model.names)


class CategoryForm(NamesForm):
    """A kind of product."""

    slug = StringField(
        _l("Short name in addresses"),
        filters=[clean],
        validators=[
            required(_l("Write a short name.")),
            Regexp(
                r"^[a-z0-9]+(-[a-z0-9]+)*$", message=_l("Use small Latin letters, digits and single dashes.")
            ),
            Length(max=60, message=TOO_LONG),
        ],
    )
    icon = StringField(
        _l("Icon"),
        description=_l("The name of a Lucide icon, for example droplets."),
        filters=[clean],
        validators=[Regexp(r"^[a-z0-9-]{1,40}$", message=_l("Use the name of an icon."))],
    )
    position = IntegerField(
        _l("Place in the list"), validators=[NumberRange(0, 999, message=_l("Use a number from 0 to 999."))]
    )

    @property
    def values(self) -> dict[str, Any]:
        """The columns of the category."""
        return {
            "slug": self.slug.data,
            "icon": self.icon.data,
            "position": self.position.data,
            "names": self.names,
        }

    @staticmethod
    def of(category: Category) -> dict[str, Any]:
        """Return what the form shows of a category."""
        return {"slug": category.slug, "icon": category.icon, "position": category.position} | named(
            category.names
        )

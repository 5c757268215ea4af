"""What people type about what they own; rules that need other rows are verbs."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from flask_wtf.file import FileField
from wtforms import DateField, Field, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from webapp.accounts.forms import EmailForm, one_line
from webapp.accounts.places import country_choices
from webapp.core.forms import Form, clean
from webapp.core.i18n import _, _l

PICTURES = "image/jpeg,image/png,image/webp,image/heic,image/heif"
PAPERS = f"{PICTURES},application/pdf"
SERIAL_TYPED = 200


def at_most(length: int) -> Length:
    """Refuse longer texts, with a sentence that says how long."""
    return Length(max=length, message=_l("At most %(most)s characters fit here.", most=length))


def as_typed(value: Any) -> Any:
    """A code as it was typed or scanned: the separators of GS1 strings are kept."""
    return "".join(char for char in value if char >= " " or char == "\x1d").strip() if value else value


class DayField(DateField):  # type: ignore[misc]
    """A calendar day. What is no day gets a sentence in the person's language."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if not valuelist or not valuelist[0]:
            return
        try:
            self.data = date.fromisoformat(valuelist[0].strip())
        except ValueError as error:
            raise ValueError(_("This is not a date. Choose a day from the calendar.")) from error


class CountryField(SelectField):  # type: ignore[misc]
    """A country, by name in the language being spoken."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, validate_choice=False, choices=country_choices, **options)

    def pre_validate(self, form: Form) -> None:
        if self.data not in dict(country_choices()):
            raise ValidationError(_("Choose a country from the list."))


class DoorForm(Form):
    """One way to say which unit it is: a photo of its label, or text that was typed or scanned."""

    photo = FileField(_l("Photo of the label"))
    code = StringField(_l("Serial number"), filters=[as_typed])
    via = HiddenField()


class PlaceOfPurchase(Form):
    """When and where something was bought."""

    bought_on = DayField(
        _l("Date of purchase"), validators=[InputRequired(_l("Choose the day you bought it."))]
    )
    country = CountryField(_l("Country of purchase"))
    retailer = StringField(_l("Shop or seller"), default="", filters=[one_line], validators=[at_most(120)])

    @property
    def day(self) -> date:
        """The day of purchase; ask only once the form is valid."""
        return cast("date", self.bought_on.data)


class RegistrationForm(PlaceOfPurchase):
    """The details of a unit that was found. `use` takes a suggestion, `sure` insists on what was typed."""

    model = HiddenField()
    serial = StringField(
        _l("Serial number"),
        filters=[clean],
        validators=[InputRequired(_l("Type the serial number from the label.")), at_most(SERIAL_TYPED)],
    )
    use = HiddenField(filters=[clean])
    sure = HiddenField(filters=[clean])
    receipt = FileField(_l("Receipt"))


class DetailsForm(PlaceOfPurchase):
    """What the owner may change later."""

    nickname = StringField(
        _l("Name you call it by"), default="", filters=[one_line], validators=[at_most(60)]
    )
    place = StringField(_l("Where it stands"), default="", filters=[one_line], validators=[at_most(60)])


class DisputeForm(PlaceOfPurchase):
    """Why a unit that is registered already belongs to the person who asks."""

    model = HiddenField()
    serial = HiddenField(filters=[clean])
    statement = TextAreaField(
        _l("What happened"),
        filters=[clean],
        validators=[InputRequired(_l("Say in a few words how you came to own it.")), at_most(2000)],
    )
    evidence = FileField(_l("Receipt or other proof"))


class PaperForm(Form):
    """A receipt on its own."""

    receipt = FileField(_l("Receipt"))


class PhotoForm(Form):
    """A photo of the label on its own."""

    photo = FileField(_l("Photo of the label"))


class EndingForm(Form):
    """Why the owner no longer has it."""

    reason = RadioField(
        _l("What happened to it?"),
        choices=[
            SelectChoice("retired", _l("It is out of use")),
            SelectChoice("sold", _l("I sold it or gave it away")),
        ],
        validate_choice=False,
    )

    def validate_reason(self, field: Field) -> None:
        if field.data not in ("retired", "sold"):
            raise ValidationError(_("Choose one of the two."))


class CodeForm(Form):
    """The transfer code from the previous owner."""

    code = StringField(
        _l("Transfer code"),
        filters=[clean],
        validators=[InputRequired(_l("Type the code that the previous owner gave you.")), at_most(40)],
    )


class InvitationForm(EmailForm):
    """Whom to share with."""

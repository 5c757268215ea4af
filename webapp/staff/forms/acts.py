"""What agents do to one purchase: plans sold, goodwill, repairs, parts, void."""

from wtforms import DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp

from webapp.core.forms import Form, clean
from webapp.core.i18n import _l, in_language
from webapp.staff.forms.choices import offered
from webapp.staff.forms.names import TOO_LONG, NamesForm
from webapp.warranty.models import ExtensionPlan

REASON_LENGTH = 500
MOST_MONTHS, MOST_DAYS = 120, 366


def _day(label: object, *, needed: bool = True) -> DateField:
    return DateField(label, validators=[InputRequired(message=_l("Choose a day.")) if needed else Optional()])


def _reason() -> TextAreaField:
    return TextAreaField(
        _l("Reason"),
        description=_l("The customer reads it."),
        filters=[clean],
        validators=[
            InputRequired(message=_l("Write the reason. The customer will read it.")),
            Length(max=REASON_LENGTH, message=TOO_LONG),
        ],
    )


def _number(label: object) -> StringField:
    return StringField(
        label,
        filters=[clean],
        validators=[InputRequired(message=_l("Write the number.")), Length(max=40, message=TOO_LONG)],
    )


def _count(label: object, most: int) -> IntegerField:
    sentence = _l("Use a number from 0 to %(max)s.")
    return IntegerField(label, validators=[Optional(), NumberRange(0, most, message=sentence)])


class ExtensionForm(Form):
    """An extension plan the customer bought."""

    plan = SelectField(
        _l("Extension plan"), coerce=int, validators=[InputRequired(message=_l("Choose a plan."))]
    )
    happened_on = _day(_l("Bought on"))
    number = StringField(
        _l("Receipt number"), filters=[clean], validators=[Optional(), Length(max=40, message=TOO_LONG)]
    )

    def offer(self, plans: list[ExtensionPlan]) -> None:
        """Fill the list of plans on offer."""
        self.plan.choices = offered((plan.id, in_language(plan.names)) for plan in plans)


class GoodwillForm(Form):
    """More time, given freely."""

    months = _count(_l("Months"), MOST_MONTHS)
    days = _count(_l("Days"), MOST_DAYS)
    reason = _reason()


class DeliveryForm(Form):
    """The day the product reached the customer."""

    happened_on = _day(_l("Delivered on"))


class CorrectionForm(Form):
    """What the registration says wrongly."""

    bought_on = _day(_l("Bought on"))
    country = StringField(
        _l("Country where it was sold"),
        filters=[clean, lambda text: text.upper() if isinstance(text, str) else text],
        validators=[Regexp(r"^[A-Z]{2}$", message=_l("Use two letters, for example VN."))],
    )


class VoidForm(Form):
    """Cover withdrawn."""

    happened_on = _day(_l("From"))
    reason = _reason()


class UnvoidForm(Form):
    """A void taken back."""

    reason = _reason()


class RepairForm(Form):
    """A stay in the workshop."""

    number = _number(_l("Repair number"))
    happened_on = _day(_l("Asked for on"))
    intake_on = _day(_l("Taken in on"), needed=False)
    handed_back_on = _day(_l("Handed back on"), needed=False)


class HandBackForm(Form):
    """The end of a stay in the workshop."""

    handed_back_on = _day(_l("Handed back on"))


class PartForm(NamesForm):
    """A part swapped for a new one."""

    component = StringField(
        _l("Part"),
        description=_l("As the policy calls it, for example pump."),
        filters=[clean],
        validators=[InputRequired(message=_l("Name the part.")), Length(max=40, message=TOO_LONG)],
    )
    number = _number(_l("Repair number"))
    happened_on = _day(_l("Replaced on"))
    handed_back_on = _day(_l("Handed back on"), needed=False)
    months = IntegerField(
        _l("Own promise in months"),
        description=_l("Empty: the country's rule decides."),
        validators=[
            Optional(),
            NumberRange(1, MOST_MONTHS, message=_l("Use a number from %(min)s to %(max)s.")),
        ],
    )

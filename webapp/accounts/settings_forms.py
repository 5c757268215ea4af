"""What a person sets about themselves."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, Field, IntegerField, SelectField, StringField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError

from webapp.accounts.forms import NAME_LENGTH, one_line, required
from webapp.accounts.models import User
from webapp.accounts.places import country_choices, zone_choices
from webapp.core.forms import Form
from webapp.core.i18n import LANGUAGE_NAMES, LOCALES, _, _l, format_time

HOURS = range(24)
LANGUAGES = [SelectChoice(code, LANGUAGE_NAMES[code]) for code in LOCALES]
CLOCK = ["%H:%M", "%H:%M:%S"]


class ProfileForm(Form):
    """Name, language, country, time zone."""

    name = StringField(
        _l("Your name"),
        filters=[one_line],
        validators=[
            required(_l("Tell us what to call you.")),
            Length(max=NAME_LENGTH, message=_l("Use at most 120 characters.")),
        ],
    )
    locale = SelectField(_l("Language"), choices=LANGUAGES, validate_choice=False)
    country = SelectField(_l("Country"), validate_choice=False)
    zone = SelectField(_l("Time zone"), validate_choice=False)

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.country.choices = [SelectChoice(*choice) for choice in country_choices()]
        self.zone.choices = [SelectChoice(*choice) for choice in zone_choices(self.zone.data)]

    def validate_name(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Tell us what to call you."))

    def validate_locale(self, field: Field) -> None:
        _wants_one_of(field)

    def validate_country(self, field: Field) -> None:
        _wants_one_of(field)

    def validate_zone(self, field: Field) -> None:
        _wants_one_of(field)


def _wants_one_of(field: Field) -> None:
    if str(field.data) not in {choice.value for choice in field.choices}:
        raise ValidationError(_("Choose one from the list."))


class TimesForm(Form):
    """When reminders may come."""

    reminder_hour = SelectField(_l("Remind me at"), coerce=int, validate_choice=False)
    quiet_from = TimeField(
        _l("Quiet from"), validators=[InputRequired(_l("Write a time, for example 21:00."))], format=CLOCK
    )
    quiet_until = TimeField(
        _l("Quiet until"), validators=[InputRequired(_l("Write a time, for example 08:00."))], format=CLOCK
    )
    daily_cap = IntegerField(
        _l("Messages a day, at most"),
        validators=[
            InputRequired(_l("Write a number from 1 to 20.")),
            NumberRange(1, 20, message=_l("Write a number from 1 to 20.")),
        ],
    )

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.reminder_hour.choices = [SelectChoice(str(hour), f"{hour:02d}:00") for hour in HOURS]

    def validate_reminder_hour(self, field: Field) -> None:
        _wants_one_of(field)
        start, end = self.quiet_from.data, self.quiet_until.data
        if start and end and is_quiet(field.data * 60, _minutes(start), _minutes(end)):
            raise ValidationError(
                _("This is inside your quiet hours. Choose an hour from %(time)s on.", time=format_time(end))
            )


def _minutes(moment: Any) -> int:
    return int(moment.hour) * 60 + int(moment.minute)


def is_quiet(minute: int, start: int, end: int) -> bool:
    """Whether a minute of the day lies in quiet hours, which may span midnight; equal ends mean none."""
    if start <= end:
        return start <= minute < end
    return minute >= start or minute < end


class ConsentsForm(Form):
    """Optional uses of the person's data; each may be taken back as easily as it was given."""

    news = BooleanField(
        _l("News and offers"), description=_l("New products, prices and events that fit what you own.")
    )
    greetings = BooleanField(
        _l("Greetings"), description=_l("A message on holidays and on the anniversary of your purchase.")
    )
    surveys = BooleanField(
        _l("Questions about our service"), description=_l("Short questions after a repair or a visit.")
    )


def profile_of(user: User) -> ProfileForm:
    return ProfileForm(obj=user)


def times_of(user: User) -> TimesForm:
    return TimesForm(obj=user)

"""What people write down about care: done, skipped, put off, read off the meter."""

from __future__ import annotations

import re
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from webapp.core.forms import Form, clean
from webapp.core.i18n import _l

HIGHEST = 9_999_999
LONGEST = 15  # digits that are read at all
NOTE_LENGTH = 1000
_GROUPED = re.compile(r"^\d{1,3}([.,]\d{3})+$")


class WholeNumber(IntegerField):  # type: ignore[misc]
    """A number as people write it down: "3600", "3 600", "3,600" and "3.600" are the same."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the number. Raises ValueError, which the form shows, for anything else."""
        text = "".join(str(valuelist[0]).split()) if valuelist else ""
        if not text:
            self.data = None
            return
        digits = re.sub(r"[.,]", "", text) if _GROUPED.match(text) else text
        if not (digits.isascii() and digits.isdigit() and len(digits) <= LONGEST):
            raise ValueError(_l("Write a whole number, for example 3600."))
        self.data = int(digits)


def _in_range() -> NumberRange:
    return NumberRange(0, HIGHEST, message=_l("Write a number between 0 and 9,999,999."))


class Day(DateField):  # type: ignore[misc]
    """A calendar date; nothing written means today."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist and not valuelist[0].strip():
            self.data = None
            return
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_l("Choose a day from the calendar.")) from error


class CompletionForm(Form):
    """It was done: when, what the meter showed, a note and a photo. All of it may be left out."""

    on = Day(_l("When was it done?"), validators=[Optional()])
    value = WholeNumber(_l("Meter reading"), validators=[Optional(), _in_range()])
    note = TextAreaField(
        _l("Note"),
        filters=[clean],
        validators=[Length(max=NOTE_LENGTH, message=_l("Keep the note under 1,000 characters."))],
    )
    photo = FileField(_l("Photo"))


class SkipForm(Form):
    """This time it is left out, perhaps for a reason."""

    reason = StringField(
        _l("Why not this time?"),
        filters=[clean],
        validators=[Length(max=NOTE_LENGTH, message=_l("Keep the note under 1,000 characters."))],
    )


class SnoozeForm(Form):
    """Put off: by a usual span, or until a day."""

    days = RadioField(
        _l("Remind me again"),
        choices=[
            SelectChoice("3", _l("In 3 days")),
            SelectChoice("7", _l("In a week")),
            SelectChoice("30", _l("In a month")),
        ],
        default="3",
        validators=[Optional()],
    )
    until = Day(_l("Or on a day of your choice"), validators=[Optional()])


class ReadingForm(Form):
    """What the counter shows."""

    value = WholeNumber(
        _l("What the meter shows"),
        validators=[InputRequired(message=_l("Write what the meter shows.")), _in_range()],
    )
    on = Day(_l("On which day?"), validators=[Optional()])
    reset = BooleanField(_l("The counter was changed or started again from zero"))

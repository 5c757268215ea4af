"""One item of a model's service plan."""

from __future__ import annotations

from wtforms import DateField, IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp, ValidationError

from webapp.core.forms import Form, clean
from webapp.core.i18n import LANGUAGE_NAMES, LOCALES, LazyText, _, _l
from webapp.maintenance.models import Kind
from webapp.maintenance.plans import PlanItemDraft
from webapp.maintenance.schedule import Anchor, Combination
from webapp.staff.forms.choices import offered
from webapp.staff.forms.names import TOO_LONG, NamesForm, named

MOST_STAGES = 6
FARTHEST_STAGE = 90
KINDS: dict[str, LazyText] = {Kind.SELF: _l("The customer"), Kind.BOOKING: _l("A technician, by appointment")}
ANCHORS: dict[str, LazyText] = {
    Anchor.PURCHASE: _l("From the day of purchase"),
    Anchor.CALENDAR: _l("From a fixed date"),
    Anchor.COMPLETION: _l("From the last time it was done"),
}
COMBINATIONS: dict[str, LazyText] = {
    Combination.ANY: _l("Whichever comes first"),
    Combination.ALL: _l("When both have come"),
}
MONTHS: dict[int, LazyText] = {
    1: _l("January"),
    2: _l("February"),
    3: _l("March"),
    4: _l("April"),
    5: _l("May"),
    6: _l("June"),
    7: _l("July"),
    8: _l("August"),
    9: _l("September"),
    10: _l("October"),
    11: _l("November"),
    12: _l("December"),
}


def _number(label: LazyText, most: int) -> IntegerField:
    sentence = _l("Use a number from %(min)s to %(max)s.")
    return IntegerField(label, validators=[Optional(), NumberRange(0, most, message=sentence)])


def _note(locale: str) -> TextAreaField:
    return TextAreaField(
        LANGUAGE_NAMES[locale],
        filters=[clean],
        validators=[Length(max=500, message=TOO_LONG)],
        render_kw={"lang": locale},
    )


class PlanItemForm(NamesForm):
    """What to do, how often, counted from when."""

    code = StringField(
        _l("Code"),
        filters=[clean],
        validators=[
            InputRequired(message=_l("Write a code.")),
            Regexp(r"^[a-z0-9][a-z0-9-]{0,39}$", message=_l("Use small Latin letters, digits and dashes.")),
        ],
    )
    icon = StringField(
        _l("Icon"),
        filters=[clean],
        validators=[Regexp(r"^[a-z0-9-]{1,40}$", message=_l("Use the name of an icon."))],
    )
    kind = SelectField(_l("Who does it"), choices=offered(KINDS.items()))
    every_months = _number(_l("Every so many months"), 240)
    every_days = _number(_l("Every so many days"), 3660)
    usage_every = _number(_l("Every so much use"), 10_000_000)
    combination = SelectField(_l("With both time and use"), choices=offered(COMBINATIONS.items()))
    anchor = SelectField(_l("Counted"), choices=offered(ANCHORS.items()))
    calendar_from = DateField(_l("The fixed date"), validators=[Optional()])
    first_months = _number(_l("First after months"), 240)
    first_days = _number(_l("First after days"), 3660)
    first_usage = _number(_l("First after use"), 10_000_000)
    season = SelectMultipleField(_l("Only in these months"), coerce=int, choices=offered(MONTHS.items()))
    stages = StringField(
        _l("Days of the reminders"),
        description=_l("Counted from the day it is due, for example -14, -3, 0, 7. Empty: the usual ones."),
        filters=[clean],
        validators=[Optional(), Length(max=60, message=TOO_LONG)],
    )
    note_en = _note("en")
    note_vi = _note("vi")
    note_ru = _note("ru")
    note_th = _note("th")

    def has_rhythm(self) -> bool:
        """Tell whether what decides the dates can be worked with, whatever else is still missing."""
        deciding = ("every_months", "every_days", "usage_every", "anchor", "combination", "calendar_from")
        first = ("first_months", "first_days", "first_usage", "season", "stages")
        return all(self[name].validate(self) for name in deciding + first)

    def validate_stages(self, field: StringField) -> None:
        try:
            stages = self._stages or ()
        except ValueError as error:
            raise ValidationError(_("Write whole numbers of days, parted by commas.")) from error
        if len(stages) > MOST_STAGES or any(abs(stage) > FARTHEST_STAGE for stage in stages):
            raise ValidationError(_("Write at most six numbers, none beyond 90 days."))

    @property
    def _stages(self) -> tuple[int, ...] | None:
        written = [part for part in (self.stages.data or "").split(",") if part.strip()]
        return tuple(sorted({int(part) for part in written})) if written else None

    @property
    def note_fields(self) -> list[TextAreaField]:
        """The four hints, for the page."""
        return [self[f"note_{locale}"] for locale in LOCALES]

    @property
    def draft(self) -> PlanItemDraft:
        """The item as the maintenance room takes it."""
        notes = {locale: self[f"note_{locale}"].data for locale in LOCALES}
        return PlanItemDraft(
            names=self.names,
            guide_note={locale: text for locale, text in notes.items() if text},
            usage_every=self.usage_every.data or None,
            calendar_from=self.calendar_from.data,
            first_usage=self.first_usage.data or None,
            season=tuple(sorted(self.season.data or ())),
            stages=self._stages,
            code=self.code.data,
            icon=self.icon.data,
            kind=self.kind.data,
            combination=self.combination.data,
            anchor=self.anchor.data,
            every_months=self.every_months.data or 0,
            every_days=self.every_days.data or 0,
            first_months=self.first_months.data or 0,
            first_days=self.first_days.data or 0,
        )


def item_form(draft: PlanItemDraft) -> PlanItemForm:
    """Return the form filled with an item."""
    shown = {name: getattr(draft, name) for name in PlanItemDraft.__dataclass_fields__}
    shown["season"] = list(draft.season)
    shown["stages"] = ", ".join(str(stage) for stage in draft.stages or ())
    notes = {f"note_{locale}": draft.guide_note.get(locale, "") for locale in LOCALES}
    return PlanItemForm(formdata=None, data=shown | named(draft.names) | notes)


class FreshUnitForm(Form):
    """For a unit bought on which day the dates are shown."""

    bought_on = DateField(_l("Bought on"), validators=[InputRequired(message=_l("Choose a day."))])

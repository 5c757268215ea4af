"""Policies, their versions line by line, and extension plans."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from wtforms import DateField, FieldList, FormField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp, ValidationError

from webapp.core.forms import Form, clean
from webapp.core.i18n import LANGUAGE_NAMES, LOCALES, LazyText, _, _l
from webapp.staff.forms.choices import offered
from webapp.staff.forms.names import TOO_LONG, NamesForm
from webapp.warranty.facts import WHOLE_UNIT, Basis, Covers, Guarantor, PlanStart, Promise
from webapp.warranty.models import PolicyVersion

MOST_LINES = 12
BLANK_LINES = 2
COVERS: dict[str, LazyText] = {
    Covers.BOTH: _l("Parts and labour"),
    Covers.PARTS: _l("Parts"),
    Covers.LABOUR: _l("Labour"),
}
GUARANTORS: dict[str, LazyText] = {Guarantor.MAKER: _l("Maker"), Guarantor.SELLER: _l("Seller")}
BASES: dict[str, LazyText] = {Basis.PURCHASE: _l("Day of purchase"), Basis.DELIVERY: _l("Day of delivery")}
STARTS: dict[str, LazyText] = {
    PlanStart.AFTER_BASE: _l("After the cover it extends"),
    PlanStart.PURCHASE: _l("With the purchase"),
    PlanStart.BOUGHT: _l("When it is bought"),
}
CODE = Regexp(
    r"^[A-Za-z0-9][A-Za-z0-9._-]{1,39}$", message=_l("Use 2 to 40 letters, digits, dots and dashes.")
)


class PolicyForm(NamesForm):
    """A new policy, still without terms."""

    code = StringField(
        _l("Code"), filters=[clean], validators=[InputRequired(message=_l("Write a code.")), CODE]
    )


class ExtensionPlanForm(PolicyForm):
    """A new extension plan."""

    months = IntegerField(
        _l("Months"),
        validators=[
            InputRequired(message=_l("Write the months.")),
            NumberRange(1, 120, message=_l("Use 1 to 120.")),
        ],
    )
    covers = SelectField(_l("Covers"), choices=offered(COVERS.items()))
    start_basis = SelectField(_l("Starts"), choices=offered(STARTS.items()))


class LineForm(Form):
    """One promise. Without months it is a blank line, and left out."""

    component = StringField(
        _l("Part"),
        default="",
        filters=[clean],
        validators=[Optional(), Length(max=40, message=TOO_LONG)],
        render_kw={"placeholder": WHOLE_UNIT},
    )
    covers = SelectField(_l("Covers"), choices=offered(COVERS.items()))
    guarantor = SelectField(_l("Promised by"), choices=offered(GUARANTORS.items()))
    months = IntegerField(
        _l("Months"), validators=[Optional(), NumberRange(1, 240, message=_l("Use 1 to 240."))]
    )
    basis = SelectField(_l("Counts from"), choices=offered(BASES.items()))
    name_en = StringField(
        LANGUAGE_NAMES["en"], filters=[clean], validators=[Length(max=80, message=TOO_LONG)]
    )
    name_vi = StringField(
        LANGUAGE_NAMES["vi"], filters=[clean], validators=[Length(max=80, message=TOO_LONG)]
    )
    name_ru = StringField(
        LANGUAGE_NAMES["ru"], filters=[clean], validators=[Length(max=80, message=TOO_LONG)]
    )
    name_th = StringField(
        LANGUAGE_NAMES["th"], filters=[clean], validators=[Length(max=80, message=TOO_LONG)]
    )

    def validate_name_en(self, field: StringField) -> None:
        if self.months.data and self.component.data not in ("", WHOLE_UNIT) and not field.data:
            raise ValidationError(_("Name the part in English."))

    @property
    def promise(self) -> Promise | None:
        """The line as `coverage` takes it; None for a blank one."""
        if not self.months.data:
            return None
        names = {locale: self[f"name_{locale}"].data for locale in LOCALES}
        return Promise(
            covers=Covers(self.covers.data),
            guarantor=Guarantor(self.guarantor.data),
            months=self.months.data,
            component=self.component.data or WHOLE_UNIT,
            basis=Basis(self.basis.data),
            names={locale: name for locale, name in names.items() if name},
        )


def line_data(promise: Promise) -> dict[str, Any]:
    """Return what a line of the form shows of a promise."""
    names = {f"name_{locale}": promise.names.get(locale, "") for locale in LOCALES}
    component = "" if promise.component == WHOLE_UNIT else promise.component
    terms = {
        "covers": promise.covers.value,
        "guarantor": promise.guarantor.value,
        "basis": promise.basis.value,
    }
    return {"component": component, "months": promise.months} | terms | names


class VersionForm(Form):
    """The terms for purchases from a day on."""

    effective_from = DateField(
        _l("For purchases from"), validators=[InputRequired(message=_l("Choose the first day."))]
    )
    lines = FieldList(FormField(LineForm), max_entries=MOST_LINES)
    terms_en = TextAreaField(
        LANGUAGE_NAMES["en"], filters=[clean], validators=[Length(max=20000, message=TOO_LONG)]
    )
    terms_vi = TextAreaField(
        LANGUAGE_NAMES["vi"], filters=[clean], validators=[Length(max=20000, message=TOO_LONG)]
    )
    terms_ru = TextAreaField(
        LANGUAGE_NAMES["ru"], filters=[clean], validators=[Length(max=20000, message=TOO_LONG)]
    )
    terms_th = TextAreaField(
        LANGUAGE_NAMES["th"], filters=[clean], validators=[Length(max=20000, message=TOO_LONG)]
    )

    @property
    def promises(self) -> list[Promise]:
        """The lines that promise something."""
        return [promise for entry in self.lines for promise in (entry.form.promise,) if promise]

    @property
    def terms(self) -> dict[str, str]:
        """The written policy by language."""
        written = {locale: self[f"terms_{locale}"].data for locale in LOCALES}
        return {locale: text for locale, text in written.items() if text}

    @property
    def terms_fields(self) -> list[TextAreaField]:
        """The four texts, for the page."""
        return [self[f"terms_{locale}"] for locale in LOCALES]

    def add_blank_lines(self, count: int = BLANK_LINES) -> None:
        """Leave room to write."""
        for _line in range(min(count, MOST_LINES - len(self.lines))):
            self.lines.append_entry({})


def next_version(latest: PolicyVersion | None, today: date) -> VersionForm:
    """Return the form of a policy's next version, filled with what holds now."""
    promises: Iterable[Promise] = latest.promises if latest else ()
    texts = {f"terms_{locale}": text for locale, text in (latest.terms if latest else {}).items()}
    data = {"effective_from": today, "lines": [line_data(promise) for promise in promises]} | texts
    form = VersionForm(formdata=None, data=data)
    form.add_blank_lines()
    return form


class PreviewForm(Form):
    """For which purchase the cover is shown."""

    bought_on = DateField(_l("Bought on"), validators=[InputRequired(message=_l("Choose a day."))])
    country = StringField(
        _l("Country where it was sold"),
        filters=[clean, lambda text: text.upper() if isinstance(text, str) else text],
        validators=[Regexp(r"^[A-Z]{2}$", message=_l("Use two letters, for example VN."))],
    )

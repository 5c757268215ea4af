"""Decisions about registrations and disputes."""

from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from webapp.accounts.models import User
from webapp.core.forms import Form, clean
from webapp.core.i18n import _, _l, speaking
from webapp.products.models.dispute import Side
from webapp.staff.forms.choices import offered
from webapp.staff.forms.names import TOO_LONG

REASONS = {
    "label": _l("The label on the photo cannot be read."),
    "serial": _l("The serial number on the label is not the one that was typed."),
    "unknown": _l("This serial number does not belong to one of our products."),
    "receipt": _l("The receipt does not belong to this product."),
    "date": _l("The date on the receipt is not the date of purchase that was given."),
    "market": _l("This product was not sold through our dealers."),
    "other": _l("Another reason, explained below."),
}
TEXT_LENGTH = 400


class RejectionForm(Form):
    """Why a registration is refused: a reason from the list, and words for the customer."""

    reason = SelectField(_l("Reason"), choices=offered(REASONS.items()), validators=[InputRequired()])
    text = TextAreaField(
        _l("Words for the customer"),
        filters=[clean],
        validators=[Length(max=TEXT_LENGTH, message=TOO_LONG)],
    )

    def validate_text(self, field: TextAreaField) -> None:
        if self.reason.data == "other" and not field.data:
            raise ValidationError(_("Explain the reason in a sentence: the customer reads it."))

    def words_for(self, customer: User) -> str:
        """The reason as this customer reads it: the listed sentence in their language, then the own words."""
        with speaking(customer.locale):
            listed = "" if self.reason.data == "other" else str(REASONS[self.reason.data])
        return " ".join(part for part in (listed, self.text.data) if part)


class ResolutionForm(Form):
    """For whom a dispute is resolved, and why."""

    in_favour_of = RadioField(
        _l("The product belongs to"),
        choices=offered([(Side.HOLDER.value, _l("The holder")), (Side.CLAIMANT.value, _l("The claimant"))]),
        validators=[InputRequired(message=_l("Choose whose product it is."))],
    )
    note = TextAreaField(
        _l("What decided it"),
        description=_l("Kept in the audit trail; neither side reads it."),
        filters=[clean],
        validators=[
            InputRequired(message=_l("Write in a sentence what decided it.")),
            Length(max=TEXT_LENGTH, message=TOO_LONG),
        ],
    )

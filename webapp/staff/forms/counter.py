"""A product registered at the counter."""

from flask_wtf.file import FileField
from wtforms import DateField, EmailField, StringField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from webapp.core.forms import Form, clean
from webapp.core.i18n import _l
from webapp.staff.forms.names import TOO_LONG


class CounterForm(Form):
    """Whose product it is, which unit, and when it was bought."""

    email = EmailField(
        _l("E-mail of the customer"),
        filters=[clean],
        validators=[
            InputRequired(message=_l("Write the customer's e-mail.")),
            Length(max=254, message=TOO_LONG),
        ],
    )
    serial = StringField(
        _l("Serial number"),
        filters=[clean],
        validators=[InputRequired(message=_l("Type the serial number.")), Length(max=60, message=TOO_LONG)],
    )
    sku = StringField(
        _l("SKU of the model"),
        description=_l("Only needed when the serial number is not in our books."),
        filters=[clean],
        validators=[Optional(), Length(max=60, message=TOO_LONG)],
    )
    bought_on = DateField(
        _l("Bought on"), validators=[InputRequired(message=_l("Choose the date of purchase."))]
    )
    country = StringField(
        _l("Country where it was sold"),
        description=_l("Two letters; empty means the customer's country."),
        filters=[clean, lambda text: text.upper() if isinstance(text, str) else text],
        validators=[Optional(), Regexp(r"^[A-Z]{2}$", message=_l("Use two letters, for example VN."))],
    )
    retailer = StringField(
        _l("Retailer"), filters=[clean], validators=[Optional(), Length(max=120, message=TOO_LONG)]
    )
    receipt = FileField(_l("Receipt"))

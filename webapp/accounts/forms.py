"""What people type when they come in: sign-up, sign-in, codes, addresses and passwords."""

from __future__ import annotations

import unicodedata
from typing import Any

from email_validator import EmailNotValidError, validate_email
from wtforms import BooleanField, EmailField, Field, HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from webapp.accounts import passwords
from webapp.accounts.easy_passwords import is_easy
from webapp.core.forms import Form, clean
from webapp.core.i18n import _, _l

NAME_LENGTH = 120
EMAIL_LENGTH = 254

# Marks that reorder the text around them: in a name they would garble every sentence that greets the person.
_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def one_line(value: Any) -> Any:
    """A name as people write it: composed, one line, single spaces, no control or reordering marks."""
    if not isinstance(value, str):
        return value
    kept = (" " if char.isspace() else char for char in clean(value) or "" if char not in _REORDERING)
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


def address(value: Any) -> Any:
    """An e-mail address as it is stored: trimmed and casefolded.

    Only within ASCII: folding "ß" or the Kelvin sign would make it the address of somebody else.
    """
    text = clean(value)
    return text.casefold() if isinstance(text, str) and text.isascii() else text


class ReadableAddress:
    """Wants an address mail can be sent to; its domain becomes ASCII. No other machine is asked."""

    field_flags = {"required": True, "maxlength": EMAIL_LENGTH}

    def __call__(self, form: Form, field: Field) -> None:
        try:
            found = validate_email(
                field.data or "", check_deliverability=False, test_environment=True, allow_smtputf8=False
            )
        except EmailNotValidError as error:
            raise ValidationError(_("Write a whole e-mail address, for example linh@example.com.")) from error
        field.data = str(found.ascii_email).casefold()


class GoodPassword:
    """Wants 10 to 256 characters that are not easy to guess for this person."""

    field_flags = {"required": True, "minlength": passwords.MIN_LENGTH, "maxlength": passwords.MAX_LENGTH}

    def __call__(self, form: Form, field: Field) -> None:
        password = passwords.normalised(field.data or "")
        if len(password) < passwords.MIN_LENGTH:
            raise ValidationError(_("Use at least 10 characters. A short sentence is easy to remember."))
        if len(password) > passwords.MAX_LENGTH:
            raise ValidationError(_("Use at most 256 characters."))
        if is_easy(password, *form.own_words()):
            raise ValidationError(_("This password is easy to guess. Use several unrelated words."))


def required(message: Any) -> InputRequired:
    return InputRequired(message=message)


class EmailForm(Form):
    """Just an address: to have a link sent to it."""

    email = EmailField(_l("E-mail"), filters=[address], validators=[ReadableAddress()])


class SignUpForm(EmailForm):
    """A new account. ``zone`` is filled in by the browser and only a hint."""

    name = StringField(
        _l("Your name"),
        filters=[one_line],
        validators=[
            required(_l("Tell us what to call you.")),
            Length(max=NAME_LENGTH, message=_l("Use at most 120 characters.")),
        ],
    )
    password = PasswordField(_l("Password"), validators=[GoodPassword()])
    zone = HiddenField(filters=[clean])
    next = HiddenField(filters=[clean])

    def own_words(self) -> tuple[str, ...]:
        return self.name.data or "", self.email.data or ""

    def validate_name(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Tell us what to call you."))


class SignInForm(EmailForm):
    password = PasswordField(_l("Password"), validators=[required(_l("Type your password."))])
    next = HiddenField(filters=[clean])


class AgainForm(Form):
    """The password once more, before something that cannot be taken back."""

    password = PasswordField(_l("Password"), validators=[required(_l("Type your password."))])
    next = HiddenField(filters=[clean])


class NewPasswordForm(Form):
    password = PasswordField(_l("New password"), validators=[GoodPassword()])

    def __init__(self, *own: str, **values: Any) -> None:
        self._own = own
        super().__init__(**values)

    def own_words(self) -> tuple[str, ...]:
        return self._own


class CodeForm(Form):
    """A six-digit code of the authenticator app, or where it is asked at sign-in a recovery code."""

    code = StringField(
        _l("Code"),
        filters=[clean],
        validators=[
            required(_l("Type the code.")),
            Length(max=40, message=_l("A code is shorter than this.")),
        ],
    )

    @property
    def digits(self) -> str:
        return "".join(char for char in self.code.data or "" if char.isascii() and char.isdigit())


class EraseForm(Form):
    understood = BooleanField(
        _l("I understand that this cannot be undone"),
        validators=[required(_l("Tick this first: erasing cannot be undone."))],
    )

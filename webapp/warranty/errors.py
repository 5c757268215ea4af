"""What the warranty room refuses, in words for the person in front of the form."""

from webapp.core.errors import Conflict, DomainError
from webapp.core.i18n import _l


class NothingToReopen(Conflict):
    field = "reason"
    text = _l("This cover is not void, so there is nothing to take back.")


class AlreadyVoid(Conflict):
    field = "reason"
    text = _l("This cover is void already.")


class AlreadyHandedBack(Conflict):
    field = "handed_back_on"
    text = _l("This repair was handed back already.")


class DaysOutOfOrder(DomainError):
    field = "intake_on"
    text = _l("The days are out of order: first the request, then the intake, then the hand-back.")


class BeforePurchase(DomainError):
    field = "happened_on"
    text = _l("This day is before the purchase.")


class InTheFuture(DomainError):
    field = "happened_on"
    text = _l("This day has not come yet.")


class NothingGiven(DomainError):
    field = "months"
    text = _l("Enter how many months or days are given.")


class ReasonMissing(DomainError):
    field = "reason"
    text = _l("Write the reason. The owner, and any later owner, will read it.")


class VersionTooEarly(DomainError):
    field = "effective_from"
    text = _l(
        "A new version must start after the last one and not in the past: promises made stay as they are."
    )


class NoLines(DomainError):
    field = "lines"
    text = _l("A version needs at least one line.")


class CodeTaken(Conflict):
    field = "code"
    text = _l("This code is in use. Choose another one.")

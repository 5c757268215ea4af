"""What this room refuses, each with a sentence for the person and the field it belongs beside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from webapp.core.errors import Conflict, DomainError
from webapp.core.i18n import _l

if TYPE_CHECKING:
    from webapp.products.models import Purchase


class ImplausibleSerial(DomainError):
    """The text cannot be a serial number of anything."""

    field = "serial"
    text = _l(
        "A serial number has 3 to 40 letters and digits, without accents. Type it as it stands on the label."
    )


class WrongShape(DomainError):
    """The number does not look like the serials of its model."""

    field = "serial"
    text = _l("This is not a serial number of this model. Check the number on the label.")

    @classmethod
    def of(cls, example: str) -> Self:
        """Return the error, with an example where the catalogue has one."""
        shown = _l("Serial numbers of this model look like %(example)s. Check the number on the label.")
        return cls(shown, example=example) if example else cls()


class SerialOfAnotherModel(DomainError):
    """The serial was issued, but for another model."""

    field = "serial"
    text = _l(
        "This serial number belongs to another model: %(model)s. Choose that model or check the number."
    )


class LookAlike(DomainError):
    """Nobody issued this number, but one that looks the same was; `suggestion` names it."""

    field = "serial"
    text = _l("Did you mean %(suggestion)s? Letters and digits can look alike.")


class WrongCheckDigit(DomainError):
    """A product number whose last digit does not follow from the others."""

    field = "code"
    text = _l("One digit of this product number is wrong: its last digit does not match the rest. Check it.")


class UnknownProduct(DomainError):
    """A well-formed product number that is not in the catalogue."""

    field = "code"
    text = _l("Product number %(gtin)s is not in our catalogue. Search for the model by name.")


class UnreadableLabel(DomainError):
    """No code could be read on the photo."""

    field = "photo"
    text = _l(
        "No code could be read on this photo. Hold the phone closer, avoid glare, or type the serial number."
    )


class UnknownLabel(DomainError):
    """One of our own links, but of no unit that we issued."""

    field = "code"
    text = _l("This label is not in our records. Type the serial number that is printed on it.")


class FutureDate(DomainError):
    """Bought after today in the purchase's own zone."""

    field = "bought_on"
    text = _l("The date of purchase cannot be in the future. Today is %(today)s.")


class BeforeSale(DomainError):
    """Bought before the model was sold anywhere."""

    field = "bought_on"
    text = _l(
        "This model is on sale since %(first)s. The date of purchase must be between %(first)s and %(today)s."
    )


class SerialTaken(Conflict):
    """Another person has registered this unit. Says nothing about who; `purchase` is for the dispute only."""

    field = "serial"
    text = _l("This product is already registered. If it is yours, tell us and we will look into it.")

    def __init__(self, purchase: Purchase) -> None:
        super().__init__()
        self.purchase = purchase


class TooManyUnknown(DomainError):
    """More unknown serials in an hour than a person reads off labels."""

    status = 429
    field = "serial"
    text = _l("You have sent several serial numbers that we do not know. Wait an hour, or ask for help.")
    retry_after = 3600


class CodeRefused(DomainError):
    """A transfer code that is wrong, used, revoked or expired: the difference is nobody's business."""

    field = "code"
    text = _l("This code does not work. Ask the previous owner for a new one; a code is valid for 48 hours.")


class OwnCode(DomainError):
    """The owner typed the code meant for the next one."""

    field = "code"
    text = _l("This product is already yours. Give the code to its next owner.")


class NotYetConfirmed(Conflict):
    """An act that needs a confirmed purchase."""

    text = _l("This registration is still being checked. You can do this once it is confirmed.")


class AlreadyEnded(Conflict):
    """An act on a purchase that its owner no longer has."""

    text = _l("This product is no longer yours, so nothing was changed.")


class AlreadyReviewed(Conflict):
    """Another member of staff was quicker."""

    text = _l("This registration has already been decided. Reload the page to see how.")


class AlreadyResolved(Conflict):
    """Another member of staff was quicker."""

    text = _l("This dispute has already been resolved. Reload the page to see how.")


class FamilyFull(DomainError):
    """As many people share this purchase as may."""

    field = "email"
    text = _l("At most %(most)s people can share one product. Remove somebody first.")


class OwnAddress(DomainError):
    """The owner invited themselves."""

    field = "email"
    text = _l("This is your own address. Type the address of the person to share with.")


class InvitationOver(DomainError):
    """A family link that was used, withdrawn or has expired."""

    status = 410
    text = _l("This invitation is no longer valid. Ask the owner of the product to invite you again.")

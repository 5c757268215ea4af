"""Which unit a typed serial number means, and on which days it can have been bought."""

from datetime import date

from webapp.core import clock
from webapp.core.i18n import format_date, in_language
from webapp.products import errors, serials
from webapp.products.models.catalogue import Model, Serial


def canonical(text: str) -> str:
    """Return the normalised number. Raises ImplausibleSerial."""
    number = serials.normalise(text)
    if not serials.plausible(number):
        raise errors.ImplausibleSerial
    return number


def settle(model: Model, text: str) -> tuple[str, Serial | None]:
    """Return the number under which a unit of this model is kept, and the issued unit if we know it.

    Raises ImplausibleSerial, SerialOfAnotherModel, or WrongShape.
    """
    number = canonical(text)
    if own := Serial.issued(number, model):
        return own[0].number, own[0]
    if others := Serial.issued(number):
        raise errors.SerialOfAnotherModel(model=in_language(others[0].model.names))
    number = serials.dress(number, model.serial_example)
    if not model.fits(number):
        raise errors.WrongShape.of(model.serial_example)
    return number, None


def look_alike(model: Model | None, text: str) -> Serial | None:
    """Return the one issued unit that a mistyped number must mean; None when there is none, or several."""
    number = serials.normalise(text)
    if not serials.plausible(number):
        return None
    found = Serial.alike(number, model)
    exact = any(serials.same(unit.number, number) for unit in found)
    return found[0] if len(found) == 1 and not exact else None


def check_bought_on(day: date, model: Model, zone: str) -> None:
    """Refuse a day after today in the zone (FutureDate) or before the model was sold (BeforeSale)."""
    today = clock.today(zone)
    if day > today:
        raise errors.FutureDate(today=format_date(today))
    if day < model.on_sale_from:
        raise errors.BeforeSale(first=format_date(model.on_sale_from), today=format_date(today))

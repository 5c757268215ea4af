"""From what a label or a person says to a model and a serial: every door of registration leads here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from flask import url_for

from webapp.products import errors, gs1, serials, units
from webapp.products.labels import Label, merge
from webapp.products.models import Model, Purchase, Serial

if TYPE_CHECKING:
    from webapp.accounts.models import User


@dataclass(frozen=True, slots=True)
class Finding:
    """What is known before the details: perhaps a model, perhaps a serial, perhaps the very unit.

    `choices` are the models that issued this number, when there are several.
    """

    model: Model | None = None
    serial: str = ""
    unit: Serial | None = None
    choices: list[Model] = field(default_factory=list)

    @classmethod
    def of_unit(cls, unit: Serial) -> Self:
        return cls(unit.model, unit.number, unit)

    @classmethod
    def of_serial(cls, serial: str, model: Model | None = None) -> Self:
        """Find the unit with this number, of this model if one is given, or the model it must mean."""
        issued = Serial.issued(serials.normalise(serial), model)
        if len(issued) == 1:
            return cls.of_unit(issued[0])
        if not issued and model is None and (alike := units.look_alike(None, serial)):
            return cls(alike.model, serial)
        return cls(model, serial, choices=[unit.model for unit in issued])

    @classmethod
    def of_label(cls, label: Label) -> Self:
        """Find what a label names. Raises UnknownLabel, UnknownProduct or WrongCheckDigit."""
        if label.token:
            if (unit := Serial.by_token(label.token)) is None:
                raise errors.UnknownLabel
            return cls.of_unit(unit)
        model = Model.by_gtin(label.gtin) if label.gtin else None
        if label.serial:
            return cls.of_serial(label.serial, model)
        if model is not None:
            return cls(model)
        if label.gtin:
            raise errors.UnknownProduct(gtin=label.gtin.removeprefix("0"))
        raise errors.WrongCheckDigit if label.misread else errors.UnreadableLabel

    @classmethod
    def of_text(cls, text: str) -> Self:
        """Find what was typed or scanned: a serial, a link, a product number.

        Raises the errors of `of_label`, or ImplausibleSerial.
        """
        number = serials.normalise(text)
        if serials.plausible(number) and (issued := Serial.issued(number)):
            return cls.of_unit(issued[0]) if len(issued) == 1 else cls.of_serial(number)
        try:
            reading = gs1.parse(text)
        except gs1.BadCheckDigit as error:
            raise errors.WrongCheckDigit from error
        if reading is not None:
            return cls.of_label(merge(Label(), [text]))
        return cls.of_serial(units.canonical(text))

    def own(self, person: User) -> Purchase | None:
        """Return the person's purchase of this unit, if they already own or share it."""
        if self.model is None or not self.serial:
            return None
        there = Purchase.active_for_unit(self.model.id, serials.normalise(self.serial))
        return there if there is not None and there.is_seen_by(person) else None

    def next_url(self, person: User, via: str | None = None) -> str:
        """Return where to go on: the person's product, or the registration with what is known filled in.

        `via` is "label" when a code was read rather than typed.
        """
        if (purchase := self.own(person)) is not None:
            return f"/products/{purchase.ref}"
        model = self.model.ref if self.model else None
        return url_for("products.register", model=model, serial=self.serial or None, via=via)

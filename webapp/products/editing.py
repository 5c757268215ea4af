"""Adding to the catalogue and changing it: what must hold of a model, whoever writes it."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy.exc import IntegrityError

from webapp.core.db import db
from webapp.core.errors import DomainError
from webapp.core.i18n import _l
from webapp.products import gs1
from webapp.products.errors import WrongCheckDigit
from webapp.products.models import Category, Model
from webapp.products.patterns import runs_away


class SkuTaken(DomainError):
    """Another model has this SKU."""

    field = "sku"
    text = _l("Another model already has this SKU.")


class GtinTaken(DomainError):
    """Another model has this GTIN."""

    field = "gtin"
    text = _l("Another model already has this product number.")


class NoGtin(DomainError):
    """Not the digits of a GTIN."""

    field = "gtin"
    text = _l("A product number (GTIN) has 8, 12, 13 or 14 digits.")


class BadPattern(DomainError):
    """Not a regular expression that may be tried on a serial."""

    field = "serial_pattern"
    text = _l("This is not a usable pattern. Repetition inside a repeated group is not allowed.")


class ExampleDoesNotFit(DomainError):
    """The example contradicts the pattern."""

    field = "serial_example"
    text = _l("The example does not fit the pattern.")


class SlugTaken(DomainError):
    """Another category has this address."""

    field = "slug"
    text = _l("Another category already has this short name.")


def checked_gtin(text: str) -> str:
    """Return fourteen digits. Raises NoGtin or WrongCheckDigit (both beside the field `gtin`)."""
    try:
        return gs1.gtin14("".join(text.split()).replace("-", ""))
    except gs1.BadCheckDigit as error:
        raise WrongCheckDigit(field="gtin") from error
    except ValueError as error:
        raise NoGtin from error


def checked_pattern(pattern: str) -> str:
    """Return a pattern that may be tried on serials. Raises BadPattern."""
    try:
        re.compile(pattern)
        refused = len(pattern) > Model.serial_pattern.type.length or runs_away(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        raise BadPattern from error
    if refused:
        raise BadPattern
    return pattern


def keep_model(model: Model, **values: Any) -> Model:
    """Write a new or changed model; `values` are its columns.

    Raises SkuTaken, GtinTaken, NoGtin, WrongCheckDigit, BadPattern or ExampleDoesNotFit.
    """
    values["gtin"] = checked_gtin(values["gtin"])
    checked_pattern(values["serial_pattern"])
    for name, value in values.items():
        setattr(model, name, value)
    if model.serial_example and not model.fits(model.serial_example):
        raise ExampleDoesNotFit
    try:
        with db.session.begin_nested():
            db.session.add(model)
    except IntegrityError as error:
        raise (GtinTaken if "gtin" in str(error.orig).casefold() else SkuTaken) from error
    return model


def keep_category(category: Category, **values: Any) -> Category:
    """Write a new or changed category. Raises SlugTaken."""
    for name, value in values.items():
        setattr(category, name, value)
    try:
        with db.session.begin_nested():
            db.session.add(category)
    except IntegrityError as error:
        raise SlugTaken from error
    return category

"""One line of a CSV import: from text to values, or a sentence that says what is wrong with it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import insert, select

from webapp.core.db import db
from webapp.core.forms import clean
from webapp.core.i18n import LOCALES, _
from webapp.products import gs1, serials
from webapp.products.editing import BadPattern, GtinTaken, checked_pattern
from webapp.products.models import Category, Model, Serial

USAGE_UNITS = ("km", "hours", "litres", "cycles")


class BadLine(Exception):
    """A line that cannot be imported; its text is the reason, for the person who imports."""


class Lines(ABC):
    """How lines of one kind are read, told apart and written."""

    needed: ClassVar[tuple[str, ...]]

    @abstractmethod
    def read(self, cells: dict[str, str]) -> dict[str, Any]:
        """Return the values of a line. Raises BadLine."""

    @abstractmethod
    def key(self, values: dict[str, Any]) -> Any:
        """Return what may not come twice, in the file or in the database."""

    @abstractmethod
    def known(self, batch: list[dict[str, Any]]) -> set[Any]:
        """Return the keys of a batch that the database already has, in one statement."""

    @abstractmethod
    def write(self, batch: list[dict[str, Any]]) -> None:
        """Insert a batch that was read, told apart and found new."""


class SerialLines(Lines):
    """`model` (SKU or GTIN), `serial`, and optionally `batch`."""

    needed = ("model", "serial")

    def __init__(self) -> None:
        rows = db.session.execute(
            select(Model.id, Model.sku, Model.gtin, Model.serial_pattern, Model.serial_example)
        ).all()
        self._models = {row.sku.casefold(): row for row in rows} | {row.gtin: row for row in rows}

    def read(self, cells: dict[str, str]) -> dict[str, Any]:
        name = cells["model"].casefold()
        model = self._models.get(name) or self._models.get(name.zfill(14))
        if model is None:
            raise BadLine(_("No model has the SKU or GTIN %(name)s.", name=cells["model"][:60]))
        number = serials.dress(serials.normalise(cells["serial"]), model.serial_example)
        if not serials.plausible(number):
            raise BadLine(_("A serial number has 3 to 40 letters and digits."))
        if not serials.fits(number, model.serial_pattern):
            raise BadLine(_("%(serial)s does not fit the pattern of %(sku)s.", serial=number, sku=model.sku))
        skeleton, batch = serials.skeleton(number), cells.get("batch", "")[:60]
        return {"model_id": model.id, "number": number, "skeleton": skeleton, "batch": batch}

    def key(self, values: dict[str, Any]) -> Any:
        return values["model_id"], values["number"]

    def known(self, batch: list[dict[str, Any]]) -> set[Any]:
        numbers = select(Serial.model_id, Serial.number).where(
            Serial.number.in_([values["number"] for values in batch])
        )
        return {tuple(row) for row in db.session.execute(numbers)}

    def write(self, batch: list[dict[str, Any]]) -> None:
        db.session.execute(insert(Serial.__table__), batch)  # type: ignore[arg-type]


class ModelLines(Lines):
    """A model with its names: `name_en` at least, `name_vi`, `name_ru`, `name_th` where there are any."""

    needed = ("sku", "gtin", "category", "name_en", "on_sale_from")

    def __init__(self) -> None:
        categories = db.session.execute(select(Category.slug, Category.id))
        self._categories = {row.slug: row.id for row in categories}
        self._skus: dict[str, str] = {}  # by GTIN, as the file has named them so far

    def read(self, cells: dict[str, str]) -> dict[str, Any]:
        if not cells["sku"] or not cells["name_en"]:
            raise BadLine(_("A model needs a SKU and an English name."))
        if cells["category"] not in self._categories:
            raise BadLine(_("There is no category %(slug)s.", slug=cells["category"][:60]))
        first, last = _day(cells["on_sale_from"]), _day(cells.get("on_sale_until", ""))
        if first is None or (last is not None and last < first):
            raise BadLine(_("The first day on sale is missing, or the last day comes before it."))
        sku, gtin = cells["sku"][:60], _gtin(cells["gtin"])
        if self._skus.setdefault(gtin, sku) != sku:
            raise BadLine(str(GtinTaken()))
        return {
            "sku": sku,
            "gtin": gtin,
            "category_id": self._categories[cells["category"]],
            "names": {code: cells[f"name_{code}"] for code in LOCALES if cells.get(f"name_{code}")},
            "picture": cells.get("picture", "")[:80],
            "serial_pattern": _pattern(cells.get("serial_pattern", "")),
            "serial_example": serials.normalise(cells.get("serial_example", ""))[:40],
            "on_sale_from": first,
            "on_sale_until": last,
            "usage_unit": _unit(cells.get("usage_unit", "")),
        }

    def key(self, values: dict[str, Any]) -> Any:
        return values["sku"]

    def known(self, batch: list[dict[str, Any]]) -> set[Any]:
        skus, gtins = [line["sku"] for line in batch], {line["gtin"]: line["sku"] for line in batch}
        rows = db.session.execute(
            select(Model.sku, Model.gtin).where(Model.sku.in_(skus) | Model.gtin.in_(list(gtins)))
        )
        return {name for row in rows for name in (row.sku, gtins.get(row.gtin))}

    def write(self, batch: list[dict[str, Any]]) -> None:
        db.session.add_all(Model(**values) for values in batch)
        db.session.flush()


def lines_of(kind: str) -> Lines:
    """Return how to read lines of a kind: "models" or "serials"."""
    return SerialLines() if kind == "serials" else ModelLines()


def cells_of(header: list[str], row: Iterable[str]) -> dict[str, str]:
    """Return a line's cells by column name, cleaned."""
    return {
        name: cell.strip() if cell.isprintable() else clean(cell)
        for name, cell in zip(header, row, strict=False)
    }


def _gtin(text: str) -> str:
    try:
        return gs1.gtin14(text)
    except gs1.BadCheckDigit as error:
        raise BadLine(_("The check digit of GTIN %(gtin)s is wrong.", gtin=text)) from error
    except ValueError as error:
        raise BadLine(_("A GTIN has 8, 12, 13 or 14 digits.")) from error


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise BadLine(_("%(day)s is not a date like 2026-11-21.", day=text[:40])) from error


def _pattern(text: str) -> str:
    try:
        return checked_pattern(text)
    except BadPattern as error:
        raise BadLine(str(error)) from error


def _unit(text: str) -> str | None:
    if text and text not in USAGE_UNITS:
        raise BadLine(_("The usage unit must be one of: %(units)s.", units=", ".join(USAGE_UNITS)))
    return text or None

"""The catalogue: categories, models as sold, and the units (serials) that were issued."""

import secrets
from datetime import date
from typing import Any, Self

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from webapp.core.db import Record, db, random_ref
from webapp.products import serials
from webapp.products.words import searchable

TOKEN_BYTES = 12


def serial_token() -> str:
    """Return the unguessable name of a unit, printed on its label as `/r/<token>`."""
    return secrets.token_urlsafe(TOKEN_BYTES)


class Category(Record):
    """A kind of product; `names` holds one name per language, `icon` a Lucide name."""

    __tablename__ = "categories"

    slug: Mapped[str] = mapped_column(String(60), unique=True)
    names: Mapped[dict[str, str]] = mapped_column(db.JSON)
    icon: Mapped[str] = mapped_column(String(40), default="package")
    position: Mapped[int] = mapped_column(default=0)


class Model(Record):
    """A product as sold. `gtin` has fourteen digits, `picture` is a name in static/img/products."""

    __tablename__ = "models"
    __table_args__ = (
        CheckConstraint("length(gtin) = 14", name="gtin_is_14_digits"),
        CheckConstraint(
            "usage_unit IS NULL OR usage_unit IN ('km', 'hours', 'litres', 'cycles')", name="usage_unit_known"
        ),
        CheckConstraint(
            "on_sale_until IS NULL OR on_sale_until >= on_sale_from", name="sale_ends_after_start"
        ),
    )

    ref: Mapped[str] = mapped_column(String(16), unique=True, default=random_ref)
    sku: Mapped[str] = mapped_column(String(60), unique=True)
    gtin: Mapped[str] = mapped_column(String(14), unique=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("categories.id"), index=True)
    names: Mapped[dict[str, str]] = mapped_column(db.JSON)
    picture: Mapped[str] = mapped_column(String(80), default="")
    serial_pattern: Mapped[str] = mapped_column(String(200), default="")
    serial_example: Mapped[str] = mapped_column(String(40), default="")
    on_sale_from: Mapped[date]
    on_sale_until: Mapped[date | None]
    usage_unit: Mapped[str | None] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(db.Text, default="")

    category: Mapped[Category] = relationship(lazy="joined", innerjoin=True)

    @validates("names", "sku", "gtin")
    def _keep_words(self, key: str, value: Any) -> Any:
        """Fold what people search by into `words`, whichever of its sources changes."""
        parts = {"names": self.names, "sku": self.sku, "gtin": self.gtin, key: value}
        names = parts["names"] or {}
        self.words = searchable(*names.values(), parts["sku"] or "", parts["gtin"] or "")
        return value

    @classmethod
    def by_ref(cls, ref: str) -> Self | None:
        return db.session.scalar(select(cls).filter_by(ref=ref))

    @classmethod
    def by_gtin(cls, gtin: str) -> Self | None:
        return db.session.scalar(select(cls).filter_by(gtin=gtin))

    def fits(self, number: str) -> bool:
        """Tell whether a normalised serial number has the shape of this model's serials."""
        return serials.fits(number, self.serial_pattern)


class Serial(Record):
    """A unit that was made. `skeleton` is the number with look-alike characters merged, for lookups."""

    __tablename__ = "serials"
    __table_args__ = (UniqueConstraint("model_id", "number"),)

    model_id: Mapped[int] = mapped_column(ForeignKey("models.id"))
    number: Mapped[str] = mapped_column(String(40))
    skeleton: Mapped[str] = mapped_column(String(40), index=True)
    token: Mapped[str] = mapped_column(String(24), unique=True, default=serial_token)
    batch: Mapped[str] = mapped_column(String(60), default="")

    model: Mapped[Model] = relationship(lazy="joined", innerjoin=True)

    @validates("number")
    def _keep_skeleton(self, _key: str, number: str) -> str:
        self.skeleton = serials.skeleton(number)
        return number

    @classmethod
    def by_token(cls, token: str) -> Self | None:
        return db.session.scalar(select(cls).filter_by(token=token))

    @classmethod
    def alike(cls, number: str, model: Model | None = None) -> list[Self]:
        """Return the issued units whose number is this one or looks like it (at most 20)."""
        query = select(cls).filter_by(skeleton=serials.skeleton(number)).order_by(cls.id).limit(20)
        if model is not None:
            query = query.filter_by(model_id=model.id)
        return list(db.session.scalars(query))

    @classmethod
    def issued(cls, number: str, model: Model | None = None) -> list[Self]:
        """Return the issued units with exactly this number, dashes and spaces aside."""
        return [unit for unit in cls.alike(number, model) if serials.same(unit.number, number)]

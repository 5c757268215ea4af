"""Reading the label of a product from a photo: codes that lie tilted, small or blurred included."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import IO

import zxingcpp
from PIL import Image, ImageFilter, ImageOps

from webapp.core.media import open_image
from webapp.products import gs1, serials

_FORMATS = zxingcpp.barcode_formats_from_str("QRCode,DataMatrix,EAN13,EAN8,UPCA,Code128")
_WORKING_SIDE = 1600
_SMALL_SIDE = 1200
# 1-D codes fail beyond a few degrees; the reader itself tries quarter turns, so these cover the circle.
_TILTS = tuple(range(10, 90, 10))
_SECONDS = 5.0
# Once some code was read the picture is sharp enough: the larger views would find no more.
_LOOKS_WHEN_HALF_READ = 2 + len(_TILTS)
_SERIAL_PREFIX = re.compile(
    r"^(?:S\s*/\s*N|SN|SERIAL(?:\s+(?:NO|NUMBER))?)\s*[.:#]?\s+|^(?:S/N|SN)[:#]\s*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Label:
    """What a label says, over all of its codes. `misread` is true when a GTIN's check digit was wrong."""

    gtin: str = ""
    serial: str = ""
    token: str = ""
    misread: bool = False

    @property
    def is_complete(self) -> bool:
        """True when it names one unit."""
        return bool(self.token or (self.gtin and self.serial))

    @property
    def is_empty(self) -> bool:
        return not (self.gtin or self.serial or self.token)


def read_photo(stream: IO[bytes]) -> Label:
    """Read the label on an uploaded picture.

    Raises the media errors of `core.errors` for a file that is not a picture, damaged or too large.
    """
    return decode(open_image(stream))


def decode(image: Image.Image) -> Label:
    """Look at the picture in ever more patient ways until its codes name one unit, or time is up."""
    label, deadline = Label(), time.monotonic() + _SECONDS
    for look, view in enumerate(_views(image), start=1):
        label = merge(label, [code.text for code in zxingcpp.read_barcodes(view, formats=_FORMATS)])
        half_read = not label.is_empty and look >= _LOOKS_WHEN_HALF_READ
        if label.is_complete or half_read or time.monotonic() > deadline:
            break
    return label


def merge(label: Label, texts: list[str]) -> Label:
    """Add what further codes say: an EAN and a separate serial code make one label together."""
    for text in texts:
        try:
            reading = gs1.parse(text)
        except gs1.BadCheckDigit:
            label = replace(label, misread=True)
            continue
        if reading is None:
            reading = gs1.Reading(serial=_bare_serial(text))
        whole = bool(reading.gtin and reading.serial)
        label = replace(
            label,
            gtin=reading.gtin if whole or not label.gtin else label.gtin,
            serial=reading.serial if whole or not label.serial else label.serial,
            token=label.token or reading.token,
        )
    return label


def _bare_serial(text: str) -> str:
    """Return the serial in a code that holds nothing else, or an empty string."""
    number = _SERIAL_PREFIX.sub("", text.strip())
    return number if serials.plausible(serials.normalise(number)) and "://" not in number else ""


def _views(image: Image.Image) -> Iterator[Image.Image]:
    """Yield the picture as it is, then sharpened, tilted, and larger, cheapest first."""
    upright = ImageOps.exif_transpose(image).convert("L")
    base = (
        ImageOps.contain(upright, (_WORKING_SIDE, _WORKING_SIDE))
        if max(upright.size) > _WORKING_SIDE
        else upright
    )
    yield base
    clear = _clear(base)
    yield clear
    if max(upright.size) > _WORKING_SIDE:
        yield upright
    for tilt in _TILTS:
        yield clear.rotate(tilt, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    small = ImageOps.contain(base, (_SMALL_SIDE, _SMALL_SIDE)) if max(base.size) > _SMALL_SIDE else base
    large = _clear(small.resize((small.width * 2, small.height * 2), Image.Resampling.LANCZOS))
    yield large
    for tilt in _TILTS:
        yield large.rotate(tilt, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=255)


def _clear(image: Image.Image) -> Image.Image:
    """Return the picture with contrast stretched and edges sharpened, against blur and dim light."""
    return ImageOps.autocontrast(image, cutoff=1).filter(
        ImageFilter.UnsharpMask(radius=3, percent=400, threshold=0)
    )

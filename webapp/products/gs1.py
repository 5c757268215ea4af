"""What a code on a label says: GS1 Digital Links, GS1 element strings, bare GTINs, our own links. Pure.

Sources: GS1 General Specifications (check digit, application identifiers, FNC1), GS1 Digital Link URI syntax.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

GTIN, SERIAL = "01", "21"
_GROUP_SEPARATOR = "\x1d"
_LONGEST = 4_300  # more characters than the largest QR code holds
_GTIN_LENGTHS = (8, 12, 13, 14)
_SYMBOLOGY = re.compile(r"^\](?:C1|d2|Q3|e0|J1)")
_BRACKETED = re.compile(r"\((\d{2,4})\)([^(]*)")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{8,64}")
# Value lengths that need no separator behind them, by the first two digits of the identifier.
_FIXED = {"00": 18, "01": 14, "02": 14, "03": 14, "04": 16, "20": 2, "41": 13} | dict.fromkeys(
    ("11", "12", "13", "14", "15", "16", "17", "18", "19", "31", "32", "33", "34", "35", "36"), 6
)
_THREE_DIGITS = ("23", "24", "25", "40", "41", "42", "71")
_FOUR_DIGITS = ("31", "32", "33", "34", "35", "36", "39", "43", "70", "72", "80", "82")


class BadCheckDigit(ValueError):
    """The digits have the length of a GTIN, but the last one does not follow from the others."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a code says: a GTIN of 14 digits, a raw serial, or the token of one of our own links."""

    gtin: str = ""
    serial: str = ""
    token: str = ""


def check_digit(body: str) -> str:
    """Return the digit that completes a GTIN, given all digits before it."""
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body)))
    return str(-total % 10)


def gtin14(digits: str) -> str:
    """Return a GTIN-8, -12, -13 or -14 as fourteen digits.

    Raises BadCheckDigit when the last digit is wrong, ValueError for any other text or length.
    """
    if len(digits) not in _GTIN_LENGTHS or not (digits.isascii() and digits.isdigit()):
        raise ValueError("a GTIN has 8, 12, 13 or 14 digits")
    if check_digit(digits[:-1]) != digits[-1]:
        raise BadCheckDigit(digits)
    return digits.zfill(14)


def parse(text: str) -> Reading | None:
    """Read the text of a code; None when it is neither GS1 nor ours (a bare serial, another shop's page).

    Raises BadCheckDigit when it is GS1 and mistyped or misread.
    """
    if len(text) > _LONGEST:
        return None
    text = _SYMBOLOGY.sub("", text.strip()).lstrip(_GROUP_SEPARATOR)
    if "/" in text:
        return _parse_link(text)
    if text.startswith("("):
        return _reading(dict(_BRACKETED.findall(text)))
    if text.isascii() and text.isdigit() and len(text) in _GTIN_LENGTHS:
        return Reading(gtin=gtin14(text))
    if re.match(r"01\d{14}", text):
        return _reading(dict(_elements(text)))
    return None


def _parse_link(text: str) -> Reading | None:
    try:
        path = urlsplit(text).path
    except ValueError:
        return None
    # Split before decoding: a serial may hold an encoded slash.
    steps = [unquote(step) for step in path.split("/") if step]
    for place, step in enumerate(steps[:-1]):
        if step in (GTIN, "gtin"):
            rest = steps[place:]
            pairs = dict(zip(rest[::2], rest[1::2], strict=False))
            return _reading({GTIN: pairs[step], SERIAL: pairs.get(SERIAL, pairs.get("ser", ""))})
    if len(steps) >= 2 and steps[-2] == "r" and _TOKEN.fullmatch(steps[-1]):
        return Reading(token=steps[-1])
    return None


def _reading(elements: dict[str, str]) -> Reading | None:
    try:
        gtin = gtin14(elements[GTIN].strip())
    except BadCheckDigit:
        raise
    except (KeyError, ValueError):
        return None
    return Reading(gtin=gtin, serial=elements.get(SERIAL, "").strip(_GROUP_SEPARATOR + " "))


def _elements(text: str) -> Iterator[tuple[str, str]]:
    """Yield (identifier, value) of a concatenated element string, FNC1 written as the group separator."""
    while len(text) > 2:
        family = text[:2]
        width = 4 if family in _FOUR_DIGITS else 3 if family in _THREE_DIGITS else 2
        identifier, rest = text[:width], text[width:]
        if family in _FIXED:
            value, text = rest[: _FIXED[family]], rest[_FIXED[family] :].lstrip(_GROUP_SEPARATOR)
        else:
            value, _, text = rest.partition(_GROUP_SEPARATOR)
        yield identifier, value

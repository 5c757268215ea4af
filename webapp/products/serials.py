"""Serial numbers as people type them: one canonical form, shapes, and characters that look alike. Pure."""

import re
import unicodedata

MAX_LENGTH = 40
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00ad\u30fc\u2500_/"), "-")
_LOOK_ALIKES = str.maketrans("OISB", "0158")
_ALLOWED = re.compile(r"[0-9A-Z](?:[0-9A-Z.-]*[0-9A-Z])?")


def normalise(text: str) -> str:
    """Return the canonical form: NFKC, upper case, every dash a hyphen, no spaces, no dash at the ends.

    >>> normalise(" wa8–24k0 – 01s5 ")
    'WA8-24K0-01S5'
    """
    folded = _fold(_fold(text))  # taking a space out can leave marks that combine with what stands before it
    return re.sub("-+", "-", folded).strip("-")


def _fold(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text.translate(_DASHES)).translate(_DASHES).upper()
    return "".join(folded.split())


def plausible(number: str) -> bool:
    """Tell whether a normalised number can be a serial: 3 to 40 Latin letters, digits, dashes, dots."""
    return 3 <= len(number) <= MAX_LENGTH and _ALLOWED.fullmatch(number) is not None


def compact(number: str) -> str:
    """Return a normalised number without its dashes."""
    return number.replace("-", "")


def same(one: str, other: str) -> bool:
    """Tell whether two normalised numbers differ in dashes at most."""
    return compact(one) == compact(other)


def skeleton(number: str) -> str:
    """Return the form that all numbers looking like this one share (O/0, I/1, S/5, B/8, dashes aside)."""
    return compact(number).translate(_LOOK_ALIKES)


def dress(number: str, example: str) -> str:
    """Put the dashes of `example` into a number typed without them; otherwise return it as it is.

    >>> dress("WA824K001S5", "WA8-24K0-01S5")
    'WA8-24K0-01S5'
    """
    bare = compact(number)
    if len(bare) != len(compact(example)):
        return number
    letters = iter(bare)
    return "".join("-" if mark == "-" else next(letters) for mark in example)


def fits(number: str, pattern: str) -> bool:
    """Tell whether a number has the shape of `pattern` (a regular expression; empty fits everything)."""
    return not pattern or re.fullmatch(pattern, number) is not None


def differing(typed: str, meant: str) -> list[tuple[str, bool]]:
    """Split `meant` into runs, each with whether it differs from `typed`: what the page shows in bold.

    >>> differing("WA8-O1", "WA8-01")
    [('WA8-', False), ('0', True), ('1', False)]
    """
    source = iter(compact(typed))
    runs: list[tuple[str, bool]] = []
    for mark in meant:
        differs = mark != "-" and next(source, "") != mark
        if runs and runs[-1][1] == differs:
            runs[-1] = (runs[-1][0] + mark, differs)
        else:
            runs.append((mark, differs))
    return runs

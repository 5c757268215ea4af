"""Folding of names so that a person finds a model however they type it."""

import unicodedata


def searchable(*texts: str) -> str:
    """Return the texts in one line, case and Latin/Cyrillic marks folded away (Thai marks carry meaning)."""
    folded = unicodedata.normalize("NFD", " ".join(texts).casefold().replace("đ", "d").replace("ё", "е"))
    kept = "".join(c for c in folded if not unicodedata.combining(c) or "\u0e00" <= c <= "\u0e7f")
    return " ".join(unicodedata.normalize("NFC", kept).split())

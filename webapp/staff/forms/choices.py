"""Lists to choose from."""

from collections.abc import Iterable
from typing import Any

from wtforms.fields.choices import SelectChoice


def offered(pairs: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    """Return (value, text) pairs as a field takes them."""
    return [SelectChoice(str(value), text) for value, text in pairs]

"""CSV files for spreadsheets: a cell that a spreadsheet would run as a formula is kept as text."""

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

_STARTS = ("=", "+", "-", "@", "\t", "\r")


def neutral(cell: object) -> str:
    """Return a cell's text, with an apostrophe before what a spreadsheet would run."""
    text = str(cell)
    return f"'{text}" if text.startswith(_STARTS) else text


def answer(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """Answer with a CSV file to keep; the mark at its start tells spreadsheets that it is UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    response = Response("\ufeff" + out.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response

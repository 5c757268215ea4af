"""CSV imports of models and serials: streamed in batches, every bad line listed, safe to interrupt.

A dry run judges every line and writes none. A real run writes the good lines and lists the bad ones. Each
batch is one transaction together with its progress, so a killed run goes on where it stopped.
"""

from __future__ import annotations

import csv
import io
import logging
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from webapp.accounts.models import User
from webapp.core import clock
from webapp.core.db import after_commit, db
from webapp.core.i18n import _, speaking
from webapp.core.jobs import job, periodic
from webapp.products.import_lines import BadLine, Lines, cells_of, lines_of
from webapp.products.models import ImportRun

if TYPE_CHECKING:
    from werkzeug.datastructures import FileStorage

log = logging.getLogger(__name__)
BATCH = 5_000
HEADER_LINE = 1


class BadFile(Exception):
    """The file as a whole cannot be read; its text says why."""


def start(kind: str, upload: FileStorage, by: User, *, dry_run: bool) -> ImportRun:
    """Keep the file and let the worker read it. `kind` is "models" or "serials"."""
    source = upload.stream.read()
    run = ImportRun(
        kind=kind,
        dry_run=dry_run,
        file_name=(upload.filename or "")[:200],
        source=source,
        started_by=by.id,
        total=max(source.count(b"\n") + (not source.endswith(b"\n")) - HEADER_LINE, 0),
    )
    db.session.add(run)
    db.session.flush()
    after_commit(lambda: run_import(run.id))
    return run


def repeat(run: ImportRun, by: User) -> ImportRun:
    """Import for real what a dry run has looked through."""
    again = ImportRun(
        kind=run.kind,
        dry_run=False,
        file_name=run.file_name,
        source=run.source,
        started_by=by.id,
        total=run.total,
    )
    db.session.add(again)
    db.session.flush()
    after_commit(lambda: run_import(again.id))
    return again


@job()
def run_import(run_id: int) -> None:
    """Do one run, unless another worker has it."""
    run = ImportRun.claim(run_id)
    if run is None:
        return
    db.session.commit()
    with speaking(db.session.get_one(User, run.started_by).locale):
        try:
            _read(run)
        except BadFile as error:
            run.problems = [*run.problems, {"line": HEADER_LINE, "reason": str(error)}]
            run.end("failed")
    db.session.commit()


@periodic(minute="*")
@job()
def run_waiting_imports() -> None:
    """Find the runs whose bell was lost, or whose worker died."""
    for run_id in db.session.scalars(ImportRun.claimable()).all():
        try:
            run_import.run(run_id)
        except Exception:  # it goes on from its last batch once it has been silent for a while
            db.session.rollback()
            log.exception("import %s was interrupted", run_id)


def _read(run: ImportRun) -> None:
    lines, rows = lines_of(run.kind), _rows(run.source)
    header = [name.strip().casefold() for name in next(rows, (0, []))[1]]
    if missing := [name for name in lines.needed if name not in header]:
        raise BadFile(
            _("The first line must name the columns; missing: %(names)s.", names=", ".join(missing))
        )
    seen: dict[Any, int] = {}
    skip = run.seen
    for batch in _batches(rows):
        judged = [_judge(lines, header, number, row, seen) for number, row in batch]
        fresh, skip = judged[skip:], max(skip - len(judged), 0)
        _settle(run, lines, fresh)
    run.total = run.seen
    run.end("finished")


def _rows(source: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield (line number, cells) of every line that is not empty. Raises BadFile."""
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile(_("The file must be saved as UTF-8.")) from error
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
    try:
        for row in reader:
            if any(row):
                yield reader.line_num, row
    except csv.Error as error:
        raise BadFile(_("Line %(number)s cannot be read as CSV.", number=reader.line_num)) from error


def _batches(rows: Iterator[tuple[int, list[str]]]) -> Iterator[list[tuple[int, list[str]]]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


Judged = tuple[int, dict[str, Any] | None, str]


def _judge(lines: Lines, header: list[str], number: int, row: list[str], seen: dict[Any, int]) -> Judged:
    """Return (line number, values, "") of a good line, (line number, None, reason) of a bad one."""
    if len(row) < len(header):
        return (
            number,
            None,
            _("This line has %(have)s columns, not %(want)s.", have=len(row), want=len(header)),
        )
    try:
        values = lines.read(cells_of(header, row))
    except BadLine as error:
        return number, None, str(error)
    first = seen.setdefault(lines.key(values), number)
    if first != number:
        return number, None, _("The same as line %(first)s.", first=first)
    return number, values, ""


def _settle(run: ImportRun, lines: Lines, judged: list[Judged]) -> None:
    """Write what is good and new of a batch, note the rest, and commit both with the progress."""
    good = [values for _number, values, _reason in judged if values is not None]
    known = lines.known(good) if good else set()
    fresh = [values for values in good if lines.key(values) not in known]
    if fresh and not run.dry_run:
        lines.write(fresh)
    bad: list[dict[str, Any]] = [
        {"line": number, "reason": reason} for number, values, reason in judged if values is None
    ]
    bad += [
        {"line": number, "reason": _("Already in the catalogue.")}
        for number, values, _reason in judged
        if values is not None and lines.key(values) in known
    ]
    if bad:
        run.problems = [*run.problems, *sorted(bad, key=lambda problem: problem["line"])]
    run.done, run.bad, run.beat_at = run.done + len(fresh), run.bad + len(bad), clock.real_now()
    db.session.commit()

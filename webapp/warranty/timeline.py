"""Geometry of the cover timeline, an SVG 328 units wide. Pure: dates and labels in, numbers out.

One bar a line, a tick at each new year, a marker for today. A label begins at its bar and moves left where it
would leave the picture; it may run over the end of a short bar.
"""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from webapp.warranty.explanation import Line, StepKind

WIDTH = 328
TOP = 12
ROW, BAR = 28, 22
FOOT = 20
LETTER = 6.4
PAD = 8
LEAST = 5.0
FIRST_ROOM = 48
MAX_TICKS = 6
ADDING = (StepKind.REPAIR_DAYS, StepKind.REPAIR_MONTHS, StepKind.GOODWILL)


@dataclass(frozen=True)
class Tick:
    x: float
    label: str
    anchor: str


@dataclass(frozen=True)
class Bar:
    """A bar from x over width; the part from `added_x` on was added later, from `void_x` on it is void."""

    x: float
    y: float
    width: float
    added_x: float | None
    void_x: float | None
    label: str
    label_x: float
    tone: str

    @property
    def end(self) -> float:
        return self.x + self.width


@dataclass(frozen=True)
class Timeline:
    width: int
    height: int
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    today_x: float | None

    @property
    def floor(self) -> int:
        """Where bars end and years begin."""
        return self.height - FOOT


def draw(
    lines: Sequence[tuple[Line, str, str]], today: date, year: Callable[[int], str] = str
) -> Timeline | None:
    """Place (line, label, tone) triples; None when there is nothing to draw. `year` writes a year."""
    if not lines:
        return None
    scale = _Scale(min(line.starts_on for line, *_ in lines), max(line.ends_on for line, *_ in lines))
    bars = tuple(_bar(scale, row, *entry) for row, entry in enumerate(lines))
    today_x = scale.x(today) if scale.first <= today <= scale.last else None
    return Timeline(WIDTH, TOP + ROW * len(lines) + FOOT, bars, _ticks(scale, year), today_x)


@dataclass(frozen=True)
class _Scale:
    first: date
    last: date

    def x(self, day: date) -> float:
        span = max(1, (self.last - self.first).days)
        share = ((day - self.first).days) / span
        return round(WIDTH * min(1.0, max(0.0, share)), 1)


def _bar(scale: _Scale, row: int, line: Line, label: str, tone: str) -> Bar:
    x, end = scale.x(line.starts_on), scale.x(line.ends_on)
    width = max(LEAST, round(end - x, 1))
    x = min(x, WIDTH - width)
    return Bar(
        x=x,
        y=TOP + row * ROW,
        width=width,
        added_x=_added_from(scale, line),
        void_x=scale.x(max(line.voided_on, line.starts_on)) if line.voided_on else None,
        label=label,
        label_x=_label_x(label, x),
        tone=tone,
    )


def _added_from(scale: _Scale, line: Line) -> float | None:
    """Where the first days or months that were added later begin."""
    for before, step in pairwise(line.steps):
        if step.kind in ADDING and step.end > before.end:
            return min(scale.x(before.end), scale.x(line.ends_on) - LEAST)
    return None


def _label_x(label: str, x: float) -> float:
    needed = text_width(label)
    return round(max(PAD, min(x + PAD, WIDTH - PAD - needed)), 1)


def text_width(text: str) -> float:
    """About how wide a text is at 12 units; marks above and below letters take no room."""
    return LETTER * sum(1 for letter in text if not unicodedata.category(letter).startswith("M"))


def _ticks(scale: _Scale, year: Callable[[int], str]) -> tuple[Tick, ...]:
    """New years, thinned out to a few, and the first year at the left edge where there is room."""
    years = range(scale.first.year + 1, scale.last.year + 1)
    stride = -(-len(years) // MAX_TICKS) or 1
    ticks = [_tick(scale, number, year) for number in years[::stride]]
    if not ticks or ticks[0].x > FIRST_ROOM:
        ticks.insert(0, Tick(0, year(scale.first.year), "start"))
    return tuple(ticks)


def _tick(scale: _Scale, number: int, year: Callable[[int], str]) -> Tick:
    x = scale.x(date(number, 1, 1))
    anchor = "start" if x < 16 else "end" if x > WIDTH - 16 else "middle"
    return Tick(x, year(number), anchor)

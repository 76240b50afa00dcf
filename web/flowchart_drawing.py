"""The geometry of a flowchart: where its boxes, arrows and words are drawn, in units of the picture."""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from engine.flowchart import Arrow, Box, Flowchart

BOX_WIDTH: Final = 190
BOX_HEIGHT: Final = 88
_ACROSS: Final = 250
_DOWN: Final = 136
_MARGIN: Final = 8
_LINE: Final = 16
_LETTERS: Final = 24
_ROWS_ON_A_SHEET: Final = 8


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """One line of words, `y` at its foot."""

    y: float
    words: str


@dataclass(frozen=True, slots=True)
class DrawnBox:
    """A box with its lines of words; `x` and `y` are its upper left corner, `middle` its centre across."""

    box: Box
    x: float
    y: float
    lines: tuple[DrawnLine, ...]

    @property
    def middle(self) -> float:
        """Return the centre across."""
        return self.x + BOX_WIDTH / 2

    @property
    def corners(self) -> str:
        """Return the outline of a question: a box with pointed ends."""
        point, half = 18, BOX_HEIGHT / 2
        left, right, top, foot = self.x, self.x + BOX_WIDTH, self.y, self.y + BOX_HEIGHT
        ends = [(left, top + half), (left + point, top), (right - point, top)]
        ends += [(right, top + half), (right - point, foot), (left + point, foot)]
        return " ".join(f"{x:g},{y:g}" for x, y in ends)


@dataclass(frozen=True, slots=True)
class DrawnArrow:
    """An arrow: its points, its label with the place of the label, and a place for a number at its begin.

    `ends_there` says that the number ends at its place, because the arrow goes left.
    """

    points: str
    label: str
    x: float
    y: float
    number_x: float
    number_y: float
    ends_there: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """The part of the picture that stands on one sheet of paper: from `top` down, over the whole width."""

    top: float
    height: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole picture."""

    width: float
    height: float
    boxes: tuple[DrawnBox, ...]
    arrows: tuple[DrawnArrow, ...]

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """Return the parts that are printed: whole rows of boxes, cut midway between two rows."""
        gap = _DOWN - BOX_HEIGHT
        rows = round((self.height - 2 * _MARGIN + gap) / _DOWN)
        return tuple(
            Sheet(_MARGIN + first * _DOWN - gap / 2, min(_ROWS_ON_A_SHEET, rows - first) * _DOWN)
            for first in range(0, rows, _ROWS_ON_A_SHEET)
        )


def draw(chart: Flowchart) -> Drawing:
    """Lay the flowchart out on its grid."""
    boxes = {name: _drawn(box) for name, box in chart.boxes.items()}
    columns = max((box.column for box in chart.boxes.values()), default=1)
    rows = max((box.row for box in chart.boxes.values()), default=1)
    return Drawing(
        width=2 * _MARGIN + (columns - 1) * _ACROSS + BOX_WIDTH,
        height=2 * _MARGIN + (rows - 1) * _DOWN + BOX_HEIGHT,
        boxes=tuple(boxes.values()),
        arrows=tuple(
            _arrow(arrow, boxes[arrow.source], boxes[arrow.target]) for arrow in chart.arrows
        ),
    )


def _drawn(box: Box) -> DrawnBox:
    x = _MARGIN + (box.column - 1) * _ACROSS
    y = _MARGIN + (box.row - 1) * _DOWN
    words = textwrap.wrap(box.text, _LETTERS)
    top = y + (BOX_HEIGHT - _LINE * len(words)) / 2 + 12
    lines = (DrawnLine(top + number * _LINE, line) for number, line in enumerate(words))
    return DrawnBox(box, x, y, tuple(lines))


def _arrow(arrow: Arrow, source: DrawnBox, target: DrawnBox) -> DrawnArrow:
    points = tuple(_way(source, target))
    (x, y), (next_x, next_y) = points[0], points[1]
    beside = 6 if next_x >= x else -6 - 7 * len(arrow.label)
    label_x, label_y = (x + beside, y - 5) if next_y == y else (x + 7, y + 17)
    written = " ".join(f"{across:g},{down:g}" for across, down in points)
    leftwards = next_x < x
    # Under the line, or beside it where no mark at the foot of the box is in the way.
    number_x, number_y = (x + (-6 if leftwards else 6), y + 14) if next_y == y else (x + 7, y + 31)
    return DrawnArrow(written, arrow.label, label_x, label_y, number_x, number_y, leftwards)


def _way(source: DrawnBox, target: DrawnBox) -> Iterator[tuple[float, float]]:
    """Yield the points from the edge of one box to the edge of the other, in straight lines."""
    beside = target.box.column - source.box.column
    below = target.box.row - source.box.row
    if beside == 0:
        yield source.middle, source.y + (BOX_HEIGHT if below > 0 else 0)
        yield target.middle, target.y + (0 if below > 0 else BOX_HEIGHT)
        return
    right = beside > 0
    if below == 0:
        yield _edge(source, right=right), source.y + BOX_HEIGHT / 2
        yield _edge(target, right=not right), target.y + BOX_HEIGHT / 2
        return
    if source.box.shape != "question":
        # Out at the foot or the top, then across and in from the side.
        yield source.middle, source.y + (BOX_HEIGHT if below > 0 else 0)
        yield source.middle, target.y + BOX_HEIGHT / 2
        yield _edge(target, right=not right), target.y + BOX_HEIGHT / 2
        return
    yield _edge(source, right=right), source.y + BOX_HEIGHT / 2
    yield target.middle, source.y + BOX_HEIGHT / 2
    yield target.middle, target.y + (0 if below > 0 else BOX_HEIGHT)


def _edge(box: DrawnBox, *, right: bool) -> float:
    return box.x + (BOX_WIDTH if right else 0)

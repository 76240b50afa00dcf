"""The lines of a drawing: flows with their arrows, dotted associations, and notes with their bracket."""

import math
from collections.abc import Sequence
from typing import Final

from engine.bpmn.model import Bounds, Edge
from web.drawing.icons import INK
from web.drawing.words import block, broken, number

_TAKEN: Final = "#00703c"
_ROUND: Final = 6.0
_NOTE: Final = 11.0
_LENGTH, _HALF = 9.0, 4.6  # of the arrow's head

_Point = tuple[float, float]


def flow_line(points: Sequence[_Point], *, taken: bool, by_default: bool) -> str:
    """Return a sequence flow; one that was taken is thicker and green, a default one has a stroke across."""
    ink, thick = (_TAKEN, 3.4) if taken else (INK, 1.6)
    stroke = f' fill="none" stroke="{ink}" stroke-width="{number(thick)}"'
    across = f'<path d="{_across(points)}"{stroke}/>' if by_default else ""
    way = [*points[:-1], _towards(points[-1], points[-2], _LENGTH / 2)]
    return f'<path d="{_rounded(way)}"{stroke}/>{across}{_head(points, ink, 1.3 if taken else 1)}'


def dotted(edge: Edge) -> str:
    """Return an association or a message flow."""
    return (
        f'<path d="{_rounded(edge.points)}" fill="none" stroke="{INK}" stroke-width="1.4"'
        ' stroke-dasharray="1 4" stroke-linecap="round"/>'
    )


def note(bounds: Bounds, text: str) -> str:
    """Return a text annotation: its words behind a bracket."""
    x, y, foot = number(bounds.x + 10), number(bounds.y), number(bounds.y + bounds.height)
    bracket = f"M{x} {y}H{number(bounds.x)}V{foot}H{x}"
    lines = broken(text, bounds.width - 10, _NOTE)
    words = block(lines, bounds.x + 7, bounds.y + 5, _NOTE, anchor="start")
    return f'<path d="{bracket}" fill="none" stroke="{INK}" stroke-width="1.4"/>{words}'


def _rounded(points: Sequence[_Point]) -> str:
    """Return the way through the points, its corners rounded as far as there is room."""
    steps = [f"M{_at(points[0])}"]
    for place in range(1, len(points) - 1):
        before, here, after = points[place - 1 : place + 2]
        room = min(_ROUND, math.dist(before, here) / 2, math.dist(here, after) / 2)
        into, out = _towards(here, before, room), _towards(here, after, room)
        steps.append(f"L{_at(into)}Q{_at(here)} {_at(out)}")
    return "".join([*steps, f"L{_at(points[-1])}"])


def _head(points: Sequence[_Point], ink: str, size: float) -> str:
    tip = points[-1]
    back = _towards(tip, _before(points), _LENGTH * size)
    across = _square_to(tip, back, _HALF * size)
    corners = tip, _plus(back, across), _plus(back, (-across[0], -across[1]))
    return f'<polygon points="{" ".join(_at(each) for each in corners)}" fill="{ink}"/>'


def _across(points: Sequence[_Point]) -> str:
    """Return the short stroke near the beginning of a default flow."""
    second = next((each for each in points[1:] if each != points[0]), points[0])
    middle = _towards(points[0], second, 11)
    along = _towards((0, 0), (second[0] - points[0][0], second[1] - points[0][1]), 5)
    side = _square_to(points[0], second, 6)
    slant = (side[0] + along[0] * 0.7, side[1] + along[1] * 0.7)
    return f"M{_at(_plus(middle, slant))}L{_at(_plus(middle, (-slant[0], -slant[1])))}"


def _before(points: Sequence[_Point]) -> _Point:
    """Return the last point that is not where the way ends."""
    return next((each for each in reversed(points[:-1]) if each != points[-1]), points[0])


def _towards(point: _Point, other: _Point, far: float) -> _Point:
    """Return the point that lies so far from `point` in the direction of `other`."""
    length = math.dist(point, other)
    if length == 0:
        return point
    share = far / length
    return point[0] + (other[0] - point[0]) * share, point[1] + (other[1] - point[1]) * share


def _square_to(start: _Point, end: _Point, far: float) -> _Point:
    """Return a step of that length, square to the way from start to end."""
    length = math.dist(start, end)
    if length == 0:
        return 0.0, 0.0
    return (start[1] - end[1]) / length * far, (end[0] - start[0]) / length * far


def _plus(point: _Point, step: _Point) -> _Point:
    return point[0] + step[0], point[1] + step[1]


def _at(point: _Point) -> str:
    return f"{number(point[0])} {number(point[1])}"

"""A column of numbers, dates, times or durations, divided by the constants of its cells."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from engine.dmn.condition_classes import classes_of, places
from engine.dmn.conditions import NotAnalysedError, condition_of
from engine.dmn.coverage import full
from engine.dmn.value_lines import Line, Point
from engine.dmn.value_words import either, span_in_words
from engine.feel import UnaryTests
from engine.feel.values import Range, Value


@dataclass(frozen=True, slots=True)
class Ordered:
    """Values on a line: each constant that a cell names, and what lies between them.

    Class 2i+1 is the constant i, class 2i what lies below it and above the one before.
    """

    line: Line
    points: tuple[Point, ...]
    places: Mapping[Point, int]
    domain: int

    @property
    def size(self) -> int:
        """See `Axis`."""
        return 2 * len(self.points) + 1

    def only(self, allowed: UnaryTests) -> "Ordered":
        """Return the axis without what is not allowed."""
        return replace(self, domain=self.domain & self.cell(allowed))

    def cell(self, tests: UnaryTests) -> int:
        """See `Axis`."""
        return classes_of(condition_of(tests.tree), self)

    def compared(self, operator: str, constant: Value) -> int:
        """Return the classes that stand so to the constant."""
        same = 1 << self._class_of(constant)
        below = same - 1
        above = full(self.size) & ~below & ~same
        return {
            "=": same,
            "!=": below | above,
            "<": below,
            "<=": below | same,
            ">": above,
            ">=": above | same,
        }[operator]

    def within(self, range_: Range) -> int:
        """Return the classes that lie in the range."""
        if range_.operator is not None:
            end = range_.low if range_.low is not None else range_.high
            return self.compared(range_.operator, end)
        low = self.compared(">=" if range_.low_included else ">", range_.low)
        high = self.compared("<=" if range_.high_included else "<", range_.high)
        return low & high

    def words(self, classes: int) -> str:
        """See `Axis`; neighbouring classes are said as one span."""
        return either([self._span(first, last) for first, last in self._spans(classes)])

    def example(self, classes: int) -> Value:
        """See `Axis`."""
        return self.line.value_at(self._within_class(next(places(classes))))

    def _class_of(self, constant: Value) -> int:
        point = self.line.point(constant)
        if point is None:
            raise NotAnalysedError(f"it compares with what is no {self.line.kind}")
        return 2 * self.places[point] + 1

    def has_values(self, place: int) -> bool:
        """Tell whether a class holds any value at all."""
        if place % 2:
            return True
        low, high = self._ends(place)
        if low is None or high is None or self.line.dense:
            return low is None or high is None or low < high
        return high - low > 1

    def _ends(self, place: int) -> tuple[Point | None, Point | None]:
        """Return the points (outside it) between which a class of no constant lies."""
        limits = self.line.ends
        after = place // 2
        low = self.points[after - 1] if after else limits and limits[0] - 1
        high = self.points[after] if after < len(self.points) else limits and limits[1] + 1
        return low, high

    def _within_class(self, place: int) -> Point:
        if place % 2:
            return self.points[place // 2]
        low, high = self._ends(place)
        if low is not None and high is not None:
            return Decimal(low + high) / 2 if self.line.dense else low + 1
        if high is not None:
            return high - 1
        return 0 if low is None else low + 1

    def _spans(self, classes: int) -> Iterator[tuple[int, int]]:
        first = last = None
        for place in range(self.size):
            if classes >> place & 1:
                first, last = (place if first is None else first), place
            elif self.has_values(place) and first is not None and last is not None:
                yield first, last
                first = None
        if first is not None and last is not None:
            yield first, last

    def _span(self, first: int, last: int) -> str:
        low = self.points[(first - 1) // 2] if first else None
        high = self.points[last // 2] if last < self.size - 1 else None
        return span_in_words(
            self.line, low, high, low_included=bool(first % 2), high_included=bool(last % 2)
        )


def ordered_axis(line: Line, points: Iterable[Point]) -> Ordered:
    """Return an axis of all values; where points are whole numbers, nothing lies between neighbours."""
    in_order = tuple(sorted(points))
    numbered = {point: number for number, point in enumerate(in_order)}
    axis = Ordered(line, in_order, numbered, full(2 * len(in_order) + 1))
    return replace(axis, domain=sum(1 << at for at in range(axis.size) if axis.has_values(at)))

"""The values of a table's column, divided into classes that no cell of the column tells apart.

A class is a bit; a set of classes is a bit set, as `coverage` wants it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import reduce
from operator import and_, or_
from typing import Protocol

from engine.dmn.conditions import (
    AllOf,
    AnyOf,
    Compared,
    Condition,
    Not,
    NotAnalysedError,
    Within,
    condition_of,
    constants_in,
    listed,
    reads_only_its_input,
)
from engine.dmn.coverage import full
from engine.dmn.value_lines import Line, Point, line_of
from engine.dmn.value_words import either, span_in_words, value_in_words
from engine.feel import UnaryTests
from engine.feel.values import Range, Value


class Axis(Protocol):
    """A column's values in classes."""

    @property
    def size(self) -> int:
        """The number of classes."""

    @property
    def domain(self) -> int:
        """The classes that hold values which may occur."""

    def cell(self, tests: UnaryTests) -> int:
        """Return the classes that match a cell; raise NotAnalysedError where that cannot be said."""

    def words(self, classes: int) -> str:
        """Say in words which values the classes hold."""

    def example(self, classes: int) -> Value:
        """Return a value of one of the classes."""


@dataclass(frozen=True, slots=True)
class Choices:
    """Listed values, each a class of its own; a cell may compute what it likes with the value."""

    values: tuple[Value, ...]

    @property
    def size(self) -> int:
        """See `Axis`."""
        return len(self.values)

    @property
    def domain(self) -> int:
        """See `Axis`."""
        return full(len(self.values))

    def cell(self, tests: UnaryTests) -> int:
        """See `Axis`; the cell is tested with every value."""
        if not reads_only_its_input(tests.tree):
            raise NotAnalysedError("it reads more than its own column")
        results = [tests.test(value, {}) for value in self.values]
        if any(result.value is None for result in results):
            raise NotAnalysedError("it has no certain answer for some values")
        return sum(1 << place for place, result in enumerate(results) if result.value is True)

    def words(self, classes: int) -> str:
        """See `Axis`."""
        return either([value_in_words(self.values[place]) for place in places(classes)])

    def example(self, classes: int) -> Value:
        """See `Axis`."""
        return self.values[next(places(classes))]


@dataclass(frozen=True, slots=True)
class OpenText:
    """Text without a list of allowed values: each text that a cell names, and any other."""

    named: tuple[str, ...]

    @property
    def size(self) -> int:
        """See `Axis`."""
        return len(self.named) + 1

    @property
    def domain(self) -> int:
        """See `Axis`."""
        return full(self.size)

    def cell(self, tests: UnaryTests) -> int:
        """See `Axis`; texts can be told apart only by being equal."""
        return _classes(condition_of(tests.tree), self)

    def compared(self, operator: str, constant: Value) -> int:
        """Return the classes that stand so to the constant."""
        if operator not in ("=", "!=") or not isinstance(constant, str):
            raise NotAnalysedError("it compares text otherwise than by = and !=")
        same = 1 << self.named.index(constant)
        return same if operator == "=" else full(self.size) & ~same

    def within(self, range_: Range) -> int:
        """Refuse: texts of a range cannot be listed."""
        raise NotAnalysedError("it holds a range of texts")

    def words(self, classes: int) -> str:
        """See `Axis`."""
        listed = [f'"{text}"' for text in self.named]
        words = [listed[place] for place in places(classes) if place < len(listed)]
        if classes >> len(listed) & 1:
            words.append(f"anything but {either(listed)}" if listed else "any text")
        return either(words)

    def example(self, classes: int) -> Value:
        """See `Axis`."""
        place = next(places(classes))
        return self.named[place] if place < len(self.named) else "another" + "".join(self.named)


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
        return _classes(condition_of(tests.tree), self)

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


class _Tested(Protocol):
    def compared(self, operator: str, constant: Value) -> int: ...

    def within(self, range_: Range) -> int: ...

    @property
    def size(self) -> int: ...


def axis_of(kind: str, allowed: UnaryTests | None, cells: Iterable[UnaryTests]) -> Axis:
    """Divide the values of a type, as far as they are allowed, by what the cells tell apart.

    Cells that cannot be said in constants divide nothing. Raises NotAnalysedError where the type has no
    classes, or where the allowed values cannot be said in constants.
    """
    choices = listed(allowed)
    if choices is not None:
        return Choices(tuple(choices))
    if kind == "boolean":
        return Choices((True, False))
    within = [] if allowed is None else list(constants_in(condition_of(allowed.tree)))
    constants = [*within, *(each for cell in cells for each in _constants(cell))]
    if kind == "string":
        if allowed is not None:
            raise NotAnalysedError("its allowed values are not a list")
        return OpenText(tuple(dict.fromkeys(each for each in constants if isinstance(each, str))))
    line = line_of(kind, [each for each in constants if each is not None])
    if line is None:
        raise NotAnalysedError(f"its type is {kind or 'not given'}")
    found = {point for each in constants if (point := line.point(each)) is not None}
    axis = _ordered(line, tuple(sorted(found)))
    return axis if allowed is None else axis.only(allowed)


def _ordered(line: Line, points: tuple[Point, ...]) -> Ordered:
    """Return an axis of all values; where points are whole numbers, nothing lies between neighbours."""
    numbered = {point: number for number, point in enumerate(points)}
    axis = Ordered(line, points, numbered, full(2 * len(points) + 1))
    return replace(axis, domain=sum(1 << at for at in range(axis.size) if axis.has_values(at)))


def places(classes: int) -> Iterator[int]:
    """Yield the places of the classes in a set."""
    while classes:
        lowest = classes & -classes
        yield lowest.bit_length() - 1
        classes ^= lowest


def _constants(cell: UnaryTests) -> list[Value]:
    try:
        return list(constants_in(condition_of(cell.tree)))
    except NotAnalysedError:
        return []


def _classes(condition: Condition, axis: _Tested) -> int:
    match condition:
        case Compared(operator, constant):
            return axis.compared(operator, constant)
        case Within(range_):
            return axis.within(range_)
        case AnyOf(parts):
            return reduce(or_, (_classes(part, axis) for part in parts), 0)
        case AllOf(parts):
            return reduce(and_, (_classes(part, axis) for part in parts), full(axis.size))
        case Not(part):
            return full(axis.size) & ~_classes(part, axis)

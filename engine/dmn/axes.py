"""The values of a table's column, divided into classes that no cell of the column tells apart.

A class is a bit; a set of classes is a bit set, as `coverage` wants it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from engine.dmn.condition_classes import classes_of, places
from engine.dmn.conditions import (
    NotAnalysedError,
    condition_of,
    constants_in,
    listed,
    reads_only_its_input,
)
from engine.dmn.coverage import full
from engine.dmn.ordered_axis import ordered_axis
from engine.dmn.value_lines import line_of
from engine.dmn.value_words import either, value_in_words
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
        return classes_of(condition_of(tests.tree), self)

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
    axis = ordered_axis(line, found)
    return axis if allowed is None else axis.only(allowed)


def _constants(cell: UnaryTests) -> list[Value]:
    try:
        return list(constants_in(condition_of(cell.tree)))
    except NotAnalysedError:
        return []

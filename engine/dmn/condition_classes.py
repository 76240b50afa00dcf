"""The classes of a column's values that meet a condition."""

from collections.abc import Iterator
from functools import reduce
from operator import and_, or_
from typing import Protocol

from engine.dmn.conditions import AllOf, AnyOf, Compared, Condition, Not, Within
from engine.dmn.coverage import full
from engine.feel.values import Range, Value


class Divided(Protocol):
    """Values in classes that can be compared with constants."""

    def compared(self, operator: str, constant: Value) -> int:
        """Return the classes that stand so to the constant; raise NotAnalysedError for others."""

    def within(self, range_: Range) -> int:
        """Return the classes that lie in the range; raise NotAnalysedError for others."""

    @property
    def size(self) -> int:
        """The number of classes."""


def classes_of(condition: Condition, axis: Divided) -> int:
    """Return the classes whose values meet the condition."""
    match condition:
        case Compared(operator, constant):
            return axis.compared(operator, constant)
        case Within(range_):
            return axis.within(range_)
        case AnyOf(parts):
            return reduce(or_, (classes_of(part, axis) for part in parts), 0)
        case AllOf(parts):
            return reduce(and_, (classes_of(part, axis) for part in parts), full(axis.size))
        case Not(part):
            return full(axis.size) & ~classes_of(part, axis)


def places(classes: int) -> Iterator[int]:
    """Yield the places of the classes in a set."""
    while classes:
        lowest = classes & -classes
        yield lowest.bit_length() - 1
        classes ^= lowest

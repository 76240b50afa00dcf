"""Which combinations a set of rows covers, with every cell a set of classes of its column's values.

A column has a number of classes; a cell is a bit set of them; a row is a box, one cell for each column.
Combinations are never listed one by one: columns are settled one after the other, classes that leave
the same rows alive are settled together, and what was once seen to be covered is not looked at again.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from math import prod
from typing import Final, TypeAlias

Box: TypeAlias = tuple[int, ...]

MOST_STEPS: Final = 100_000
MOST_COLUMNS: Final = 200


class TooManyCombinationsError(Exception):
    """The rows divide the combinations into more parts than are worth looking at."""


def full(size: int) -> int:
    """Return the bit set of all classes of a column."""
    return (1 << size) - 1


def gaps(boxes: Sequence[Box], space: Box) -> Iterator[Box]:
    """Yield boxes of combinations of the space that no row covers, until all are told.

    No two of them share a combination, and each is as wide as the rows and those before it let it be.
    Raises TooManyCombinationsError where the next is neither found nor excluded within MOST_STEPS.
    """
    if len(space) > MOST_COLUMNS:
        raise TooManyCombinationsError
    rows = [both for box in boxes if (both := meet(box, space)) is not None]
    while (found := _gap(rows, space)) is not None:
        yield found
        rows.append(found)


def covers(boxes: Sequence[Box], space: Box) -> bool:
    """Tell whether the boxes leave no combination of the space out; see `gaps`."""
    return next(gaps(boxes, space), None) is None


def meet(one: Box, other: Box) -> Box | None:
    """Return the combinations that both boxes hold, or None where there are none."""
    both = tuple(a & b for a, b in zip(one, other, strict=True))
    return both if all(both) else None


def holds(one: Box, other: Box) -> bool:
    """Tell whether the first box holds every combination of the second."""
    return all(a & b == b for a, b in zip(one, other, strict=True))


def _gap(rows: Sequence[Box], space: Box) -> Box | None:
    if not all(space) or _fill_without_overlap(rows, space):
        return None
    found = _Search(rows, space).gap()
    return None if found is None else _widened(found, rows, space)


def _fill_without_overlap(rows: Sequence[Box], space: Box) -> bool:
    """Tell whether the rows have just the number of combinations of the space, none of them twice."""
    return sum(_volume(row) for row in rows) == _volume(space) and not any(
        meet(one, other) for one, other in combinations(rows, 2)
    )


def _volume(box: Box) -> int:
    return prod(classes.bit_count() for classes in box)


def _widened(box: Box, rows: Sequence[Box], space: Box) -> Box:
    """Return the gap with every column, from the last, as wide as no row forbids."""
    wide = list(box)
    for column in reversed(range(len(box))):
        taken = 0
        for row in rows:
            if all(row[c] & wide[c] for c in range(len(wide)) if c != column):
                taken |= row[column]
        wide[column] = space[column] & ~taken
    return tuple(wide)


class _Search:
    """One walk through the columns, those first that the fewest rows leave open."""

    def __init__(self, rows: Sequence[Box], space: Box) -> None:
        self.space = space
        self.everything = full(len(rows))
        self.order = sorted(
            range(len(space)), key=lambda column: sum(row[column] == space[column] for row in rows)
        )
        self.groups = [self._groups(rows, column) for column in self.order]
        self.open_from = self._open_from(rows)
        self.covered: set[tuple[int, int]] = set()
        self.steps = 0

    def gap(self) -> Box | None:
        """Return some combinations that no row covers."""
        masks = self._below(0, self.everything)
        if masks is None:
            return None
        found = list(self.space)
        for column, mask in zip(self.order, masks, strict=False):
            found[column] = mask
        return tuple(found)

    def _groups(self, rows: Sequence[Box], column: int) -> list[tuple[int, int]]:
        """Return the classes of a column with the rows that hold them, classes of like rows together."""
        together: dict[int, int] = {}
        for place in range(self.space[column].bit_length()):
            if self.space[column] >> place & 1:
                holding = _bits(row[column] >> place & 1 for row in rows)
                together[holding] = together.get(holding, 0) | 1 << place
        return list(together.items())

    def _open_from(self, rows: Sequence[Box]) -> list[int]:
        """Return for each level the rows that leave open every column from there on."""
        found = [self.everything]
        for column in reversed(self.order):
            found.append(found[-1] & _bits(row[column] == self.space[column] for row in rows))
        return found[::-1]

    def _below(self, level: int, alive: int) -> list[int] | None:
        """Return the classes of the columns from this level on that lead to a gap, or None."""
        if alive & self.open_from[level] or (level, alive) in self.covered:
            return None
        if not alive:
            return []
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise TooManyCombinationsError
        below: dict[int, int] = {}
        for holding, classes in self.groups[level]:
            still = alive & holding
            below[still] = below.get(still, 0) | classes
        for still in sorted(below, key=int.bit_count):
            rest = self._below(level + 1, still)
            if rest is not None:
                return [below[still], *rest]
        self.covered.add((level, alive))
        return None


def _bits(truths: Iterable[object]) -> int:
    bits = 0
    for place, truth in enumerate(truths):
        if truth:
            bits |= 1 << place
    return bits

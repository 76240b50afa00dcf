"""Which combinations a set of rows covers, with every cell a set of classes of its column's values.

A column has a number of classes; a cell is a bit set of them; a row is a box, one cell for each column.
Combinations are never listed one by one: rows that are alive alike after the same columns share what
follows, so that a table of 60 rows and 8 columns is decided in well under a second.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import prod
from typing import Final, TypeAlias

Box: TypeAlias = tuple[int, ...]

MOST_NODES: Final = 250_000


class TooManyCombinationsError(Exception):
    """The rows divide the combinations into more parts than are worth looking at."""


@dataclass(frozen=True, slots=True)
class Uncovered:
    """Combinations that no row covers: their number, and boxes of them that do not overlap."""

    count: int
    _start: "_Node | bool"
    _columns: tuple[int, ...]
    _space: Box

    def boxes(self) -> Iterator[Box]:
        """Yield boxes that together are all the uncovered combinations, none in two of them."""
        yield from self._below(self._start, 0, list(self._space))

    def _below(self, node: "_Node | bool", level: int, box: list[int]) -> Iterator[Box]:
        if node is True:
            yield tuple(box)
        elif isinstance(node, _Node):
            column = self._columns[level]
            for mask, child in node.edges:
                box[column] = mask
                yield from self._below(child, level + 1, box)
            box[column] = self._space[column]


@dataclass(frozen=True, slots=True, eq=False)
class _Node:
    """The classes of one column, grouped by what is uncovered below them (False: nothing)."""

    edges: "_Edges"
    count: int


_Edges: TypeAlias = tuple[tuple[int, "_Node | bool"], ...]


def full(size: int) -> int:
    """Return the bit set of all classes of a column."""
    return (1 << size) - 1


def uncovered(
    boxes: Sequence[Box], sizes: Sequence[int], *, within: Box | None = None
) -> Uncovered:
    """Return the combinations (of those ``within`` a box) that none of the boxes covers.

    Raises TooManyCombinationsError where that would take too long.
    """
    space = within or tuple(full(size) for size in sizes)
    # Columns that most rows leave open come last: whole groups of rows are then decided before them.
    order = sorted(
        range(len(sizes)),
        key=lambda column: sum(box[column] & space[column] == space[column] for box in boxes),
    )
    search = _Search(boxes, space, tuple(order))
    start = search.node(0, search.everything)
    return Uncovered(search.count(start, 0), start, tuple(order), space)


class _Search:
    """One walk through the columns in a given order."""

    def __init__(self, boxes: Sequence[Box], space: Box, order: tuple[int, ...]) -> None:
        self.space = [space[column] for column in order]
        self.everything = (1 << len(boxes)) - 1
        self._known: dict[tuple[int, int], _Node | bool] = {}
        self._same: dict[tuple[int, _Edges], _Node] = {}
        self._alive_by_class = [
            [
                (1 << place, _bits(box[column] >> place & 1 for box in boxes))
                for place in range(space[column].bit_length())
                if space[column] >> place & 1
            ]
            for column in order
        ]
        self._open_from = self._rows_open_from(boxes, space, order)

    def _rows_open_from(
        self, boxes: Sequence[Box], space: Box, order: tuple[int, ...]
    ) -> list[int]:
        """Return for each level the rows whose cells all match from that level on."""
        open_rows = [self.everything]
        for column in reversed(order):
            matching = _bits(box[column] & space[column] == space[column] for box in boxes)
            open_rows.append(open_rows[-1] & matching)
        return list(reversed(open_rows))

    def node(self, level: int, alive: int) -> "_Node | bool":
        if alive & self._open_from[level]:
            return False
        if not alive:
            return True
        known = self._known.get((level, alive))
        if known is not None:
            return known
        found = self._divided(level, alive)
        if len(self._known) >= MOST_NODES:
            raise TooManyCombinationsError
        self._known[level, alive] = found
        return found

    def _divided(self, level: int, alive: int) -> "_Node | bool":
        groups: dict[int, int] = {}
        for place, rows in self._alive_by_class[level]:
            still = alive & rows
            groups[still] = groups.get(still, 0) | place
        below: dict[_Node | bool, int] = {}
        for still, mask in groups.items():
            child = self.node(level + 1, still)
            if child is not False:
                below[child] = below.get(child, 0) | mask
        if not below:
            return False
        edges = tuple(sorted(((mask, child) for child, mask in below.items()), key=_mask))
        if edges[0] == (self.space[level], True):
            return True
        return self._shared(edges, level)

    def _shared(self, edges: _Edges, level: int) -> _Node:
        if (level, edges) not in self._same:
            total = sum(mask.bit_count() * self.count(child, level + 1) for mask, child in edges)
            self._same[level, edges] = _Node(edges, total)
        return self._same[level, edges]

    def count(self, node: "_Node | bool", level: int) -> int:
        if node is True:
            return prod(space.bit_count() for space in self.space[level:])
        return node.count if isinstance(node, _Node) else 0


def _mask(edge: tuple[int, _Node | bool]) -> int:
    return edge[0]


def _bits(truths: Iterable[object]) -> int:
    bits = 0
    for place, truth in enumerate(truths):
        if truth:
            bits |= 1 << place
    return bits


def meet(one: Box, other: Box) -> Box | None:
    """Return the combinations that both boxes hold, or None where there are none."""
    both = tuple(a & b for a, b in zip(one, other, strict=True))
    return both if all(both) else None


def holds(one: Box, other: Box) -> bool:
    """Tell whether the first box holds every combination of the second."""
    return all(a & b == b for a, b in zip(one, other, strict=True))

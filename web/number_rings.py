"""Rings of numbers that add up: how one of them could be another without anything shown being another."""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count as numbered
from typing import Final, Generic, TypeVar

FLOOR: Final = 5

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Sum:
    """A number between two places where numbers add up: it goes out of `source` and into `target`.

    At every place what goes in equals what comes out: of a row, its cells come out and its total goes in.
    Those of a low `rank` are hidden before those of a higher one.
    """

    source: Hashable
    target: Hashable
    count: int
    rank: int = 0

    @property
    def may_rise(self) -> bool:
        """Say whether one more would still be on the same side of five."""
        return self.count != FLOOR - 1

    @property
    def may_fall(self) -> bool:
        """Say whether one fewer would still be a count, and on the same side of five."""
        return self.count not in (0, FLOOR)


def cheapest_ring(
    key: Key, sums: Mapping[Key, Sum], exact: Collection[Key]
) -> frozenset[Key] | None:
    """Return the numbers that could all be one more or fewer together with this one; None if none could.

    Going round from the number back to it, each is one more where it is gone through forwards, one fewer
    where backwards: then every place still adds up. A ring is the cheaper the fewer, smaller and lower in
    rank those of it are that are shown exactly (``exact``); one without any costs nothing.
    """
    steps: dict[Hashable, list[_Step[Key]]] = {}
    for name, each in sums.items():
        if name == key:
            continue
        price = (each.rank, 1, each.count) if name in exact else _NOTHING
        if each.may_rise:
            steps.setdefault(each.source, []).append(_Step(each.target, name, price))
        if each.may_fall:
            steps.setdefault(each.target, []).append(_Step(each.source, name, price))
    this = sums[key]
    found = [
        way
        for way in (
            _cheapest_way(steps, this.target, this.source) if this.may_rise else None,
            _cheapest_way(steps, this.source, this.target) if this.may_fall else None,
        )
        if way is not None
    ]
    return min(found, key=lambda way: way.price).through if found else None


_Price = tuple[int, int, int]
_NOTHING: Final[_Price] = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class _Step(Generic[Key]):
    to: Hashable
    name: Key
    price: _Price


@dataclass(frozen=True, slots=True)
class _Way(Generic[Key]):
    price: _Price
    through: frozenset[Key]


def _cheapest_way(
    steps: Mapping[Hashable, list[_Step[Key]]], start: Hashable, end: Hashable
) -> _Way[Key] | None:
    order = numbered()
    waiting: list[tuple[_Price, int, Hashable, frozenset[Key]]] = [
        (_NOTHING, next(order), start, frozenset())
    ]
    reached: set[Hashable] = set()
    while waiting:
        price, _, place, through = heappop(waiting)
        if place == end:
            return _Way(price, through)
        if place in reached:
            continue
        reached.add(place)
        for step in steps.get(place, ()):
            if step.to not in reached:
                heappush(
                    waiting,
                    (_sum(price, step.price), next(order), step.to, through | {step.name}),
                )
    return None


def _sum(first: _Price, second: _Price) -> _Price:
    return (first[0] + second[0], first[1] + second[1], first[2] + second[2])

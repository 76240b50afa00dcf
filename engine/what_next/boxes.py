"""Boxes: products of sets of values, put together where that says the same with fewer words."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from engine.what_next.told import Atom, Box


def together(choices: Iterable[Mapping[Atom, Any]]) -> tuple[Box, ...]:
    """Return boxes that hold exactly these choices, all of the same atoms."""
    return merged(
        {atom: frozenset([value]) for atom, value in choice.items()} for choice in choices
    )


def within(box: Box, part: Box) -> Box:
    """Return what two boxes have in common; the parts of a split lie within what was split."""
    return {**box, **{atom: box.get(atom, values) & values for atom, values in part.items()}}


def merged(boxes: Iterable[Box]) -> tuple[Box, ...]:
    """Return as few boxes as are found that hold the same; an atom that may be anything is left out."""
    found = list(_different(_plain(box) for box in boxes))
    while (pair := _pair(found)) is not None:
        one, other, both = pair
        found = list(_different([each for each in found if each not in (one, other)] + [both]))
    return tuple(_different(_widened(box, found) for box in found))


def _widened(
    box: dict[Atom, frozenset[Any]], boxes: list[dict[Atom, frozenset[Any]]]
) -> dict[Atom, frozenset[Any]]:
    """Leave out of a box what the others hold anyway: “this, or that” says enough without “and not that”."""
    for atom in list(box):
        rest = {**box, atom: frozenset(atom.values) - box[atom]}
        if any(_holds(other, rest) for other in boxes if other != box):
            box = {name: values for name, values in box.items() if name != atom}
    return box


def _plain(box: Box) -> dict[Atom, frozenset[Any]]:
    return {atom: values for atom, values in box.items() if values != frozenset(atom.values)}


def _different(boxes: Iterable[dict[Atom, frozenset[Any]]]) -> Iterator[dict[Atom, frozenset[Any]]]:
    seen: list[dict[Atom, frozenset[Any]]] = []
    for box in boxes:
        if box not in seen:
            seen.append(box)
            yield box


def _pair(
    boxes: list[dict[Atom, frozenset[Any]]],
) -> tuple[Any, Any, dict[Atom, frozenset[Any]]] | None:
    """Return two boxes and the one that holds what both hold, if any two can be put together."""
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            both = _both(one, other)
            if both is not None:
                return one, other, both
    return None


def _both(
    one: dict[Atom, frozenset[Any]], other: dict[Atom, frozenset[Any]]
) -> dict[Atom, frozenset[Any]] | None:
    if _holds(one, other):
        return one
    if _holds(other, one):
        return other
    if one.keys() != other.keys():
        return None
    differing = [atom for atom in one if one[atom] != other[atom]]
    if len(differing) != 1:
        return None
    atom = differing[0]
    return _plain({**one, atom: one[atom] | other[atom]})


def _holds(one: Box, other: Box) -> bool:
    """Say whether the first box holds all of the second."""
    return all(atom in other and other[atom] <= one[atom] for atom in one)

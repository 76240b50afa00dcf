"""Functions of finitely many choices, as trees that share what they have in common.

A tree asks for one fact after the other, always in the same order, and ends in a value. Equal trees are
one number, so that two functions are equal when their numbers are; what does not matter is not asked.
(The literature calls them multi-valued decision diagrams.)
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

Tree: TypeAlias = int
"""A tree of one `Forest`."""

MOST_TREES: Final = 2_000_000


class TooManyTreesError(Exception):
    """The function has too many cases to be looked at."""


class Forest:
    """All trees over the same facts, asked in the same order."""

    def __init__(self, facts: Mapping[str, Sequence[Hashable]]) -> None:
        """Take the facts in the order of asking, each with its values."""
        self.facts = tuple(facts)
        self.values = tuple(tuple(values) for values in facts.values())
        self._place = {name: place for place, name in enumerate(self.facts)}
        self._asks: list[int] = []
        self._below: list[tuple[Tree, ...]] = []
        self._ends: list[Hashable] = []
        self._leaves: dict[tuple[type, Hashable], Tree] = {}
        self._nodes: dict[tuple[int, tuple[Tree, ...]], Tree] = {}

    def leaf(self, value: Hashable) -> Tree:
        """Return the tree that asks nothing and ends in the value."""
        key = type(value), value
        if key not in self._leaves:
            self._leaves[key] = self._add(len(self.facts), (), value)
        return self._leaves[key]

    def fact(self, name: str) -> Tree:
        """Return the tree that ends in the value of a fact; raise KeyError for an unknown one."""
        place = self._place[name]
        return self._ask(place, tuple(self.leaf(value) for value in self.values[place]))

    def combine(self, function: Callable[..., Hashable], *trees: Tree) -> Tree:
        """Return the tree that ends in the function of what the trees end in."""
        known: dict[tuple[Tree, ...], Tree] = {}

        def combined(parts: tuple[Tree, ...]) -> Tree:
            if parts in known:
                return known[parts]
            place = min((self._asks[part] for part in parts), default=len(self.facts))
            if place == len(self.facts):
                found = self.leaf(function(*(self._ends[part] for part in parts)))
            else:
                found = self._ask(
                    place,
                    tuple(
                        combined(tuple(self._chosen(part, place, choice) for part in parts))
                        for choice in range(len(self.values[place]))
                    ),
                )
            known[parts] = found
            return found

        return combined(trees)

    def given(self, tree: Tree, name: str, value: Hashable) -> Tree:
        """Return the tree with one fact settled."""
        place = self._place[name]
        choice = self.values[place].index(value)
        known: dict[Tree, Tree] = {}

        def settled(part: Tree) -> Tree:
            asked = self._asks[part]
            if asked > place:
                return part
            if part not in known:
                below = self._below[part]
                known[part] = (
                    below[choice]
                    if asked == place
                    else self._ask(asked, tuple(settled(each) for each in below))
                )
            return known[part]

        return settled(tree)

    def ends(self, tree: Tree) -> frozenset[Hashable]:
        """Return every value that the tree can end in."""
        seen, waiting, found = {tree}, [tree], set()
        while waiting:
            part = waiting.pop()
            if self._asks[part] == len(self.facts):
                found.add(self._ends[part])
            new = set(self._below[part]) - seen
            seen |= new
            waiting.extend(new)
        return frozenset(found)

    def end_for(self, tree: Tree, facts: Mapping[str, Hashable]) -> Hashable:
        """Return what the tree ends in for a full set of facts."""
        while (place := self._asks[tree]) < len(self.facts):
            tree = self._below[tree][self.values[place].index(facts[self.facts[place]])]
        return self._ends[tree]

    def facts_that_lead_to(
        self, tree: Tree, value: Hashable, *, preferred: Mapping[str, Hashable]
    ) -> dict[str, Hashable] | None:
        """Return a full set of facts with which the tree ends in the value, or None.

        Facts that do not matter, or matter little, have their preferred value.
        """
        wanted = self.leaf(value)
        dead: set[Tree] = set()

        def search(part: Tree) -> dict[str, Hashable] | None:
            if part == wanted:
                return {}
            if part in dead:
                return None
            for choice in self._in_preferred_order(part, preferred):
                rest = search(self._below[part][choice])
                if rest is not None:
                    place = self._asks[part]
                    return {self.facts[place]: self.values[place][choice], **rest}
            dead.add(part)
            return None

        found = search(tree)
        if found is None:
            return None
        return {
            name: found.get(name, preferred.get(name, values[0]))
            for name, values in zip(self.facts, self.values, strict=True)
        }

    def _in_preferred_order(self, part: Tree, preferred: Mapping[str, Hashable]) -> Iterator[int]:
        place = self._asks[part]
        if place == len(self.facts):
            return iter(())
        liked = preferred.get(self.facts[place])
        choices = range(len(self.values[place]))
        return iter(sorted(choices, key=lambda choice: self.values[place][choice] != liked))

    def _chosen(self, part: Tree, place: int, choice: int) -> Tree:
        return self._below[part][choice] if self._asks[part] == place else part

    def _ask(self, place: int, below: tuple[Tree, ...]) -> Tree:
        if all(each == below[0] for each in below):
            return below[0]
        key = place, below
        if key not in self._nodes:
            self._nodes[key] = self._add(place, below, None)
        return self._nodes[key]

    def _add(self, place: int, below: tuple[Tree, ...], end: Hashable) -> Tree:
        if len(self._asks) >= MOST_TREES:
            raise TooManyTreesError
        self._asks.append(place)
        self._below.append(below)
        self._ends.append(end)
        return len(self._asks) - 1

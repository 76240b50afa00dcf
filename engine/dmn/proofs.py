"""What holds for every set of facts: proofs over decisions with all that they require.

A proof that fails comes with full sets of facts that show it, ready to be given to `decide`.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations, product
from typing import Final, TypeAlias

from engine.dmn.choice_trees import Forest, Tree
from engine.dmn.symbolic import SymbolicModel
from engine.dmn.symbolic_values import REFUSED, BeyondProofError

Facts: TypeAlias = Mapping[str, Hashable]
Order: TypeAlias = Sequence[Sequence[Hashable]]
"""Values from the lowest to the highest; those of one level are not compared with each other."""

_CALM: Final = ("no", "none", "never", "unknown")


@dataclass(frozen=True, slots=True)
class Said:
    """An output of a decision: its id, and the path of names below it."""

    decision: str
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """That an output of a decision has one of the values."""

    said: Said
    values: tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class FactClaim:
    """That a fact has one of the values."""

    fact: str
    values: tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class Counterexample:
    """Sets of facts that break a promise, each with what the output is there."""

    facts: tuple[Facts, ...]
    answers: tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two values of one fact."""

    fact: str
    first: Hashable
    second: Hashable


class Prover:
    """Proves what holds for every set of facts; built once for a model and the values of its facts.

    Sets that contradict themselves count too, but are shown only where no other set breaks the promise.
    """

    def __init__(self, symbolic: SymbolicModel, contradictions: str | None = None) -> None:
        """Take the decisions as functions of the facts, and the one that lists contradictions."""
        self._symbolic = symbolic
        self._forest: Forest = symbolic.forest
        self._contradictory = (
            self._forest.leaf(False)
            if contradictions is None
            else symbolic.has_items(contradictions)
        )
        self._calm = {
            name: next((each for each in _CALM if each in values), values[0])
            for name, values in zip(self._forest.facts, self._forest.values, strict=True)
        }

    def monotone(
        self, said: Said, output_order: Order, fact: str, input_order: Order
    ) -> Counterexample | None:
        """Look for two sets that differ in one fact, where the higher value has the lower output.

        Raises BeyondProofError for what cannot be worked out, as do all proofs.
        """
        tree = self._output(said)
        refused = self._refused(tree)
        if refused is not None:
            return refused
        rank = {value: level for level, values in enumerate(output_order) for value in values}
        self._answers_only(tree, rank)
        self._known(fact, [value for values in input_order for value in values])
        falls = partial(_falls, rank)
        pairs = [_Pair(fact, low, high) for low, high in _rising(input_order)]
        return self._broken_pair(tree, pairs, falls)

    def implies(self, given: Sequence[Claim | FactClaim], then: Claim) -> Counterexample | None:
        """Look for a set in which all of the first hold and the last does not."""
        claims = [*given, then]
        trees = [self._claimed(claim) for claim in claims]
        for tree in trees:
            refused = self._refused(tree)
            if refused is not None:
                return refused
        for tree, claim in zip(trees, claims, strict=True):
            for value in claim.values:
                self._can_answer(tree, value)

        def broken(*answers: Hashable) -> bool:
            *held, last = (
                answer in claim.values for answer, claim in zip(answers, claims, strict=True)
            )
            return all(held) and not last

        found = self._forest.combine(broken, *trees)
        facts = self._some(self._without(found, self._contradictory)) or self._some(found)
        return None if facts is None else self._shown([facts], trees[-1])

    def unknown_never_gives(
        self, said: Said, value: Hashable, *, unknown: Hashable
    ) -> Counterexample | None:
        """Look for a set where making one known fact unknown turns another answer into the value."""
        tree = self._output(said)
        refused = self._refused(tree)
        if refused is not None:
            return refused
        self._can_answer(tree, value)

        def turned(known: Hashable, made_unknown: Hashable) -> bool:
            return known != value and made_unknown == value

        pairs = [
            _Pair(fact, known, unknown)
            for fact, values in zip(self._forest.facts, self._forest.values, strict=True)
            for known in (values if unknown in values else ())
            if known != unknown
        ]
        return self._broken_pair(tree, pairs, turned)

    def _claimed(self, claim: Claim | FactClaim) -> Tree:
        if isinstance(claim, Claim):
            return self._output(claim.said)
        self._known(claim.fact, claim.values)
        return self._forest.fact(claim.fact)

    def _output(self, said: Said) -> Tree:
        return self._symbolic.output(said.decision, said.path)

    def _answers_only(self, tree: Tree, order: Mapping[Hashable, int]) -> None:
        """Refuse an order that leaves out an answer: nothing would be said about it."""
        missing = sorted(str(end) for end in self._forest.ends(tree) if end not in order)
        if missing:
            raise BeyondProofError(f"the order of the output leaves out {', '.join(missing)}")

    def _can_answer(self, tree: Tree, value: Hashable) -> None:
        """Refuse a value that is never given: whatever is said about it holds, and means nothing."""
        if value not in self._forest.ends(tree):
            raise BeyondProofError(f"the answer is never {value}")

    def _known(self, fact: str, values: Sequence[Hashable]) -> None:
        """Refuse a fact or value that does not occur: nothing would be looked at."""
        if fact not in self._forest.facts:
            raise BeyondProofError(f'there is no fact "{fact}"')
        of_fact = self._forest.values[self._forest.facts.index(fact)]
        for value in values:
            if value not in of_fact:
                raise BeyondProofError(f'"{value}" is no value of {fact} here')

    def _broken_pair(
        self,
        tree: Tree,
        pairs: Sequence[_Pair],
        broken: Callable[[Hashable, Hashable], bool],
    ) -> Counterexample | None:
        """Return two sets that break a promise, if possible such as do not contradict themselves."""
        found = [(pair, self._of_both(broken, tree, pair)) for pair in pairs]
        found = [(pair, each) for pair, each in found if each != self._forest.leaf(False)]
        sound = [
            (pair, self._without(each, self._of_both(_either, self._contradictory, pair)))
            for pair, each in found
        ]
        for pair, each in (*sound, *found):
            facts = self._some(each)
            if facts is not None:
                sets = [{**facts, pair.fact: value} for value in (pair.first, pair.second)]
                return self._shown(sets, tree)
        return None

    def _of_both(
        self, function: Callable[[Hashable, Hashable], bool], tree: Tree, pair: _Pair
    ) -> Tree:
        settled = [self._forest.given(tree, pair.fact, each) for each in (pair.first, pair.second)]
        return self._forest.combine(function, *settled)

    def _without(self, tree: Tree, contradictory: Tree) -> Tree:
        return self._forest.combine(_only_the_first, tree, contradictory)

    def _refused(self, tree: Tree) -> Counterexample | None:
        """Return a set that gets no answer at all: nothing could be promised of it."""
        facts = self._forest.facts_that_lead_to(tree, REFUSED, preferred=self._calm)
        return None if facts is None else self._shown([facts], tree)

    def _some(self, broken: Tree) -> dict[str, Hashable] | None:
        return self._forest.facts_that_lead_to(broken, True, preferred=self._calm)

    def _shown(self, sets: Sequence[Facts], tree: Tree) -> Counterexample:
        answers = tuple(self._forest.end_for(tree, facts) for facts in sets)
        return Counterexample(tuple(sets), answers)


def _only_the_first(first: Hashable, second: Hashable) -> bool:
    return first is True and second is not True


def _either(first: Hashable, second: Hashable) -> bool:
    return first is True or second is True


def _rising(order: Order) -> Iterator[tuple[Hashable, Hashable]]:
    """Yield each two values of which the second is higher."""
    for lower, higher in combinations(order, 2):
        yield from product(lower, higher)


def _falls(rank: Mapping[Hashable, int], low: Hashable, high: Hashable) -> bool:
    return low in rank and high in rank and rank[low] > rank[high]

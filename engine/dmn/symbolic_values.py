"""Values that depend on facts: what they can be, and what is done with their ends."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from engine.dmn.choice_trees import Tree
from engine.dmn.conditions import reads_only_its_input
from engine.feel import UnaryTests
from engine.feel.compare import compare
from engine.feel.syntax import ComparisonOperator


class BeyondProofError(Exception):
    """Something whose value cannot be worked out for all facts at once; the message says what."""


class Refused:
    """The end of a tree where a strict evaluation refuses to answer."""


REFUSED: Final = Refused()


@dataclass(frozen=True, slots=True)
class Named:
    """A context: values by name, each worked out when it is asked for."""

    entries: "Scope"


@dataclass(frozen=True, slots=True)
class Collected:
    """A list whose items depend on the facts: for each item, when it is there, and the item."""

    items: "tuple[tuple[Tree, Symbolic], ...]"


Symbolic: TypeAlias = Tree | Named | Collected
Scope: TypeAlias = Mapping[str, Callable[[], Symbolic]]


def single(value: Symbolic) -> Tree:
    """Return a value that is neither context nor list; raise BeyondProofError for those."""
    if isinstance(value, Named | Collected):
        raise BeyondProofError("a list or a context stands where a single value is needed")
    return value


def entry_of(value: Symbolic, name: str) -> Symbolic:
    """Return what stands under a name; of a list, the list of what stands there in each item."""
    if isinstance(value, Named) and name in value.entries:
        return value.entries[name]()
    if isinstance(value, Collected):
        return Collected(tuple((there, entry_of(item, name)) for there, item in value.items))
    raise BeyondProofError(f'it reads "{name}" of what has no such part')


def both(*truths: Hashable) -> Hashable:
    """Say whether all are true; a refusal anywhere is a refusal."""
    return _joined(truths, decided_by=False)


def one_of(*truths: Hashable) -> Hashable:
    """Say whether one is true; a refusal anywhere is a refusal."""
    return _joined(truths, decided_by=True)


def opposite(truth: Hashable) -> Hashable:
    """Say whether it is false."""
    return not truth if isinstance(truth, bool) else REFUSED


def chosen(condition: Hashable, consequence: Hashable, alternative: Hashable) -> Hashable:
    """Return one or the other; a condition that is neither true nor false is a refusal."""
    if not isinstance(condition, bool):
        return REFUSED
    return consequence if condition else alternative


def compared(operator: ComparisonOperator) -> Callable[[Hashable, Hashable], Hashable]:
    """Return the comparison; values that have no order are a refusal."""

    def comparison(left: Hashable, right: Hashable) -> Hashable:
        if REFUSED in (left, right):
            return REFUSED
        if operator in ("=", "!="):
            if left is not None and right is not None and type(left) is not type(right):
                return REFUSED
            return (left == right) is (operator == "=")
        order = compare(left, right)  # type: ignore[arg-type]
        if order is None:
            return REFUSED
        return {"<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0}[operator]

    return comparison


def tested(tests: UnaryTests | None) -> Callable[[Hashable], Hashable]:
    """Return whether a value passes a cell; an uncertain answer is a refusal."""
    if tests is None or not reads_only_its_input(tests.tree):
        raise BeyondProofError("a cell reads more than its own column")

    def passes(value: Hashable) -> Hashable:
        if value is REFUSED:
            return REFUSED
        result = tests.test(value, {})
        return REFUSED if result.value is None and result.warnings else result.value is True

    return passes


def _joined(truths: tuple[Hashable, ...], *, decided_by: bool) -> Hashable:
    if not all(isinstance(truth, bool) for truth in truths):
        return REFUSED
    return decided_by if decided_by in truths else not decided_by

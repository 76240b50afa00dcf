"""What an evaluation of a decision leaves behind: the answer, and why."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.feel.values import Value


@dataclass(frozen=True, slots=True)
class RowMatch:
    """A row that matched; ``rule`` is the row's code and ``decision`` the decision's id."""

    decision: str
    rule: str
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecisionTrace:
    """One decision that was evaluated.

    ``inputs`` holds what it read: for a table the text of each input column and its value, for
    anything else the names of what it requires. ``matched`` are the rows that the answer rests on, in
    table order (COLLECT: all that matched).
    """

    decision: str
    name: str
    inputs: Mapping[str, Value]
    matched: tuple[RowMatch, ...]
    value: Value


@dataclass(frozen=True, slots=True)
class DecisionWarning:
    """Why something became null: ``element`` and ``line`` say where in the file."""

    decision: str
    element: str
    line: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The answer and its reasons.

    ``value`` is the decision's FEEL value. ``outputs`` is the same by name: the context itself for a
    decision of several outputs, else the one value under the decision's variable. ``trace`` lists every
    decision evaluated, required ones first; ``matched`` the rows of all their tables in that order.
    """

    value: Value
    outputs: Mapping[str, Value]
    matched: tuple[RowMatch, ...]
    trace: tuple[DecisionTrace, ...]
    warnings: tuple[DecisionWarning, ...]

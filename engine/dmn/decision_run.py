"""The evaluation of one decision: FEEL's run, with the rows that matched and what was read."""

from typing import cast

from engine.dmn.evaluation import RowMatch
from engine.dmn.item_types import STANDARD, ItemType
from engine.feel.run import Run, Scope
from engine.feel.syntax import Position
from engine.feel.types import FeelType, coerce
from engine.feel.values import Value


class DecisionRun(Run):
    """What the tables of one decision leave behind while it is evaluated."""

    __slots__ = ("decision", "inputs", "matched", "strict")

    def __init__(self, outer: Run, decision: str, *, strict: bool) -> None:
        """Begin; budget, clock and functions are those of the whole evaluation."""
        super().__init__(outer.budget, None, outer.functions)
        self._now = outer._now
        self.decision = decision
        self.strict = strict
        self.inputs: dict[str, Value] = {}
        self.matched: list[RowMatch] = []


def run_of(scope: Scope) -> DecisionRun:
    """Return the decision's run that a scope belongs to."""
    return cast("DecisionRun", scope.run)  # the evaluator opens no other scope


def fitted(value: Value, type_ref: str | None, wanted: FeelType, run: Run, line: int) -> Value:
    """Return the value as the type takes it, else null with a warning."""
    fits, coerced = coerce(value, wanted, run.budget)
    if not fits:
        run.warn(Position(line, 1), misfit_sentence(value, type_ref, wanted, run))
    return coerced


def misfit_sentence(value: Value, type_ref: str | None, wanted: FeelType, run: Run) -> str:
    """Return why a value is not of a type, without the value."""
    why = None
    if isinstance(wanted, ItemType):
        why = wanted.misfit(value, run.budget, STANDARD)
    return why or f"The value is not of the type {type_ref}."

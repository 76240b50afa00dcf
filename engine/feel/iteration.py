"""Loops: what ``for``, ``some`` and ``every`` go over, in text as in boxes."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from engine.feel.compare import kind_of
from engine.feel.compiling import Evaluator
from engine.feel.dates import date_of_day_number, day_number
from engine.feel.errors import FeelValueError
from engine.feel.numbers import as_integer
from engine.feel.run import Scope
from engine.feel.syntax import Position
from engine.feel.values import FarDate, Range, Value

PARTIAL: Final = "partial"
"""The name under which the body of ``for`` reads the results so far."""


COST_OF_AN_ITERATION: Final = 5


@dataclass(frozen=True, slots=True)
class Iteration:
    """One ``name in source``, or ``name in source..end``."""

    name: str
    source: Evaluator
    end: Evaluator | None = None

    def items(self, scope: Scope) -> Iterator[Value]:
        """Yield what the name stands for, one after the other; refuse what cannot be gone over."""
        source = self.source(scope)
        if self.end is not None:
            return _steps(source, self.end(scope))
        if isinstance(source, Range):
            return _steps_of_range(source)
        if source is None:
            raise FeelValueError("A loop cannot go over null.")
        return iter(source if isinstance(source, list) else [source])


def every_result(
    over: Sequence[Iteration], result: Evaluator, at: Position, *, size: int, reads_partial: bool
) -> Evaluator:
    """Return the evaluator of ``for``: a result for every combination, the last name turning fastest.

    ``size`` is the number of nodes of the result, which each iteration costs.
    """

    def evaluate(scope: Scope) -> Value:
        results: list[Value] = []
        try:
            for inner in _combinations(over, scope):
                scope.run.budget.spend(size)
                if reads_partial:
                    # A copy, so that a result that holds `partial` does not come to hold itself.
                    inner.run.budget.spend(len(results) // 16)
                    inner = inner.inner({PARTIAL: list(results)})
                results.append(result(inner))
        except FeelValueError as error:
            scope.run.warn(at, error.sentence)
            return None
        return results

    return evaluate


def quantified(
    over: Sequence[Iteration], condition: Evaluator, at: Position, *, size: int, decisive: bool
) -> Evaluator:
    """Return the evaluator of ``some`` (decided by true) or ``every`` (decided by false)."""

    def evaluate(scope: Scope) -> Value:
        uncertain = False
        try:
            for inner in _combinations(over, scope):
                scope.run.budget.spend(size)
                verdict = condition(inner)
                if verdict is decisive:
                    return decisive
                uncertain = uncertain or not isinstance(verdict, bool)
        except FeelValueError as error:
            scope.run.warn(at, error.sentence)
            return None
        if uncertain:
            scope.run.warn(at, "A condition in the loop is neither true nor false.")
            return None
        return not decisive

    return evaluate


def _combinations(over: Sequence[Iteration], scope: Scope) -> Iterator[Scope]:
    first, rest = over[0], over[1:]
    for item in first.items(scope):
        scope.run.budget.spend(COST_OF_AN_ITERATION)
        inner = scope.inner({first.name: item})
        if rest:
            yield from _combinations(rest, inner)
        else:
            yield inner


def _steps_of_range(range_: Range) -> Iterator[Value]:
    for value in _steps(range_.low, range_.high):
        if value == range_.low and not range_.low_included:
            continue
        if value == range_.high and not range_.high_included:
            continue
        yield value


def _steps(start: Value, end: Value) -> Iterator[Value]:
    """Yield the whole numbers or the days from one to the other, upwards or downwards."""
    match start, end:
        case Decimal(), Decimal():
            first, last = as_integer(start), as_integer(end)
            if first is not None and last is not None:
                return (Decimal(number) for number in _count(first, last))
        case ((dt.date() | FarDate()), (dt.date() | FarDate())):
            days = _count(day_number(start), day_number(end))
            return (date_of_day_number(day) for day in days)
    raise FeelValueError(
        f"A loop cannot go from {kind_of(start)} to {kind_of(end)}: whole numbers or dates can."
    )


def _count(first: int, last: int) -> range:
    return range(first, last + 1) if first <= last else range(first, last - 1, -1)

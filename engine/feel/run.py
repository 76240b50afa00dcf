"""One evaluation under way: its budget, its clock, its warnings and the variables in scope."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from engine.feel.budget import Budget
from engine.feel.dates import from_datetime
from engine.feel.syntax import Position
from engine.feel.values import DateTime, FunctionValue, Value

MAXIMUM_WARNINGS: Final = 100
_COST_OF_A_WARNING: Final = 4


@dataclass(frozen=True, slots=True)
class EvaluationWarning:
    """Why something became null, and where in the text; no value is named."""

    sentence: str
    line: int
    column: int


class Run:
    """What every part of one evaluation shares."""

    __slots__ = ("_now", "budget", "functions", "warnings")

    def __init__(
        self,
        budget: Budget,
        now: dt.datetime | None,
        functions: Mapping[str, FunctionValue],
    ) -> None:
        """Begin; without ``now`` the real clock is read, once, when it is first asked for."""
        self.budget = budget
        self.functions = functions
        self.warnings: list[EvaluationWarning] = []
        self._now = now

    def warn(self, at: Position, sentence: str) -> None:
        """Keep a reason for null; what goes wrong again and again in a loop is told once."""
        self.budget.spend(_COST_OF_A_WARNING)
        if len(self.warnings) >= MAXIMUM_WARNINGS:
            return
        warning = EvaluationWarning(sentence, at.line, at.column)
        if not self.warnings or self.warnings[-1] != warning:
            self.warnings.append(warning)

    @property
    def now(self) -> DateTime:
        """The moment of this evaluation."""
        if self._now is None:
            self._now = dt.datetime.now().astimezone()
        return from_datetime(self._now)


class Scope:
    """Variables by name, and the scope around them."""

    __slots__ = ("names", "outer", "run")

    def __init__(self, run: Run, names: Mapping[str, Value], outer: "Scope | None" = None) -> None:
        """Open a scope within another."""
        self.run = run
        self.names = names
        self.outer = outer

    def inner(self, names: Mapping[str, Value]) -> "Scope":
        """Open a scope within this one."""
        return Scope(self.run, names, self)

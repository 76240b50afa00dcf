"""Expressions and unary tests: parsed once, compiled once, evaluated often."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from engine.feel import syntax
from engine.feel.budget import Budget
from engine.feel.values import Context, Value

ExternalFunctions = Mapping[str, Callable[..., object]]
"""Functions offered beside the standard's, by their FEEL name (``working days after``).

Each is called with FEEL values by position (dates are `datetime.date`), only with as many arguments as
it has parameters. It returns a value (None for null) or raises FeelValueError, which makes the result
null with that warning.
"""


@dataclass(frozen=True, slots=True)
class EvaluationWarning:
    """Why something became null, and where in the text; no value is named."""

    sentence: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Result:
    """What an evaluation gave, with every warning in the order they arose."""

    value: Value
    warnings: tuple[EvaluationWarning, ...]


@dataclass(frozen=True, slots=True)
class Expression:
    """A FEEL expression, ready to be evaluated any number of times, from any thread."""

    text: str
    tree: syntax.Node

    def evaluate(
        self,
        context: Context,
        *,
        now: datetime.datetime | None = None,
        functions: ExternalFunctions | None = None,
        budget: Budget | None = None,
    ) -> Result:
        """Evaluate with the context's entries as variables.

        ``now`` is what ``now()`` and ``today()`` read (without it, the real clock). Values of the
        context are FEEL values or their nearest Python kin (int, float, datetime, tuple), see
        `values`; anything else raises FeelValueError. Raises BudgetExceededError, nothing else.
        """
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class UnaryTests:
    """A cell of a decision table or a list of allowed values."""

    text: str
    tree: syntax.UnaryTests

    def test(
        self,
        value: object,
        context: Context,
        *,
        now: datetime.datetime | None = None,
        functions: ExternalFunctions | None = None,
        budget: Budget | None = None,
    ) -> Result:
        """Return whether the value passes: true, false, or null with a warning."""
        raise NotImplementedError


def parse(text: str, *, names: Iterable[str] = (), line: int = 1, column: int = 1) -> Expression:
    """Read an expression.

    ``names`` are names in scope that need knowing because they hold more than words, spaces between
    them and digits: ``Profit/Loss``, ``time in service``. Names of plain words need not be given.
    ``line`` and ``column`` are where the text begins in its file. Raises FeelSyntaxError.
    """
    raise NotImplementedError


def parse_unary_tests(
    text: str, *, names: Iterable[str] = (), line: int = 1, column: int = 1
) -> UnaryTests:
    """Read the unary tests of a cell (``-``, ``< 5, "a"``, ``not("a")``); see `parse`."""
    raise NotImplementedError

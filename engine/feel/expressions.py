"""Expressions and unary tests: parsed once, compiled once, evaluated often."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from engine.feel import compile_control, compile_operators, compile_values, syntax
from engine.feel.budget import Budget
from engine.feel.compile_tests import compile_unary_tests
from engine.feel.compiling import Compiler, Evaluator
from engine.feel.errors import BudgetExceededError, FeelSyntaxError
from engine.feel.external import ExternalFunctions, external_functions
from engine.feel.names import NameTable
from engine.feel.parser import Parser
from engine.feel.python_values import from_python, plain_size
from engine.feel.run import EvaluationWarning, Run, Scope
from engine.feel.types import FeelType
from engine.feel.values import Context, Value

_COMPILERS: Final = {
    **compile_values.COMPILERS,
    **compile_operators.COMPILERS,
    **compile_control.COMPILERS,
}
_NAMES_OF_THE_STANDARD: Final = ("date and time", "years and months duration")
NO_NAMES: Final = NameTable(_NAMES_OF_THE_STANDARD)
_NO_TYPES: Final[Mapping[str, FeelType]] = {}


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
    evaluator: Evaluator = field(repr=False, compare=False)

    def evaluate(
        self,
        context: Context,
        *,
        now: dt.datetime | None = None,
        functions: ExternalFunctions | None = None,
        budget: Budget | None = None,
    ) -> Result:
        """Evaluate with the context's entries as variables.

        ``now`` is what ``now()`` and ``today()`` read (without it, the real clock). Values of the
        context are FEEL values or their nearest Python kin (int, float, datetime, tuple), see
        `python_values`; anything else raises FeelValueError. Raises BudgetExceededError, nothing else.
        """
        run = Run(budget or Budget(), now, external_functions(functions or {}))
        variables = {name: from_python(value) for name, value in context.items()}
        return _finish(self.evaluator, Scope(run, variables))


@dataclass(frozen=True, slots=True)
class UnaryTests:
    """A cell of a decision table or a list of allowed values."""

    text: str
    tree: syntax.UnaryTests
    evaluator: Evaluator = field(repr=False, compare=False)

    def test(
        self,
        value: object,
        context: Context,
        *,
        now: dt.datetime | None = None,
        functions: ExternalFunctions | None = None,
        budget: Budget | None = None,
    ) -> Result:
        """Return whether the value passes: true, false, or null with a warning."""
        run = Run(budget or Budget(), now, external_functions(functions or {}))
        variables = {name: from_python(each) for name, each in context.items()}
        scope = Scope(run, variables).inner({syntax.INPUT_VALUE: from_python(value)})
        return _finish(self.evaluator, scope)


def _finish(evaluator: Evaluator, scope: Scope) -> Result:
    run = scope.run
    try:
        value = evaluator(scope)
        plain_size(value, run.budget)
    except RecursionError as error:
        raise BudgetExceededError("The expression nests more deeply than it may.") from error
    return Result(value, tuple(run.warnings))


def parse(
    text: str,
    *,
    names: Iterable[str] | NameTable = (),
    properties: Iterable[str] | NameTable = (),
    types: Mapping[str, FeelType] = _NO_TYPES,
    line: int = 1,
    column: int = 1,
) -> Expression:
    """Read an expression.

    ``names`` are names in scope, and ``properties`` keys of contexts, that need knowing because they
    hold more than words, spaces between them and digits: ``Profit/Loss``, ``time in service``. Names of
    plain words need not be given. ``types`` are what ``instance of`` may name beside the built-in ones.
    ``line`` and ``column`` are where the text begins in its file. Raises FeelSyntaxError.
    """
    with _refused_if_too_deep(line, column):
        tree = Parser(text, _table(names), _table(properties), line, column).whole_expression()
        return Expression(text, tree, Compiler(_COMPILERS, types).compile(tree))


def parse_unary_tests(
    text: str,
    *,
    names: Iterable[str] | NameTable = (),
    properties: Iterable[str] | NameTable = (),
    types: Mapping[str, FeelType] = _NO_TYPES,
    line: int = 1,
    column: int = 1,
) -> UnaryTests:
    """Read the unary tests of a cell (``-``, ``< 5, "a"``, ``not("a")``); see `parse`."""
    if text.strip() == "-":  # most cells of most tables
        anything = syntax.UnaryTests((), False, at=syntax.Position(line, column))
        return UnaryTests(text, anything, _passes_anything)
    with _refused_if_too_deep(line, column):
        tree = Parser(text, _table(names), _table(properties), line, column).whole_unary_tests()
        return UnaryTests(text, tree, compile_unary_tests(tree, Compiler(_COMPILERS, types)))


@contextmanager
def _refused_if_too_deep(line: int, column: int) -> Iterator[None]:
    """Refuse a text that nests as deeply as allowed where the caller's own stack is deep already."""
    try:
        yield
    except RecursionError as error:
        raise FeelSyntaxError(line, column, "a deeply nested text", "less nesting") from error


def expression_of(tree: syntax.Node) -> Expression:
    """Make an expression of a part of a tree, to evaluate what stands there on its own."""
    return Expression("", tree, Compiler(_COMPILERS, _NO_TYPES).compile(tree))


def name_table(names: Iterable[str]) -> NameTable:
    """Return a table of the names and those of the standard, to parse many texts with."""
    return NameTable((*_NAMES_OF_THE_STANDARD, *names))


def _table(names: Iterable[str] | NameTable) -> NameTable:
    if isinstance(names, NameTable):
        return names
    given = tuple(names)
    return name_table(given) if given else NO_NAMES


def _passes_anything(_scope: Scope) -> Value:
    return True


def compile_tree(tree: syntax.Node, types: Mapping[str, FeelType] = _NO_TYPES) -> Evaluator:
    """Return the evaluator of a part of a tree, for those who evaluate within a scope of their own."""
    return Compiler(_COMPILERS, types).compile(tree)

"""Compile arithmetic, comparison, three-valued logic, ``between``, ``in`` and ``instance of``."""

from collections.abc import Callable
from typing import Final

from engine.feel import syntax
from engine.feel.arithmetic import OPERATIONS, negate
from engine.feel.compare import compare, equal, in_range, kind_of
from engine.feel.compile_tests import compile_test
from engine.feel.compiling import Compiler, Evaluator
from engine.feel.errors import FeelValueError
from engine.feel.run import Scope
from engine.feel.syntax import Position
from engine.feel.types import resolve_type
from engine.feel.values import Range, Value

_ORDERS: Final[dict[str, Callable[[int], bool]]] = {
    "<": lambda order: order < 0,
    "<=": lambda order: order <= 0,
    ">": lambda order: order > 0,
    ">=": lambda order: order >= 0,
}


def arithmetic(node: syntax.Arithmetic, compiler: Compiler) -> Evaluator:
    """Compile ``left operator right``."""
    left, right = compiler.compile(node.left), compiler.compile(node.right)
    operation, at = OPERATIONS[node.operator], node.at

    def evaluate(scope: Scope) -> Value:
        try:
            return operation(left(scope), right(scope), scope.run.budget)
        except FeelValueError as error:
            scope.run.warn(at, error.sentence)
            return None

    return evaluate


def negation(node: syntax.Negation, compiler: Compiler) -> Evaluator:
    """Compile ``-operand``."""
    operand, at = compiler.compile(node.operand), node.at

    def evaluate(scope: Scope) -> Value:
        try:
            return negate(operand(scope))
        except FeelValueError as error:
            scope.run.warn(at, error.sentence)
            return None

    return evaluate


def comparison(node: syntax.Comparison, compiler: Compiler) -> Evaluator:
    """Compile ``left operator right``."""
    left, right, at = compiler.compile(node.left), compiler.compile(node.right), node.at
    if node.operator in ("=", "!="):
        return _equality(left, right, at, wanted=node.operator == "=")
    holds = _ORDERS[node.operator]

    def evaluate(scope: Scope) -> Value:
        first, second = left(scope), right(scope)
        order = compare(first, second)
        if order is None:
            warn_not_comparable(scope, at, first, second)
            return None
        return holds(order)

    return evaluate


def _equality(left: Evaluator, right: Evaluator, at: Position, *, wanted: bool) -> Evaluator:
    def evaluate(scope: Scope) -> Value:
        first, second = left(scope), right(scope)
        verdict = equal(first, second, scope.run.budget)
        if verdict is None:
            warn_not_comparable(scope, at, first, second)
            return None
        return verdict is wanted

    return evaluate


def warn_not_comparable(scope: Scope, at: Position, left: Value, right: Value) -> None:
    """Say that two values of such types cannot be compared."""
    scope.run.warn(at, f"Values of type {kind_of(left)} and {kind_of(right)} cannot be compared.")


def conjunction(node: syntax.And, compiler: Compiler) -> Evaluator:
    """Compile ``and``: false as soon as one is false, else null if one is neither."""
    return _logic([compiler.compile(operand) for operand in node.operands], False, node.at)


def disjunction(node: syntax.Or, compiler: Compiler) -> Evaluator:
    """Compile ``or``: true as soon as one is true, else null if one is neither."""
    return _logic([compiler.compile(operand) for operand in node.operands], True, node.at)


def _logic(operands: list[Evaluator], decisive: bool, at: Position) -> Evaluator:
    def evaluate(scope: Scope) -> Value:
        uncertain = False
        for operand in operands:
            value = operand(scope)
            if value is decisive:
                return decisive
            if not isinstance(value, bool):
                uncertain = True
                if value is not None:
                    scope.run.warn(at, f"A value of type {kind_of(value)} is not true or false.")
        return None if uncertain else not decisive

    return evaluate


def between(node: syntax.Between, compiler: Compiler) -> Evaluator:
    """Compile ``value between low and high``, both included."""
    value, low, high = (compiler.compile(part) for part in (node.value, node.low, node.high))
    at = node.at

    def evaluate(scope: Scope) -> Value:
        tested, first, last = value(scope), low(scope), high(scope)
        if tested is None or first is None or last is None:
            scope.run.warn(at, "Between has no answer for null.")
            return None
        verdict = in_range(tested, Range(first, last, True, True))
        if verdict is None:
            warn_not_comparable(scope, at, tested, first)
        return verdict

    return evaluate


def in_(node: syntax.In, compiler: Compiler) -> Evaluator:
    """Compile ``value in tests``: true if one passes, else null if one has no answer."""
    value = compiler.compile(node.value)
    tests = [compile_test(test, compiler) for test in node.tests]

    def evaluate(scope: Scope) -> Value:
        inner = scope.inner({syntax.INPUT_VALUE: value(scope)})
        uncertain = False
        for test in tests:
            verdict = test(inner)
            if verdict is True:
                return True
            uncertain = uncertain or verdict is None
        return None if uncertain else False

    return evaluate


def instance_of(node: syntax.InstanceOf, compiler: Compiler) -> Evaluator:
    """Compile ``value instance of type``; null is of no type."""
    value, at = compiler.compile(node.value), node.at
    of = resolve_type(node.type, compiler.types)

    def evaluate(scope: Scope) -> Value:
        tested = value(scope)
        if of is None:
            scope.run.warn(at, "There is no such type.")
            return None
        return tested is not None and of.holds(tested, scope.run.budget)

    return evaluate


COMPILERS: Final[dict[type[syntax.Node], Callable[..., Evaluator]]] = {
    syntax.Arithmetic: arithmetic,
    syntax.Negation: negation,
    syntax.Comparison: comparison,
    syntax.And: conjunction,
    syntax.Or: disjunction,
    syntax.Between: between,
    syntax.In: in_,
    syntax.InstanceOf: instance_of,
}

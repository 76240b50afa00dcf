"""Compile unary tests: what an input cell says about the value it tests.

The tested value is the variable ``?``. Cells that only list strings, numbers and booleans, which most do,
become one look-up in a set.
"""

from decimal import Decimal
from typing import Final

from engine.feel import syntax
from engine.feel.compare import compare, equal, in_range, kind_of
from engine.feel.compiling import Compiler, Evaluator
from engine.feel.run import Scope
from engine.feel.syntax import INPUT_VALUE, Position
from engine.feel.values import Range, Value

_PLAIN_LITERALS: Final = (syntax.StringLiteral, syntax.NumberLiteral, syntax.BooleanLiteral)


def compile_unary_tests(node: syntax.UnaryTests, compiler: Compiler) -> Evaluator:
    """Compile a cell; it yields true, false, or null with a warning."""
    if node.matches_anything:
        return lambda _scope: True
    tests = [_compile_cell_test(test, compiler) for test in node.tests]
    negated = node.negated

    def evaluate(scope: Scope) -> Value:
        uncertain = False
        for test in tests:
            verdict = test(scope)
            if verdict is True:
                return not negated
            uncertain = uncertain or verdict is None
        return None if uncertain else negated

    listed = _listed(node)
    return evaluate if listed is None else _membership(listed, negated, evaluate)


def _listed(node: syntax.UnaryTests) -> tuple[type, frozenset[Value]] | None:
    """Return the values of a cell that lists literals of one type, and that type."""
    values: list[str | Decimal | bool] = []
    for test in node.tests:
        if not isinstance(test, syntax.ExpressionTest):
            return None
        literal = test.expression
        if not isinstance(literal, _PLAIN_LITERALS):
            return None
        values.append(literal.value)
    kinds = {type(value) for value in values}
    return (kinds.pop(), frozenset(values)) if len(kinds) == 1 else None


def _membership(
    listed: tuple[type, frozenset[Value]], negated: bool, otherwise: Evaluator
) -> Evaluator:
    kind, values = listed

    def evaluate(scope: Scope) -> Value:
        value = scope.names.get(INPUT_VALUE)
        if type(value) is kind:
            return (value in values) is not negated
        return otherwise(scope)

    return evaluate


def compile_test(test: syntax.UnaryTest, compiler: Compiler) -> Evaluator:
    """Compile one test of a cell or of the right side of ``in``."""
    if isinstance(test, syntax.ComparisonTest):
        tested = syntax.Name(INPUT_VALUE, at=test.at)
        node = syntax.Comparison(test.operator, tested, test.operand, at=test.at)
        return compiler.compile(node)
    expression = compiler.compile(test.expression)
    if test.reads_input:
        return _condition(expression, test.at)
    return _membership_test(expression, test.at)


def _compile_cell_test(test: syntax.UnaryTest, compiler: Compiler) -> Evaluator:
    """Compile one test of a cell.

    Unlike after ``in``, an expression that is true or false decides by itself, unless the tested value
    is true or false too (7.3.3 of the standard).
    """
    if isinstance(test, syntax.ComparisonTest) or test.reads_input:
        return compile_test(test, compiler)
    expression = compiler.compile(test.expression)
    if isinstance(test.expression, _PLAIN_LITERALS):
        return _membership_test(expression, test.at)
    at = test.at

    def evaluate(scope: Scope) -> Value:
        verdict = expression(scope)
        tested = _tested(scope)
        if isinstance(verdict, bool) and not isinstance(tested, bool | list):
            return verdict
        return passes(tested, verdict, scope, at)

    return evaluate


def _condition(expression: Evaluator, at: Position) -> Evaluator:
    def evaluate(scope: Scope) -> Value:
        verdict = expression(scope)
        if verdict is None or isinstance(verdict, bool):
            return verdict
        return passes(_tested(scope), verdict, scope, at)

    return evaluate


def _membership_test(expression: Evaluator, at: Position) -> Evaluator:
    def evaluate(scope: Scope) -> Value:
        return passes(_tested(scope), expression(scope), scope, at)

    return evaluate


def _tested(scope: Scope) -> Value:
    place: Scope | None = scope
    while place is not None:
        if INPUT_VALUE in place.names:
            return place.names[INPUT_VALUE]
        place = place.outer
    return None


def passes(tested: Value, against: Value, scope: Scope, at: Position) -> bool | None:
    """Return whether a value equals another, is in its list, or lies in its range."""
    if isinstance(against, Range) and not isinstance(tested, Range):
        return _lies_in(tested, against, scope, at)
    if isinstance(against, list):
        if isinstance(tested, list) and equal(tested, against, scope.run.budget):
            return True
        return _is_in_list(tested, against, scope, at)
    verdict = equal(tested, against, scope.run.budget)
    if verdict is None and isinstance(tested, list) and len(tested) == 1:
        verdict = equal(tested[0], against, scope.run.budget)
    if verdict is None:
        kinds = f"{kind_of(tested)} and {kind_of(against)}"
        scope.run.warn(at, f"Values of type {kinds} cannot be compared.")
    return verdict


def _lies_in(tested: Value, against: Range, scope: Scope, at: Position) -> bool | None:
    if against.operator in ("=", "!="):
        verdict = equal(tested, against.low, scope.run.budget)
        verdict = verdict if verdict is None or against.operator == "=" else not verdict
    else:
        verdict = in_range(tested, against)
    if verdict is None:
        scope.run.warn(at, f"A value of type {kind_of(tested)} cannot lie in this range.")
    return verdict


def _is_in_list(tested: Value, against: list[Value], scope: Scope, at: Position) -> bool:
    budget = scope.run.budget
    budget.spend(len(against))
    for item in against:
        if isinstance(item, Range) and not isinstance(tested, Range):
            if compare(tested, tested) is not None and _lies_in(tested, item, scope, at):
                return True
        elif equal(tested, item, budget):
            return True
    return False

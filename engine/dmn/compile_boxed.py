"""Compile boxed expressions: closures from the variables in scope to a value, as in FEEL."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from engine.dmn.boxed import (
    Boxed,
    BoxedConditional,
    BoxedContext,
    BoxedFilter,
    BoxedFunction,
    BoxedInvocation,
    BoxedIteration,
    BoxedList,
    BoxedRelation,
    DecisionTable,
    Entry,
    LiteralExpression,
    size,
)
from engine.dmn.compile_table import compile_table
from engine.dmn.decision_run import fitted, misfit_sentence
from engine.dmn.item_types import feel_type
from engine.dmn.literals import evaluator_of
from engine.feel.budget import COST_OF_A_CALL
from engine.feel.compile_control import function_of
from engine.feel.compile_values import filtered
from engine.feel.compiling import Evaluator
from engine.feel.errors import FeelValueError
from engine.feel.iteration import Iteration, every_result, quantified
from engine.feel.run import Run, Scope
from engine.feel.syntax import Position
from engine.feel.types import FeelType, coerce
from engine.feel.values import FunctionValue, Value

Types = Mapping[str, FeelType]


def compile_boxed(boxed: Boxed | None, types: Types, line: int) -> Evaluator:
    """Compile a boxed expression with the type it is declared to have; where there is none, null."""
    if boxed is None:
        return _missing(line)
    evaluator = _COMPILERS[type(boxed)](boxed, types)
    return typed(evaluator, boxed.type_ref, types, boxed.line)


def typed(evaluator: Evaluator, type_ref: str | None, types: Types, line: int) -> Evaluator:
    """Return an evaluator whose value is fitted to a type."""
    if not type_ref or type_ref == "Any":
        return evaluator
    wanted = feel_type(type_ref, types)

    def evaluate(scope: Scope) -> Value:
        return fitted(evaluator(scope), type_ref, wanted, scope.run, line)

    return evaluate


def _missing(line: int) -> Evaluator:
    def evaluate(scope: Scope) -> Value:
        scope.run.warn(Position(line, 1), "There is no logic here.")
        return None

    return evaluate


def _literal(boxed: LiteralExpression, _types: Types) -> Evaluator:
    return evaluator_of(boxed.expression, boxed.text, boxed.line)


def _entry(entry: Entry, types: Types, line: int) -> Evaluator:
    return typed(compile_boxed(entry.value, types, line), entry.type_ref, types, line)


def _context(boxed: BoxedContext, types: Types) -> Evaluator:
    entries = [(each.name, _entry(each, types, boxed.line)) for each in boxed.entries]
    result = None
    if entries and not entries[-1][0]:
        result = entries.pop()[1]

    def evaluate(scope: Scope) -> Value:
        scope.run.budget.spend(1 + len(entries))
        values: dict[str, Value] = {}
        inner = scope.inner(values)
        for name, value in entries:
            values[name] = value(inner)
        return values if result is None else result(inner)

    return evaluate


def _invocation(boxed: BoxedInvocation, types: Types) -> Evaluator:
    callee = compile_boxed(boxed.function, types, boxed.line)
    bindings = {each.name: _entry(each, types, boxed.line) for each in boxed.bindings}
    at = Position(boxed.line, 1)

    def evaluate(scope: Scope) -> Value:
        function = callee(scope)
        arguments = {name: value(scope) for name, value in bindings.items()}
        if not isinstance(function, FunctionValue):
            scope.run.warn(at, "What is invoked here is no function.")
            return None
        scope.run.budget.spend(COST_OF_A_CALL)
        try:
            return function.call_named(scope.run, arguments)
        except FeelValueError as error:
            scope.run.warn(at, error.sentence)
            return None

    return evaluate


def _list(boxed: BoxedList, types: Types) -> Evaluator:
    items = [compile_boxed(each, types, boxed.line) for each in boxed.items]

    def evaluate(scope: Scope) -> Value:
        scope.run.budget.spend(1 + len(items))
        return [item(scope) for item in items]

    return evaluate


def _relation(boxed: BoxedRelation, types: Types) -> Evaluator:
    rows = [[(each.name, _entry(each, types, boxed.line)) for each in row] for row in boxed.rows]

    def evaluate(scope: Scope) -> Value:
        scope.run.budget.spend(1 + sum(map(len, rows)))
        return [{name: cell(scope) for name, cell in row} for row in rows]

    return evaluate


def _function(boxed: BoxedFunction, types: Types) -> Evaluator:
    return compile_function(boxed, types, "")


def compile_function(
    boxed: BoxedFunction, types: Types, name: str, result_type: str | None = None
) -> Callable[[Scope], FunctionValue]:
    """Compile a function definition to what makes the function in a scope.

    ``result_type`` is the type of what the function gives (not of the function itself).
    """
    names = tuple(each.name for each in boxed.parameters)
    wanted = {each.name: feel_type(each.type_ref, types) for each in boxed.parameters}
    type_refs = {each.name: each.type_ref for each in boxed.parameters}
    body = typed(compile_boxed(boxed.body, types, boxed.line), result_type, types, boxed.line)
    cost = COST_OF_A_CALL + size(boxed.body)
    external = boxed.kind.upper() != "FEEL"

    def make(scope: Scope) -> FunctionValue:
        def call_named(run: Run, arguments: Mapping[str, Value]) -> Value:
            if external:
                raise FeelValueError("External functions (Java, PMML) are not supported.")
            if arguments.keys() != wanted.keys():
                raise FeelValueError(f"The function takes the arguments {', '.join(names)}.")
            bound = {
                each: _bound(arguments[each], type_refs[each], of, run)
                for each, of in wanted.items()
            }
            run.budget.enter(cost)
            value = body(Scope(run, bound, scope))
            run.budget.leave()
            return value

        return function_of(names, call_named, name, tuple(wanted.values()))

    return make


def _bound(value: Value, type_ref: str | None, wanted: FeelType, run: Run) -> Value:
    fits, coerced = coerce(value, wanted, run.budget)
    if not fits:
        raise FeelValueError(misfit_sentence(value, type_ref, wanted, run))
    return coerced


def _conditional(boxed: BoxedConditional, types: Types) -> Evaluator:
    condition, consequence, alternative = (
        compile_boxed(each, types, boxed.line)
        for each in (boxed.condition, boxed.consequence, boxed.alternative)
    )
    at = Position(boxed.line, 1)

    def evaluate(scope: Scope) -> Value:
        verdict = condition(scope)
        if verdict is True:
            return consequence(scope)
        if verdict is not False:
            scope.run.warn(at, "The condition is neither true nor false.")
        return alternative(scope)

    return evaluate


def _filter(boxed: BoxedFilter, types: Types) -> Evaluator:
    source = compile_boxed(boxed.source, types, boxed.line)
    match = compile_boxed(boxed.match, types, boxed.line)
    cost = size(boxed.match)
    at = Position(boxed.line, 1)

    def evaluate(scope: Scope) -> Value:
        return filtered(source(scope), match, scope, at, size=cost)

    return evaluate


def _iteration(boxed: BoxedIteration, types: Types) -> Evaluator:
    source = compile_boxed(boxed.source, types, boxed.line)
    body = compile_boxed(boxed.body, types, boxed.line)
    over = [Iteration(boxed.variable, source)]
    at = Position(boxed.line, 1)
    cost = size(boxed.body)
    if boxed.kind == "for":
        return every_result(over, body, at, size=cost, reads_partial=True)
    return quantified(over, body, at, size=cost, decisive=boxed.kind == "some")


_COMPILERS: Final[dict[type[Any], Callable[[Any, Types], Evaluator]]] = {
    LiteralExpression: _literal,
    DecisionTable: compile_table,
    BoxedContext: _context,
    BoxedInvocation: _invocation,
    BoxedList: _list,
    BoxedRelation: _relation,
    BoxedFunction: _function,
    BoxedConditional: _conditional,
    BoxedFilter: _filter,
    BoxedIteration: _iteration,
}

"""Compile literals, names, paths, filters, lists, contexts and ranges."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from engine.feel import syntax
from engine.feel.compare import compare, kind_of
from engine.feel.compiling import Compiler, Evaluator
from engine.feel.functions import BUILT_IN_FUNCTIONS
from engine.feel.iteration import COST_OF_AN_ITERATION
from engine.feel.numbers import as_integer
from engine.feel.properties import PROPERTIES
from engine.feel.run import Scope
from engine.feel.syntax import Position
from engine.feel.temporal_text import read_at_literal
from engine.feel.values import Range, Value

_PLAIN_LITERALS: Final = (syntax.NumberLiteral, syntax.StringLiteral)


def constant(node: syntax.Node, _compiler: Compiler) -> Evaluator:
    """Compile a literal."""
    value: Value = None
    match node:
        case syntax.BooleanLiteral() | syntax.NumberLiteral() | syntax.StringLiteral():
            value = node.value
    return lambda _scope: value


def at_literal(node: syntax.AtLiteral, _compiler: Compiler) -> Evaluator:
    """Compile ``@"..."``."""
    value = read_at_literal(node.text)
    if value is not None:
        return lambda _scope: value
    sentence = f'@"{node.text}" is no date, time or duration.'
    return _always_null(node.at, sentence)


def _always_null(at: Position, sentence: str) -> Evaluator:
    def evaluate(scope: Scope) -> Value:
        scope.run.warn(at, sentence)
        return None

    return evaluate


def list_literal(node: syntax.ListLiteral, compiler: Compiler) -> Evaluator:
    """Compile ``[a, b]``."""
    items = [compiler.compile(item) for item in node.items]

    def evaluate(scope: Scope) -> Value:
        scope.run.budget.spend(1 + len(items))
        return [item(scope) for item in items]

    return evaluate


def context_literal(node: syntax.ContextLiteral, compiler: Compiler) -> Evaluator:
    """Compile ``{key: value}``; a key that stands twice makes it null."""
    keys = [entry.key for entry in node.entries]
    if len(set(keys)) < len(keys):
        return _always_null(node.at, "A context has the same key twice.")
    entries = [(entry.key, compiler.compile(entry.value)) for entry in node.entries]

    def evaluate(scope: Scope) -> Value:
        scope.run.budget.spend(1 + len(entries))
        result: dict[str, Value] = {}
        inner = scope.inner(result)
        for key, value in entries:
            result[key] = value(inner)
        return result

    return evaluate


def range_literal(node: syntax.RangeLiteral, compiler: Compiler) -> Evaluator:
    """Compile ``[low..high]``; ends of different types, or the wrong way round, make it null."""
    low_included, high_included, at = node.low_included, node.high_included, node.at
    if isinstance(node.low, _PLAIN_LITERALS) and isinstance(node.high, _PLAIN_LITERALS):
        wrong = _wrong_ends(node.low.value, node.high.value)
        range_ = Range(node.low.value, node.high.value, low_included, high_included)
        return _always_null(at, wrong) if wrong else lambda _scope: range_
    low_end, high_end = compiler.compile(node.low), compiler.compile(node.high)

    def evaluate(scope: Scope) -> Value:
        low, high = low_end(scope), high_end(scope)
        sentence = _wrong_ends(low, high)
        if sentence:
            scope.run.warn(at, sentence)
            return None
        return Range(low, high, low_included, high_included)

    return evaluate


def _wrong_ends(low: Value, high: Value) -> str | None:
    if low is None and high is None:
        return "A range needs an end that is not null."
    if low is None or high is None:
        end = high if low is None else low
        return None if compare(end, end) == 0 else "The end of a range has no order."
    order = compare(low, high)
    if order is None:
        return f"A range cannot go from {kind_of(low)} to {kind_of(high)}."
    return "A range begins after its end." if order > 0 else None


def open_range(node: syntax.OpenRange, compiler: Compiler) -> Evaluator:
    """Compile ``(< 10)``."""
    operand, operator, at = compiler.compile(node.operand), node.operator, node.at

    def evaluate(scope: Scope) -> Value:
        end = operand(scope)
        if end is None or (operator not in ("=", "!=") and compare(end, end) is None):
            scope.run.warn(at, "The end of a range has no order.")
            return None
        return range_of_operator(operator, end)

    return evaluate


def range_of_operator(operator: str, end: Value) -> Range:
    """Return the range of the values that stand so to the end."""
    match operator:
        case "<" | "<=":
            return Range(None, end, False, operator == "<=", operator)
        case ">" | ">=":
            return Range(end, None, operator == ">=", False, operator)
    return Range(end, end, True, True, operator)


def name(node: syntax.Name, _compiler: Compiler) -> Evaluator:
    """Compile a name: a variable, else a function from outside, else one of the standard."""
    wanted, at = node.name, node.at
    built_in = BUILT_IN_FUNCTIONS.get(wanted)
    sentence = f"There is no value or function called {wanted!r} here."

    def evaluate(scope: Scope) -> Value:
        place: Scope | None = scope
        while place is not None:
            if wanted in place.names:
                return place.names[wanted]
            place = place.outer
        function = scope.run.functions.get(wanted, built_in)
        if function is None:
            scope.run.warn(at, sentence)
        return function

    return evaluate


def path(node: syntax.Path, compiler: Compiler) -> Evaluator:
    """Compile ``source.name``: an entry of a context, of each context of a list, or a property."""
    source, wanted, at = compiler.compile(node.source), node.name, node.at

    def evaluate(scope: Scope) -> Value:
        value = source(scope)
        if type(value) is dict and wanted in value:
            return value[wanted]
        return _step(value, wanted, scope, at)

    return evaluate


def _step(value: Value, wanted: str, scope: Scope, at: Position) -> Value:
    if isinstance(value, list):
        scope.run.budget.spend(2 * len(value))
        return [_step(item, wanted, scope, at) for item in value]
    if isinstance(value, dict):
        if wanted in value:
            return value[wanted]
        scope.run.warn(at, f"The context has no entry {wanted!r}.")
        return None
    if value is None:
        scope.run.warn(at, f"{wanted!r} was asked of null.")
        return None
    read = PROPERTIES.get((kind_of(value), wanted))
    if read is None:
        scope.run.warn(at, f"A value of type {kind_of(value)} has no {wanted!r}.")
        return None
    return read(value)


def filter_(node: syntax.Filter, compiler: Compiler) -> Evaluator:
    """Compile ``source[condition]``: by number a position, else the items for which it is true."""
    source, at = compiler.compile(node.source), node.at
    condition = compiler.compile(node.condition)
    if isinstance(node.condition, syntax.NumberLiteral):
        return _at_constant(source, node.condition.value, at)

    size = syntax.size(node.condition)

    def evaluate(scope: Scope) -> Value:
        return filtered(source(scope), condition, scope, at, size=size)

    return evaluate


def _at_constant(source: Evaluator, position: Decimal, at: Position) -> Evaluator:
    def evaluate(scope: Scope) -> Value:
        return _at_position(_items(source(scope)), position, scope, at)

    return evaluate


def _items(value: Value) -> list[Value]:
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def filtered(value: Value, condition: Evaluator, scope: Scope, at: Position, *, size: int) -> Value:
    """Return the items for which the condition is true, or the item at the position that it yields.

    ``size`` is the number of nodes of the condition, which each item costs.
    """
    items = _items(value)
    chosen: list[Value] = []
    for position, item in enumerate(items):
        scope.run.budget.spend(COST_OF_AN_ITERATION + size)
        verdict = condition(_item_scope(scope, item))
        if position == 0 and isinstance(verdict, Decimal):
            return _at_position(items, verdict, scope, at)
        if verdict is True:
            chosen.append(item)
        elif verdict is not False and verdict is not None:
            scope.run.warn(at, f"A filter cannot choose by a value of type {kind_of(verdict)}.")
            return None
    return chosen


def _item_scope(scope: Scope, item: Value) -> Scope:
    names: Mapping[str, Value] = {"item": item}
    if isinstance(item, dict):
        names = {"item": item, **item}
    return scope.inner(names)


def _at_position(items: list[Value], index: Value, scope: Scope, at: Position) -> Value:
    position = as_integer(index) if isinstance(index, Decimal) else None
    if position is None or position == 0 or abs(position) > len(items):
        scope.run.warn(at, "The list has no item at this position.")
        return None
    return items[position - 1 if position > 0 else position]


COMPILERS: Final[dict[type[syntax.Node], Callable[..., Evaluator]]] = {
    syntax.NullLiteral: constant,
    syntax.BooleanLiteral: constant,
    syntax.NumberLiteral: constant,
    syntax.StringLiteral: constant,
    syntax.AtLiteral: at_literal,
    syntax.ListLiteral: list_literal,
    syntax.ContextLiteral: context_literal,
    syntax.RangeLiteral: range_literal,
    syntax.OpenRange: open_range,
    syntax.Name: name,
    syntax.Path: path,
    syntax.Filter: filter_,
}

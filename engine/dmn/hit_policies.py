"""What a hit policy makes of the rows that matched (8.2.10 of the standard)."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Final

from engine.dmn.boxed import DecisionTable, LiteralExpression, TableOutput
from engine.dmn.decision_run import fitted, run_of
from engine.dmn.item_types import feel_type
from engine.dmn.literals import evaluator_of
from engine.feel.compare import compare, equal
from engine.feel.compiling import Evaluator
from engine.feel.errors import FeelValueError
from engine.feel.expressions import compile_tree
from engine.feel.functions.statistics import sum_of_list
from engine.feel.run import Scope
from engine.feel.syntax import INPUT_VALUE, ExpressionTest, Position
from engine.feel.types import FeelType
from engine.feel.values import Value

Answer = tuple[Sequence[int], Value]


class Hits:
    """The outputs of a table, compiled; what matched is given as indices of rows, in table order."""

    def __init__(self, table: DecisionTable, types: Mapping[str, FeelType]) -> None:
        """Compile outputs, defaults, allowed values and priorities."""
        self.hit_policy = table.hit_policy
        self.aggregation = table.aggregation
        self._columns = [_OutputColumn(each, types) for each in table.outputs]
        self._named = len(table.outputs) > 1
        self._rows = [
            [
                evaluator_of(cell.expression, cell.text, cell.line)
                for cell in rule.outputs[: len(table.outputs)]
            ]
            for rule in table.rules
        ]

    def value(self, index: int, scope: Scope) -> Value:
        """Return the output of a row: a value, or a context where there are several columns."""
        return self._checked([cell(scope) for cell in self._rows[index]], scope)

    def default(self, scope: Scope) -> tuple[bool, Value]:
        """Return whether the table has a default, and its value."""
        defaults = [column.default for column in self._columns]
        if not any(defaults):
            return False, None
        return True, self._checked([each(scope) if each else None for each in defaults], scope)

    def priority(self, index: int, scope: Scope) -> list[int]:
        """Return where the outputs of a row stand among the allowed values, the first column first."""
        return [
            column.rank(cell(scope), scope)
            for column, cell in zip(self._columns, self._rows[index], strict=False)
        ]

    def _checked(self, values: list[Value], scope: Scope) -> Value:
        checked = [
            column.checked(value, scope)
            for column, value in zip(self._columns, values, strict=False)
        ]
        if not self._named:
            return checked[0] if checked else None
        names = (column.name for column in self._columns)
        return dict(zip(names, checked, strict=False))


class _OutputColumn:
    """An output column, compiled."""

    def __init__(self, column: TableOutput, types: Mapping[str, FeelType]) -> None:
        self.name = column.name
        self._label = column.label
        self._line = column.line
        self._type_ref = column.type_ref
        self._wanted = feel_type(column.type_ref, types)
        self._allowed = None if column.allowed is None else column.allowed.evaluator
        self._ranked = [
            compile_tree(test.expression, types)
            for test in (column.allowed.tree.tests if column.allowed else ())
            if isinstance(test, ExpressionTest)
        ]
        self.default = None if column.default is None else _default(column.default)

    def checked(self, value: Value, scope: Scope) -> Value:
        """Return the value, or null with a warning where it is of the wrong type or not allowed."""
        value = fitted(value, self._type_ref, self._wanted, scope.run, self._line)
        if self._allowed is None or (value is None and not run_of(scope).strict):
            return value
        if self._allowed(scope.inner({INPUT_VALUE: value})) is True:
            return value
        sentence = f"The output {self._label} is not one of its allowed values."
        scope.run.warn(Position(self._line, 1), sentence)
        return None

    def rank(self, value: Value, scope: Scope) -> int:
        """Return the place of a value among the allowed ones; what is not among them comes last."""
        for place, ranked in enumerate(self._ranked):
            if equal(value, ranked(scope), scope.run.budget):
                return place
        return len(self._ranked)


def _default(default: LiteralExpression) -> Evaluator:
    return evaluator_of(default.expression, default.text, default.line)


def answer(hits: Hits, matched: Sequence[int], scope: Scope, at: Position) -> Answer:
    """Return the rows on which the answer rests, and the answer."""
    if not matched:
        return (), _without_match(hits, scope, at)
    return _POLICIES[hits.hit_policy](hits, matched, scope, at)


def _without_match(hits: Hits, scope: Scope, at: Position) -> Value:
    has_default, value = hits.default(scope)
    if has_default:
        return value
    if hits.hit_policy == "COLLECT":
        return _aggregated(hits, [], scope, at)
    scope.run.warn(at, "No row of the table matches, and it has no default.")
    return None


def _unique(hits: Hits, matched: Sequence[int], scope: Scope, at: Position) -> Answer:
    if len(matched) > 1:
        scope.run.warn(at, "Several rows match, where only one may (hit policy UNIQUE).")
        return matched, None
    return matched, hits.value(matched[0], scope)


def _first(hits: Hits, matched: Sequence[int], scope: Scope, _at: Position) -> Answer:
    return matched[:1], hits.value(matched[0], scope)


def _any(hits: Hits, matched: Sequence[int], scope: Scope, at: Position) -> Answer:
    values = [hits.value(index, scope) for index in matched]
    if all(equal(value, values[0], scope.run.budget) for value in values):
        return matched, values[0]
    scope.run.warn(at, "Rows with different outputs match (hit policy ANY).")
    return matched, None


def _by_priority(hits: Hits, matched: Sequence[int], scope: Scope) -> list[int]:
    return sorted(matched, key=lambda index: hits.priority(index, scope))


def _priority(hits: Hits, matched: Sequence[int], scope: Scope, _at: Position) -> Answer:
    # Every row that matched is checked: an answer that is not allowed has no priority, and would
    # otherwise lose to any other row without a word.
    values = {index: hits.value(index, scope) for index in matched}
    best = _by_priority(hits, matched, scope)[0]
    return (best,), values[best]


def _output_order(hits: Hits, matched: Sequence[int], scope: Scope, _at: Position) -> Answer:
    ordered = _by_priority(hits, matched, scope)
    return matched, [hits.value(index, scope) for index in ordered]


def _rule_order(hits: Hits, matched: Sequence[int], scope: Scope, _at: Position) -> Answer:
    return matched, [hits.value(index, scope) for index in matched]


def _collect(hits: Hits, matched: Sequence[int], scope: Scope, at: Position) -> Answer:
    values = [hits.value(index, scope) for index in matched]
    return matched, _aggregated(hits, values, scope, at)


def _aggregated(hits: Hits, values: list[Value], scope: Scope, at: Position) -> Value:
    match hits.aggregation:
        case None:
            return values
        case "COUNT":
            return Decimal(len(values))
        case _ if not values:
            scope.run.warn(at, "No row of the table matches, so there is nothing to aggregate.")
            return None
        case "SUM":
            return _sum(values, scope, at)
        case "MIN":
            return _extreme(values, -1, scope, at)
        case "MAX":
            return _extreme(values, 1, scope, at)


def _sum(values: list[Value], scope: Scope, at: Position) -> Value:
    try:
        return sum_of_list(scope.run, values)
    except FeelValueError as error:
        scope.run.warn(at, error.sentence)
        return None


def _extreme(values: list[Value], direction: int, scope: Scope, at: Position) -> Value:
    best = values[0]
    for value in values:
        order = compare(value, best)
        if order is None:
            scope.run.warn(at, "The outputs have no common order.")
            return None
        best = value if order == direction else best
    return best


_POLICIES: Final[dict[str, Callable[[Hits, Sequence[int], Scope, Position], Answer]]] = {
    "UNIQUE": _unique,
    "FIRST": _first,
    "ANY": _any,
    "PRIORITY": _priority,
    "OUTPUT ORDER": _output_order,
    "RULE ORDER": _rule_order,
    "COLLECT": _collect,
}

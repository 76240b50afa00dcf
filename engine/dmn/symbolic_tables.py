"""A decision table as a function of the facts: which row answers, and with what."""

from collections.abc import Callable, Hashable, Sequence
from functools import cache, partial

from engine.dmn.boxed import DecisionTable, LiteralExpression, Rule
from engine.dmn.choice_trees import Forest, Tree
from engine.dmn.symbolic_values import (
    REFUSED,
    BeyondProofError,
    Collected,
    Named,
    Symbolic,
    both,
    tested,
)
from engine.feel import Expression, syntax

Value = Callable[[syntax.Node], Tree]
"""Works out one value of FEEL within the table's decision."""

_NO_ROW = -1


def symbolic_table(forest: Forest, table: DecisionTable, value: Value) -> Symbolic:
    """Return what the table answers; raise BeyondProofError where that cannot be worked out."""
    if table.aggregation is not None or table.hit_policy not in ("UNIQUE", "FIRST", "COLLECT"):
        raise BeyondProofError(f"the hit policy of {table.id} is {table.hit_policy}")
    columns = [value(_tree(column.expression)) for column in table.inputs]
    matches = [_match(forest, rule, columns) for rule in table.rules]
    if table.hit_policy == "COLLECT":
        return Collected(
            tuple(
                (match, _by_output(table, partial(_output, rule, value)))
                for match, rule in zip(matches, table.rules, strict=True)
            )
        )
    row = _answering_row(forest, matches, first=table.hit_policy == "FIRST")
    return _by_output(table, partial(_answer, forest, table, value, row))


def _match(forest: Forest, rule: Rule, columns: Sequence[Tree]) -> Tree:
    found = forest.leaf(True)
    for cell, column in zip(rule.inputs, columns, strict=True):
        if cell.tests is None or not cell.tests.tree.matches_anything:
            passed = forest.combine(tested(cell.tests), column)
            found = forest.combine(both, found, passed)
    return found


def _answering_row(forest: Forest, matches: Sequence[Tree], *, first: bool) -> Tree:
    """Return the tree that ends in the number of the row that answers, or in a refusal."""
    row = forest.leaf(_NO_ROW)
    for number, match in enumerate(matches):
        row = forest.combine(partial(_with_row, number, first), row, match)
    return row


def _with_row(number: int, first: bool, before: Hashable, match: Hashable) -> Hashable:
    if before is REFUSED or (first and before != _NO_ROW):
        return before
    if match is REFUSED:
        return REFUSED
    if not match:
        return before
    return number if before == _NO_ROW else REFUSED


def _answer(forest: Forest, table: DecisionTable, value: Value, row: Tree, place: int) -> Tree:
    reached = forest.ends(row)
    answers: dict[Hashable, Tree] = {
        number: _output(rule, value, place)
        for number, rule in enumerate(table.rules)
        if number in reached
    }
    default = table.outputs[place].default
    if default is not None and _NO_ROW in reached:
        answers[_NO_ROW] = value(_tree(default.expression))
    order = {number: at for at, number in enumerate(answers)}

    def pick(number: Hashable, *outputs: Hashable) -> Hashable:
        return outputs[order[number]] if number in order else REFUSED

    return forest.combine(pick, row, *answers.values())


def _output(rule: Rule, value: Value, place: int) -> Tree:
    cell: LiteralExpression = rule.outputs[place]
    return value(_tree(cell.expression))


def _by_output(table: DecisionTable, answer: Callable[[int], Tree]) -> Symbolic:
    if len(table.outputs) == 1:
        return answer(0)
    return Named(
        {output.name: cache(partial(answer, at)) for at, output in enumerate(table.outputs)}
    )


def _tree(expression: Expression | None) -> syntax.Node:
    if expression is None:
        raise BeyondProofError("a cell is not FEEL")
    return expression.tree

"""What the rows of a table answer, as far as it can be told without evaluating them."""

from collections.abc import Mapping
from typing import TypeAlias

from engine.dmn.boxed import DecisionTable, LiteralExpression, Rule
from engine.dmn.conditions import NotAnalysedError, constant, listed
from engine.feel import syntax
from engine.feel.values import Value

Outputs: TypeAlias = tuple[object, ...]
"""The constants that a row gives; a syntax tree where a cell is no constant. Equal means the same."""


def outputs_of(rule: Rule) -> Outputs:
    """Return what a row gives."""
    return tuple(_given(cell) for cell in rule.outputs)


def constant_of(cell: LiteralExpression) -> tuple[Value] | None:
    """Return the constant that a cell gives, in a tuple of one; None where it gives none."""
    if cell.expression is None:
        return None
    try:
        return (constant(cell.expression.tree),)
    except NotAnalysedError:
        return None


def ranks_of(table: DecisionTable) -> Mapping[str, tuple[int, ...]]:
    """Return the rank of each rule's outputs in the order of allowed values, the highest first.

    Rules that give no constant, or one that is not listed, have none.
    """
    orders = [listed(output.allowed) or [] for output in table.outputs]
    ranks = {}
    for rule in table.rules:
        found = [
            order.index(given[0])
            for cell, order in zip(rule.outputs, orders, strict=True)
            if (given := constant_of(cell)) is not None and given[0] in order
        ]
        if len(found) == len(orders):
            ranks[rule.id] = tuple(found)
    return ranks


def ranked_apart(table: DecisionTable, one: Rule, other: Rule) -> bool:
    """Tell whether the allowed values say which of two rows a PRIORITY table prefers.

    A column without a list of values ranks nothing. Where a cell gives no listed constant before the
    columns differ, nobody can say, and the order of rows would decide in silence.
    """
    for column, cells in zip(
        table.outputs, zip(one.outputs, other.outputs, strict=True), strict=True
    ):
        order = listed(column.allowed) or []
        given = [constant_of(cell) for cell in cells]
        places = [order.index(each[0]) for each in given if each is not None and each[0] in order]
        if order and len(places) < len(cells):
            return False
        if len(set(places)) > 1:
            return True
    return False


def _given(cell: LiteralExpression) -> Value | syntax.Node:
    found = constant_of(cell)
    if found is not None:
        return found[0]
    return cell.expression.tree if cell.expression is not None else cell.text

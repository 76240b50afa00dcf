"""Why each row of a table did or did not match, column by column."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.dmn.boxed import DecisionTable, Rule
from engine.dmn.conditions import reads_only_its_input
from engine.dmn.evaluation import DecisionTrace
from engine.dmn.table_boxes import label_of
from engine.dmn.value_words import value_in_words
from engine.feel.values import Value


@dataclass(frozen=True, slots=True)
class Failed:
    """A column whose value a row did not ask for: the place and label, the cell, the value in words."""

    column: int
    label: str
    cell: str
    value: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """A row and the columns that kept it from matching; ``open`` are those that cannot be told alone."""

    rule: str
    row: str
    clauses: tuple[str, ...]
    matched: bool
    failed: tuple[Failed, ...]
    open: tuple[int, ...]


def verdicts(table: DecisionTable, trace: DecisionTrace) -> tuple[Verdict, ...]:
    """Return what kept each row from matching in an evaluation of the table, in table order.

    Rows that nearly matched are those with one failed column. A cell that reads more than its own
    column's value is ``open``.
    """
    matched = {match.rule for match in trace.matched}
    return tuple(_verdict(table, rule, trace.inputs, rule.row in matched) for rule in table.rules)


def _verdict(
    table: DecisionTable, rule: Rule, inputs: Mapping[str, Value], matched: bool
) -> Verdict:
    failed, unsure = [], []
    for place, (column, cell) in enumerate(zip(table.inputs, rule.inputs, strict=True)):
        if matched or (cell.tests is not None and cell.tests.tree.matches_anything):
            continue
        value = inputs.get(column.text)
        if cell.tests is None or not reads_only_its_input(cell.tests.tree):
            unsure.append(place)
        elif cell.tests.test(value, {}).value is not True:
            failed.append(Failed(place, label_of(column), cell.text, value_in_words(value)))
    return Verdict(rule.id, rule.row, rule.clauses, matched, tuple(failed), tuple(unsure))

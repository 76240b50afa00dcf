"""A decision explained: each row that answered, cell by cell, with the words of the clauses behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.clauses import Clause
from engine.dmn.boxed import DecisionTable, TableOutput
from engine.version import Version
from web.use_cases.history_views import DecisionView, MatchedRow
from web.words import cell_in_words, in_words


@dataclass(frozen=True, slots=True)
class ExplainedRow:
    """One row as the table has it: what it asks of each input, what it answers, and why.

    Where an answer is worked out by a formula, `answers` hold what it came to then, and the formula.
    """

    table: str
    table_label: str
    row: str
    rule: str
    conditions: tuple[tuple[str, str], ...]
    answers: tuple[tuple[str, str], ...]
    clauses: tuple[Clause, ...]


def explained(decision: DecisionView, version: Version) -> tuple[ExplainedRow, ...]:
    """Return the rows that answered, required decisions first, as they stood in that version."""
    values = {table.decision: table.value for table in decision.tables}
    rows = (
        _explain(matched, version, values.get(matched.decision)) for matched in decision.matched
    )
    return tuple(row for row in rows if row is not None)


def _explain(matched: MatchedRow, version: Version, value: Any) -> ExplainedRow | None:
    decision = version.model_of(matched.decision).decisions[matched.decision]
    table = decision.expression
    if not isinstance(table, DecisionTable):
        return None
    for rule in table.rules:
        if rule.row == matched.row:
            return ExplainedRow(
                table=decision.id,
                table_label=decision.label,
                row=rule.row,
                rule=rule.id,
                conditions=tuple(
                    (column.label, cell.text)
                    for column, cell in zip(table.inputs, rule.inputs, strict=True)
                    if cell.text.strip() != "-"
                ),
                answers=tuple(
                    (column.label or column.name, _answer(column, cell.text, value))
                    for column, cell in zip(table.outputs, rule.outputs, strict=True)
                ),
                clauses=tuple(
                    version.clauses[clause]
                    for clause in matched.clauses
                    if clause in version.clauses
                ),
            )
    return None


def _answer(column: TableOutput, text: str, value: Any) -> str:
    """Return what a row answered: the cell's text, or what its formula came to when it was evaluated."""
    came_to = value.get(column.name) if isinstance(value, Mapping) else value
    if came_to is None or isinstance(came_to, list) or in_words(came_to) == cell_in_words(text):
        return text
    return f"{in_words(came_to)} ({text})"

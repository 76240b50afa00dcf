"""A decision explained: each row that answered, cell by cell, with the words of the clauses behind it."""

from dataclasses import dataclass

from engine.clauses import Clause
from engine.dmn.boxed import DecisionTable
from engine.version import Version
from web.use_cases.history_views import DecisionView, MatchedRow


@dataclass(frozen=True, slots=True)
class ExplainedRow:
    """One row as the table has it: what it asks of each input, what it answers, and why."""

    table: str
    table_label: str
    row: str
    rule: str
    conditions: tuple[tuple[str, str], ...]
    answers: tuple[tuple[str, str], ...]
    clauses: tuple[Clause, ...]


def explained(decision: DecisionView, version: Version) -> tuple[ExplainedRow, ...]:
    """Return the rows that answered, required decisions first, as they stood in that version."""
    rows = (_explain(matched, version) for matched in decision.matched)
    return tuple(row for row in rows if row is not None)


def _explain(matched: MatchedRow, version: Version) -> ExplainedRow | None:
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
                    (column.label or column.name, cell.text)
                    for column, cell in zip(table.outputs, rule.outputs, strict=True)
                ),
                clauses=tuple(
                    version.clauses[clause]
                    for clause in matched.clauses
                    if clause in version.clauses
                ),
            )
    return None

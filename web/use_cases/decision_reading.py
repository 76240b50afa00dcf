"""The decisions of a case as they were taken, with every table they rest on."""

from typing import Any

from sqlalchemy import select

from web.store.models import DecisionEvaluation
from web.use_cases.history_views import DecisionView, EvaluatedTable, MatchedRow
from web.use_cases.opened_case import OpenedCase


def decisions_of(case: OpenedCase) -> tuple[DecisionView, ...]:
    """Return what was decided, in the order in which it was."""
    rows = case.session.scalars(
        select(DecisionEvaluation)
        .where(DecisionEvaluation.case_id == case.file.case.id)
        .order_by(DecisionEvaluation.number)
    )
    return tuple(_decision(case, row) for row in rows)


def _decision(case: OpenedCase, row: DecisionEvaluation) -> DecisionView:
    content, _ = case.file.key.open_content(row.content, as_what=f"decision_evaluation {row.id}")
    tables = tuple(_table(table) for table in content["tables"])
    return DecisionView(
        process=row.process,
        element=row.element,
        label=case.label(row.process_instance_id, row.process, row.element),
        decision=row.decision,
        variable=row.variable,
        at_utc=row.at_utc,
        deployment=row.deployment_number,
        inputs={name: value for table in tables for name, value in table.inputs.items()},
        matched=tuple(match for table in tables for match in table.matched),
        outputs=content["outputs"],
        tables=tables,
        id=row.id,
    )


def _table(kept: dict[str, Any]) -> EvaluatedTable:
    return EvaluatedTable(
        decision=kept["decision"],
        name=kept["name"],
        inputs=kept["inputs"],
        matched=tuple(
            MatchedRow(kept["decision"], row["row"], tuple(row["clauses"]))
            for row in kept["matched"]
        ),
        value=kept["value"],
    )

"""The gate for decision tables: what keeps a folder's tables from being deployed."""

from collections.abc import Mapping
from typing import Final

from engine.dmn import Model
from engine.dmn.analysis import analyse
from engine.dmn.findings import Finding, Kind, TableAnalysis
from engine.problems import Problem

_WHY_AND_INSTEAD: Final[Mapping[Kind, tuple[str, str]]] = {
    "gap": (
        "A case with these facts would stop there.",
        "add a row for them, or a default.",
    ),
    "unproven": (
        "A case might stop there, and nobody would have been warned.",
        "add a row that catches what is left, or a default.",
    ),
    "overlap": (
        "A table of this hit policy has one answer, and would refuse to choose.",
        "narrow one of the rows.",
    ),
    "duplicate": (
        "A table of this hit policy has one answer, and would refuse to choose.",
        "delete one of the rows.",
    ),
    "subsumed": (
        "A table of this hit policy has one answer, and would refuse to choose.",
        "narrow the wider row, or delete the other.",
    ),
    "never matches": (
        "What the row says would be dropped in silence.",
        "correct the cell, or delete the row.",
    ),
    "never reached": (
        "What the row says would be dropped in silence.",
        "move the row up, or delete it.",
    ),
    "not allowed": (
        "The cell would be dropped in silence, or its answer refused.",
        "use one of the values, or add it to the list of values.",
    ),
    "wrong type": (
        "The cell would be dropped in silence, or its answer refused.",
        "write a value of the column's type.",
    ),
    "values differ": (
        "Rows for a value that is left out would be missed.",
        "give the column the values of its type.",
    ),
    "not analysed": (
        "It cannot be shown that some row answers, and only one.",
        "compare the column's own value with constants, or let the table answer with the first row "
        "that matches and end it with a row that catches the rest.",
    ),
}


def check_tables(models: Mapping[str, Model]) -> list[Problem]:
    """Return what keeps the tables of the models (by file name) from being deployed, in file order.

    Refused are gaps of a table without a default (but COLLECT, whose list may be empty), or that nobody
    can rule out; two rows of a UNIQUE table that match alike; rows of an ANY table that disagree, and of
    a PRIORITY table where nothing says which goes first; rows that never match or are never reached;
    cells that cannot be analysed and on which any of this hangs; values that are not allowed or of the
    wrong type.
    """
    return [
        _problem(model, analysis, finding)
        for model in models.values()
        for analysis in analyse(model)
        for finding in sorted(analysis.refusals, key=lambda finding: finding.line)
    ]


def _problem(model: Model, analysis: TableAnalysis, finding: Finding) -> Problem:
    why, instead = _WHY_AND_INSTEAD[finding.kind]
    element = finding.element or analysis.decision
    return Problem(model.file, finding.line, element, analysis.label, finding.what, why, instead)

"""The tables of a version as sheets: row by row in words, with what the analysis found in each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from engine.dmn import Model
from engine.dmn.analysis import analyse_table, tables_of
from engine.dmn.boxed import DecisionTable
from engine.dmn.findings import TableAnalysis
from engine.dmn.model import BusinessKnowledge, Decision
from engine.errors import NotFoundError
from engine.version import Version
from web.tables.explaining import Explained, RowInWords, row_in_words
from web.tables.findings import Mark, MissingRow, marks_of, missing_rows, one_line
from web.tables.words import Words


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. ``marks`` are by the id of the rule; ``line`` is the whole analysis in one line."""

    table: DecisionTable
    analysis: TableAnalysis
    line: str
    rows: tuple[RowInWords, ...]
    marks: Mapping[str, Sequence[Mark]]
    missing: tuple[MissingRow, ...]

    @property
    def needs_a_row(self) -> bool:
        """Tell whether every combination of values has to be answered by a row."""
        collects = self.table.hit_policy == "COLLECT"
        return self.analysis.complete is True and not (collects or self.table.has_default)


@dataclass(frozen=True, slots=True)
class Owner:
    """A decision, or a piece of business knowledge, and the tables in it: none in what is a formula."""

    id: str
    label: str
    model: Model
    of: Decision | BusinessKnowledge
    sheets: tuple[Sheet, ...] = field(repr=False)

    @property
    def decision(self) -> Decision | None:
        """Return the decision; business knowledge is called by decisions, never asked itself."""
        return self.of if isinstance(self.of, Decision) else None

    @property
    def is_drawn(self) -> bool:
        """Tell whether the viewer can draw it: a decision that is a table."""
        return self.decision is not None and isinstance(self.decision.expression, DecisionTable)


def owners(version: Version) -> Iterator[Owner]:
    """Yield everything that may hold a table, in the order of the files."""
    words = Words(version)
    for model in version.models.values():
        for each in _holders(model):
            yield _owner(version, words, model, each)


def owner(version: Version, wanted: str) -> Owner:
    """Return one of them by its id, or raise NotFoundError."""
    for model in version.models.values():
        for each in _holders(model):
            if each.id == wanted:
                return _owner(version, Words(version), model, each)
    raise NotFoundError(f"no decision {wanted}")


def answer_marks(explained: Explained | None) -> dict[str, Mark]:
    """Return what an answer writes on the rows of its own table, by the id of the rule."""
    if explained is None:
        return {}
    marks = {
        row.rule: Mark("answered", "✓ Answers", "This row answers") for row in explained.answered
    }
    for number, rows in explained.nearly.items():
        conditions = "One condition" if number == 1 else f"{number} conditions"
        for row in rows:
            marks[row.rule] = Mark("nearly", f"{number} away", f"{conditions} did not hold")
    return marks


def drawn_marks(sheet: Sheet, answers: Mapping[str, Mark]) -> dict[str, object]:
    """Return what the viewer marks in the table, as JSON values."""
    rows = {
        rule.id: [
            _as_json(mark)
            for mark in (
                *([answers[rule.id]] if rule.id in answers else ()),
                *sheet.marks.get(rule.id, ()),
            )
        ]
        for rule in sheet.table.rules
        if rule.id in answers or rule.id in sheet.marks
    }
    missing = [
        {"words": each.words, "sentence": each.sentence, "cells": list(each.cells)}
        for each in sheet.missing
    ]
    return {"rows": rows, "missing": missing}


def _as_json(mark: Mark) -> dict[str, str]:
    return {"kind": mark.kind, "words": mark.words, "sentence": mark.sentence}


def _holders(model: Model) -> Iterator[Decision | BusinessKnowledge]:
    yield from model.decisions.values()
    yield from model.knowledge.values()


def _owner(version: Version, words: Words, model: Model, of: Decision | BusinessKnowledge) -> Owner:
    sheets = tuple(
        _sheet(version, words, model, of.id, table)
        for holder, table in tables_of(model)
        if holder == of.id
    )
    return Owner(of.id, of.label or of.name, model, of, sheets)


def _sheet(
    version: Version, words: Words, model: Model, owner_id: str, table: DecisionTable
) -> Sheet:
    analysis = analyse_table(model, owner_id, table)
    return Sheet(
        table,
        analysis,
        one_line(table, analysis),
        tuple(row_in_words(version, words, table, rule) for rule in table.rules),
        marks_of(table, analysis),
        missing_rows(table, analysis),
    )

"""What the analysis found in a table: one line, marks on its rows, and the rows that are missing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from engine.dmn.analysis import MOST_OF_A_KIND
from engine.dmn.boxed import DecisionTable
from engine.dmn.findings import Finding, Kind, TableAnalysis
from web.tables.words import ANY

_COUNTED: Final[Mapping[Kind, tuple[str, str]]] = {
    "overlap": ("overlap", "overlaps"),
    "duplicate": ("pair of equal rows", "pairs of equal rows"),
    "subsumed": ("row within another", "rows within another"),
    "never matches": ("row that can never match", "rows that can never match"),
    "never reached": ("row that is never reached", "rows that are never reached"),
    "not allowed": ("value that is not allowed", "values that are not allowed"),
    "wrong type": ("value of the wrong type", "values of the wrong type"),
    "values differ": ("column with other values", "columns with other values"),
    "not analysed": ("cell not analysed", "cells not analysed"),
}
_MISSING: Final[tuple[Kind, ...]] = ("gap", "unproven")
_MEANT_TO_OVERLAP: Final = ("COLLECT", "RULE ORDER", "OUTPUT ORDER")
_PAIRS: Final[Mapping[Kind, str]] = {
    "overlap": "Overlaps {}",
    "duplicate": "Same as {}",
    "subsumed": "Shares with {}",
}
_ALONE: Final[Mapping[Kind, str]] = {
    "never matches": "Never matches",
    "never reached": "Never reached",
    "not allowed": "Value not allowed",
    "wrong type": "Wrong type",
    "not analysed": "Not analysed",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """What is written on a row: a few words, and the sentence they stand for. ``kind`` is its look."""

    kind: str
    words: str
    sentence: str


@dataclass(frozen=True, slots=True)
class MissingRow:
    """A combination that no row answers, as the row that is missing: a cell for each input column."""

    words: str
    sentence: str
    cells: tuple[str, ...]


def one_line(table: DecisionTable, analysis: TableAnalysis) -> str:
    """Say what was found, such as "23 rows, complete, no overlap"."""
    words = [_count(len(table.rules), "row", "rows"), _completeness(table, analysis)]
    for kind, (one, many) in _COUNTED.items():
        found = [each for each in analysis.findings if each.kind == kind]
        if found:
            words.append(_counted(found, one, many))
        elif kind == "overlap" and table.hit_policy not in _MEANT_TO_OVERLAP:
            words.append("no overlap")
    if not analysis.findings and len(words) == 2:
        words.append("nothing wrong")
    return ", ".join(words)


def marks_of(table: DecisionTable, analysis: TableAnalysis) -> Mapping[str, tuple[Mark, ...]]:
    """Return the marks of each row, by the id of its rule; rows of which nothing was found are left out."""
    marks: dict[str, list[Mark]] = {}
    codes = {rule.id: rule.row for rule in table.rules}
    for finding in analysis.findings:
        for rule, words in _words_on_rows(finding, codes):
            marks.setdefault(rule, []).append(Mark(_look(finding), words, finding.what))
    return {rule: tuple(found) for rule, found in marks.items()}


def missing_rows(table: DecisionTable, analysis: TableAnalysis) -> tuple[MissingRow, ...]:
    """Return the combinations that no row answers, or that no row can be shown to answer."""
    return tuple(
        MissingRow(
            "Gap" if finding.kind == "gap" else "Perhaps a gap",
            finding.what,
            tuple(
                {part.column: part.words for part in finding.example}.get(place, ANY)
                for place in range(len(table.inputs))
            ),
        )
        for finding in _spelt_out(analysis)
    )


def _spelt_out(analysis: TableAnalysis) -> Iterator[Finding]:
    """Yield what is missing, combination by combination; without an example everything is."""
    gaps = [each for each in analysis.findings if each.kind == "gap"]
    yield from gaps[:MOST_OF_A_KIND]
    yield from (each for each in analysis.findings if each.kind == "unproven" and each.example)


def _words_on_rows(finding: Finding, codes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if finding.kind in _PAIRS and len(finding.rules) == 2:
        one, other = finding.rules
        yield one, _PAIRS[finding.kind].format(codes[other])
        yield other, _PAIRS[finding.kind].format(codes[one])
    elif finding.kind in _ALONE:
        yield from ((rule, _ALONE[finding.kind]) for rule in finding.rules)


def _look(finding: Finding) -> str:
    return "wrong" if finding.refused else "note"


def _completeness(table: DecisionTable, analysis: TableAnalysis) -> str:
    gaps = [each for each in analysis.findings if each.kind == "gap"]
    if gaps:
        return _counted(gaps, "gap", "gaps")
    if analysis.complete is None:
        return "not shown to be complete"
    if table.hit_policy == "COLLECT" and table.aggregation is None:
        return "all that fit are collected"
    return "complete by its default" if table.has_default else "complete"


def _counted(found: list[Finding], one: str, many: str) -> str:
    """Say how many; of what is spelt out up to a number only, that there are more."""
    if found[0].kind in (*_MISSING, *_PAIRS) and len(found) > MOST_OF_A_KIND:
        return f"more than {MOST_OF_A_KIND} {many}"
    return _count(len(found), one, many)


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"

"""What the analysis of a decision table finds, in the words of the table."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from engine.dmn.boxed import HitPolicy

Kind: TypeAlias = Literal[
    "gap",
    "unproven",
    "overlap",
    "duplicate",
    "subsumed",
    "never matches",
    "never reached",
    "not allowed",
    "wrong type",
    "values differ",
    "not analysed",
]


@dataclass(frozen=True, slots=True)
class Part:
    """One column's part of a combination: ``column`` is its place, ``words`` the values in words."""

    column: int
    label: str
    words: str


Combination: TypeAlias = tuple[Part, ...]
"""A combination of values; a column that is not named may have any value."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found.

    ``refused`` tells whether the table may not be deployed with it. ``element`` is the id of what it
    stands at (the table, a rule, a cell, a column) and ``line`` its line; ``rules`` are the ids of the
    rules concerned. ``example`` is a combination that shows it, where there is one.
    """

    kind: Kind
    refused: bool
    element: str
    line: int
    rules: tuple[str, ...]
    what: str
    example: Combination = ()


@dataclass(frozen=True, slots=True)
class TableAnalysis:
    """Everything found about one table.

    ``complete`` tells whether some row answers every combination of allowed values (a default counts);
    None where cells that were not analysed leave it open.
    """

    decision: str
    table: str
    label: str
    hit_policy: HitPolicy
    complete: bool | None
    findings: tuple[Finding, ...]

    @property
    def refusals(self) -> tuple[Finding, ...]:
        """Return what keeps the table from being deployed."""
        return tuple(finding for finding in self.findings if finding.refused)


def said(example: Combination) -> str:
    """Say a combination."""
    return "; ".join(f"{part.label}: {part.words}" for part in example) or "any values at all"

"""The merged chronology of a case as it is shown."""

from dataclasses import dataclass
from datetime import date

from web.use_cases.case_views import CaseView


@dataclass(frozen=True, slots=True)
class Returned:
    """An agency that returned entries; `shape` tells it from the others without colour."""

    key: str
    name: str
    shape: str


@dataclass(frozen=True, slots=True)
class ChronologyLine:
    """One entry: `about` is whom it concerns as it was written, `marks` what stands against its date."""

    on: date | None
    agency: Returned
    about: str
    texts: tuple[tuple[str, tuple[str, ...]], ...]
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChronologyGap:
    """Between the entries around it there is none for longer than is usual."""

    words: str


@dataclass(frozen=True, slots=True)
class ChronologyView:
    """The chronology as far as its reader may read it, filtered.

    `children` are whom entries may be filtered by, each under its number; `agency` and `child` are what is
    chosen. `own` says that the reader sees their own agency's entries only. `checked` says in sentences what
    was looked for. `marked` counts entries with a mark, `gaps` the gaps.
    """

    reference: str
    lines: tuple[ChronologyLine | ChronologyGap, ...]
    agencies: tuple[Returned, ...]
    children: tuple[str, ...]
    agency: str
    child: int | None
    own: bool
    checked: tuple[str, ...]
    entries: int
    marked: int
    gaps: int


def has_chronology(case: CaseView) -> bool:
    """Say whether the reader of the case may read answers that its chronology is made of."""
    return any(each.form.timelines() for each in case.submissions)

"""The annual report as it is shown: counts in it are what the reader may see."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from web.small_numbers import Count


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One line of a figure: its cells by the figure's columns, and their total where there are several.

    ``departure`` is the kind of departure that it counts, where it counts one.
    """

    key: str
    label: str
    cells: tuple[Count, ...]
    total: Count | None
    departure: str | None = None


@dataclass(frozen=True, slots=True)
class ReportFigure:
    """One figure. ``totals`` are of the columns and then of all, where the lines are parts of one whole.

    ``keys`` are those of the columns. ``lists`` says that a page lists what a line counts (departures have
    one of their own). ``awaited`` are the lists of what somebody is still to be told.
    """

    key: str
    title: str
    about: str
    clauses: tuple[str, ...]
    columns: tuple[str, ...]
    keys: tuple[str, ...]
    lines: tuple[ReportLine, ...]
    totals: tuple[Count, ...]
    lists: bool
    awaited: Mapping[str, str]

    @property
    def total_of_lines(self) -> bool:
        """Say whether each line has a total beside its cells."""
        return any(line.total is not None for line in self.lines)

    @property
    def head(self) -> tuple[str, ...]:
        """Return what stands above the counts."""
        return (*self.columns, "Together") if self.total_of_lines else self.columns


@dataclass(frozen=True, slots=True)
class AnnualReport:
    """The report of a year, as one reader may see it.

    ``years`` are those with a report, the newest first. ``until`` is the last day that is counted: the end
    of the year, or today in the year that runs. ``exact`` says that no count is hidden from the reader.
    ``version`` is the number of the protocol by which the figures are defined.
    """

    year: int
    years: tuple[int, ...]
    until: date
    running: bool
    exact: bool
    version: int
    figures: tuple[ReportFigure, ...]


@dataclass(frozen=True, slots=True)
class CountedCase:
    """One thing that a line of a figure counts: the step, flow or state in words, on which case and day."""

    reference: str
    process: str
    element: str
    run: int
    label: str
    on: date
    due: date | None
    late: bool
    review: str


@dataclass(frozen=True, slots=True)
class CountedCases:
    """The cases behind a count: how many things are counted, and a page of those that the reader may see.

    ``of`` says in words which column is counted, "" for the whole line; ``after`` is where the next page
    begins, "" on the last.
    """

    year: int
    figure: str
    line: str
    of: str
    number: int
    dated: bool
    cases: tuple[CountedCase, ...]
    after: str


@dataclass(frozen=True, slots=True)
class WaitingCase:
    """A case of which somebody is still to be told something."""

    reference: str
    since: date
    due: date | None
    late: bool
    review: str


@dataclass(frozen=True, slots=True)
class WaitingCases:
    """The cases of which somebody is still to be told something today, who waits longest first."""

    figure: str
    label: str
    until: tuple[str, ...]
    dated: bool
    cases: tuple[WaitingCase, ...]
    after: str

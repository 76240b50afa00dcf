"""The annual report as it is shown: counts in it are what the reader may see."""

from dataclasses import dataclass
from datetime import date

from web.small_numbers import Count


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One line of a figure: its cells by the figure's columns, and their total where there are several."""

    label: str
    cells: tuple[Count, ...]
    total: Count | None


@dataclass(frozen=True, slots=True)
class ReportFigure:
    """One figure. ``totals`` are of the columns and then of all, where the lines are parts of one whole."""

    key: str
    title: str
    about: str
    clauses: tuple[str, ...]
    columns: tuple[str, ...]
    lines: tuple[ReportLine, ...]
    totals: tuple[Count, ...]

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

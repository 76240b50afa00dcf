"""The annual report of a year, for whoever may read counts: on a page, as PDF, as CSV."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.annual import Figure, Source
from engine.calendar import london_date
from engine.errors import NotFoundError, NotPermittedError
from engine.version import Version
from web import access
from web.documents.annual_paper import paper_of
from web.documents.paper import Imprint, Paper
from web.exports import Export, Value, note_taken, take_away
from web.small_numbers import (
    Count,
    CountTable,
    alone_for,
    coarse_for,
    parts_for,
    sees_exact_counts,
    table_for,
)
from web.store.directory import Actor, actor
from web.store.models import Case
from web.store.store import Store
from web.use_cases.annual_counting import CountedFigure, YearCounts, counted
from web.use_cases.annual_report_views import AnnualReport, ReportFigure, ReportLine
from web.use_cases.document_views import OpenedDocument
from web.words import moment

TOGETHER: Final = "Together"


class AnnualReports:
    """The figures of workflows/annual_report.yaml, of the version that is newest, for any year.

    Whoever neither sees exact counts nor reads hidden ones gets NotPermittedError. Nothing of a case is
    read: the report is made from tallies, and takes as long for many cases as for few.
    """

    def __init__(self, store: Store, write: Callable[[Paper, Imprint], bytes]) -> None:
        """Take the store and what writes a paper as PDF."""
        self._store, self._write = store, write

    def newest(self, *, by: UUID) -> int:
        """Return the last year that has ended and has a report, or the year that runs."""
        with self._store.transaction() as session:
            reading = ReportReading.of(self._store, session, by)
            ended = [year for year in reading.years if year < reading.today.year]
            return max(ended, default=reading.today.year)

    def report(self, year: int, *, by: UUID) -> AnnualReport:
        """Return the report of a year; NotFoundError where nothing had begun or it is yet to come."""
        with self._store.transaction() as session:
            return ReportReading.of(self._store, session, by).report(year)

    def as_csv(self, year: int, *, by: UUID) -> OpenedDocument:
        """Return the report as rows, a count in each; the audit trail says who took it away."""
        with self._store.transaction() as session:
            reading = ReportReading.of(self._store, session, by)
            columns = ("Year", "Until", "Figure", "Line", "Of these", "Count", "Clauses")
            rows = list(_rows(reading.report(year)))
            export = Export(f"annual_report_{year}", columns, rows)
            return take_away(session, export, by=by, at=reading.now)

    def as_pdf(self, year: int, *, by: UUID) -> OpenedDocument:
        """Return the report as PDF; the audit trail says who took it away."""
        with self._store.transaction() as session:
            reading = ReportReading.of(self._store, session, by)
            report, imprint = reading.report(year), reading.imprint()
        # Writing takes a moment, and no transaction is open meanwhile.
        content = self._write(paper_of(report), imprint)
        with self._store.transaction() as session:
            name = f"annual_report_{year}"
            note_taken(session, name, "PDF", content, by=by, at=reading.now)
        day = reading.today.isoformat()
        return OpenedDocument(content, "application/pdf", f"annual-report-{year}-{day}.pdf")


@dataclass(frozen=True, slots=True)
class ReportReading:
    """Who asks, when, and by which version of the protocol they are answered: the newest."""

    session: Session
    person: Actor
    now: datetime
    number: int
    version: Version
    years: tuple[int, ...]

    @classmethod
    def of(cls, store: Store, session: Session, by: UUID) -> "ReportReading":
        """Return the reading of somebody who may read counts; NotPermittedError for anybody else."""
        now = store.clock.now(session)
        person = actor(session, by, today=london_date(now))
        reads = (access.SEES_EXACT_COUNTS, access.READS_COUNTS)
        if not any(access.has_duty(duty, person.roles) for duty in reads):
            raise NotPermittedError("annual report")
        number = store.versions.current_number(session)
        version = store.versions.version(session, number)
        years = _years(session, today=london_date(now))
        return cls(session, person, now, number, version, years)

    @property
    def today(self) -> date:
        """Return the day in London."""
        return london_date(self.now)

    def report(self, year: int) -> AnnualReport:
        """Return the report of a year; NotFoundError where nothing had begun or it is yet to come."""
        if year not in self.years:
            raise NotFoundError("year")
        counts = YearCounts.of(self.session, year, self.version.figures.values())
        running = year == self.today.year
        return AnnualReport(
            year=year,
            years=self.years,
            until=self.today if running else date(year, 12, 31),
            running=running,
            exact=sees_exact_counts(self.person.roles),
            version=self.number,
            figures=tuple(
                _shown(each, counted(each, counts, self.version), self.person.roles)
                for each in self.version.figures.values()
            ),
        )

    def imprint(self) -> Imprint:
        """Return what a paper of it says of how it was made."""
        return Imprint(
            version=None,
            made_on=moment(self.now),
            made_by=self.person.name,
            protocol=f"version {self.number} of the protocol ({self.version.digest[:12]})",
        )


def _years(session: Session, *, today: date) -> tuple[int, ...]:
    """Return the years from that in which the first case was received, the newest first."""
    first = session.scalar(select(func.min(Case.received_on)))
    begun = today.year if first is None else min(first.year, today.year)
    return tuple(range(today.year, begun - 1, -1))


def _shown(figure: Figure, found: CountedFigure, roles: Collection[str]) -> ReportFigure:
    rows, totals = _hidden(figure, found, roles)
    return ReportFigure(
        key=figure.key,
        title=figure.title,
        about=figure.about,
        clauses=figure.clauses,
        columns=tuple(found.columns.values()),
        keys=tuple(found.columns),
        lines=tuple(
            ReportLine(key, label, cells, total, _kind(figure, key))
            for (key, label), (cells, total) in zip(found.lines.items(), rows, strict=True)
        ),
        totals=totals,
        lists=not figure.is_of_departures,
        awaited={each.key: each.label for each in figure.awaited.values()},
    )


def _kind(figure: Figure, key: str) -> str | None:
    """Return the one kind of departure that a line counts, if that is what it does."""
    if figure.every_departure:
        return key
    line = figure.lines[key]
    return line.places[0] if line.source is Source.DEPARTURES and len(line.places) == 1 else None


_Rows = Sequence[tuple[tuple[Count, ...], Count | None]]


def _hidden(
    figure: Figure, found: CountedFigure, roles: Collection[str]
) -> tuple[_Rows, tuple[Count, ...]]:
    """Return the cells of each line with its total, and the totals of the columns, as they may be shown."""
    if len(found.columns) == 1:
        numbers = [row[0] for row in found.rows]
        if figure.is_of_departures:
            # The page of departures shows the same counts by other totals.
            whole = (coarse_for(roles, sum(numbers)),) if figure.summed else ()
            return [((coarse_for(roles, each),), None) for each in numbers], whole
        if not figure.summed:
            return [((alone_for(roles, each),), None) for each in numbers], ()
        parts, total = parts_for(roles, numbers)
        return [((each,), None) for each in parts], (total,)
    if not figure.summed:
        # How often a step was done may stand in other figures too: the total is known.
        return [parts_for(roles, row) for row in found.rows], ()
    table = table_for(roles, CountTable.of(found.rows))
    rows = list(zip(table.rows, table.row_totals, strict=True))
    return rows, (*table.column_totals, table.total)


def _rows(report: AnnualReport) -> Iterator[tuple[Value, ...]]:
    for figure in report.figures:
        clauses = " ".join(figure.clauses)
        begin = (report.year, report.until, figure.title)
        for line in figure.lines:
            for column, count in zip(figure.columns, line.cells, strict=True):
                yield (*begin, line.label, column, count, clauses)
            if line.total is not None:
                yield (*begin, line.label, TOGETHER, line.total, clauses)
        for column, count in zip(figure.head, figure.totals, strict=False):
            yield (*begin, TOGETHER, column, count, clauses)

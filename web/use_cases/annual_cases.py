"""The cases behind the counts of the annual report, and those of which somebody is still to be told."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from engine.annual import Awaited, Figure, Line, Source
from engine.annual.definition import REVIEW_TYPE
from engine.bpmn.called import called, leads_to
from engine.errors import NotFoundError, NotPermittedError
from engine.version import Version
from web.exports import Export, Value, take_away
from web.small_numbers import sees_exact_counts
from web.store.annual_cases import Occurrence, Waits, occurrences, waiting
from web.store.case_files import open_case_by_id
from web.store.sight import visible_to
from web.store.store import Store
from web.use_cases.annual_counting import IN_TIME, LATE, UNTYPED, YearCounts, counted
from web.use_cases.annual_report import ReportReading
from web.use_cases.annual_report_views import CountedCase, CountedCases, WaitingCase, WaitingCases
from web.use_cases.document_views import OpenedDocument
from web.use_cases.map_views import NO_TYPE

PAGE: Final = 25
_COUNTED: Final = ("Case", "What", "On", "Due", "Review")
_WAITING: Final = ("Case", "Since", "Due", "Late", "Review")

Row = TypeVar("Row", Occurrence, Waits)


class AnnualCases:
    """List what a figure counts, for whoever sees exact counts; NotPermittedError for anybody else.

    Cases that the reader may not know of are left out of lists, never out of counts.
    """

    def __init__(self, store: Store) -> None:
        """Take the store."""
        self._store = store

    def counted(
        self, year: int, figure: str, line: str, *, of: str, after: str, by: UUID
    ) -> CountedCases:
        """Return what a line counts in a year, in one column or in all (`of` is "").

        NotFoundError where the report has no such count, or departures are counted, which have their page.
        """
        with self._store.transaction() as session:
            reading = _Reading(self._store, session, by)
            return reading.counted(year, figure, line, of, after, limit=PAGE)

    def counted_as_csv(
        self, year: int, figure: str, line: str, *, of: str, by: UUID
    ) -> OpenedDocument:
        """Return all of it as rows; the audit trail says who took it away."""
        with self._store.transaction() as session:
            reading = _Reading(self._store, session, by)
            found = reading.counted(year, figure, line, of, "", limit=None)
            rows: list[list[Value]] = [
                [each.reference, each.label, each.on, each.due, each.review] for each in found.cases
            ]
            name = "_".join(["annual_report", str(year), figure, line, *([of] if of else [])])
            return take_away(session, Export(name, _COUNTED, rows), by=by, at=reading.report.now)

    def waiting(self, figure: str, awaited: str, *, after: str, by: UUID) -> WaitingCases:
        """Return the cases of which somebody is still to be told something; NotFoundError as above."""
        with self._store.transaction() as session:
            return _Reading(self._store, session, by).waiting(figure, awaited, after, limit=PAGE)

    def waiting_as_csv(self, figure: str, awaited: str, *, by: UUID) -> OpenedDocument:
        """Return all of them as rows; the audit trail says who took them away."""
        with self._store.transaction() as session:
            reading = _Reading(self._store, session, by)
            found = reading.waiting(figure, awaited, "", limit=None)
            rows: list[list[Value]] = [
                [each.reference, each.since, each.due, "late" if each.late else "", each.review]
                for each in found.cases
            ]
            export = Export(f"still_to_be_told_{figure}_{awaited}", _WAITING, rows)
            return take_away(session, export, by=by, at=reading.report.now)


class _Reading:
    """One reading by one person."""

    def __init__(self, store: Store, session: Session, by: UUID) -> None:
        self._store, self._session = store, session
        self.report = ReportReading.of(store, session, by)
        if not sees_exact_counts(self.report.person.roles):
            raise NotPermittedError("cases behind a count")
        self._among = visible_to(session, self.report.person, today=self.report.today)

    def counted(
        self, year: int, key: str, line_key: str, of: str, after: str, *, limit: int | None
    ) -> CountedCases:
        figure = self._figure(key)
        line = figure.lines.get(line_key)
        if line is None or line.source is Source.DEPARTURES or year not in self.report.years:
            raise NotFoundError("count")
        version = self.report.version
        columns = counted(figure, YearCounts.of(self._session, year, [figure]), version)
        if of and of not in columns.columns:
            raise NotFoundError("count")
        number = sum(
            cell
            for column, cell in zip(
                columns.columns, columns.rows[list(columns.lines).index(line_key)], strict=True
            )
            if of in ("", column)
        )
        found, following = _page(
            occurrences(
                self._session,
                line,
                year,
                among=self._among,
                review_type=_review_type(figure, of),
                in_time={IN_TIME: True, LATE: False}.get(of),
                after=after,
                limit=limit and limit + 1,
            ),
            limit,
        )
        return CountedCases(
            year=year,
            figure=figure.title,
            line=line.label,
            of=columns.columns[of] if of else "",
            number=number,
            dated=line.source is Source.DEADLINE,
            cases=tuple(self._case(line, each) for each in found),
            after=following,
        )

    def waiting(self, key: str, awaited_key: str, after: str, *, limit: int | None) -> WaitingCases:
        figure = self._figure(key)
        awaited = figure.awaited.get(awaited_key)
        if awaited is None:
            raise NotFoundError("list")
        found, following = _page(
            waiting(
                self._session,
                awaited,
                among=self._among,
                after=after,
                limit=limit and limit + 1,
            ),
            limit,
        )
        return WaitingCases(
            figure=figure.title,
            label=awaited.label,
            until=tuple(dict.fromkeys(self._steps(awaited.until))),
            dated=awaited.due is not None,
            cases=tuple(self._waiting(awaited, each) for each in found),
            after=following,
        )

    def _figure(self, key: str) -> Figure:
        figure = self.report.version.figures.get(key)
        if figure is None:
            raise NotFoundError("figure")
        return figure

    def _case(self, line: Line, row: Occurrence) -> CountedCase:
        version = self._store.versions.version(self._session, row.deployment)
        return CountedCase(
            reference=row.reference,
            process=row.process,
            element=_element(version, line, row),
            run=row.run,
            label=_label(version, line, row),
            on=row.on,
            due=row.due if line.source is Source.DEADLINE else None,
            late=row.due is not None and line.source is Source.DEADLINE and row.on > row.due,
            review=self._review(row.review_type),
        )

    def _waiting(self, awaited: Awaited, row: Waits) -> WaitingCase:
        due = None
        if awaited.due is not None:
            file = open_case_by_id(self._session, self._store.vault, row.id, lock=False)
            # A case of an earlier version may not have the field.
            written = file.data.get(awaited.due)
            due = date.fromisoformat(written) if isinstance(written, str) else None
        late = due is not None and due < self.report.today
        return WaitingCase(row.reference, row.since, due, late, self._review(row.review_type))

    def _review(self, review_type: str) -> str:
        field = self.report.version.settings.case.get(REVIEW_TYPE)
        known = field.values if field is not None else {}
        return known.get(review_type, review_type) if review_type else UNTYPED

    def _steps(self, places: Iterable[str]) -> Iterable[str]:
        for each in places:
            process, _, element = each.partition("/")
            diagram = self.report.version.diagram(process)
            yield called(diagram, diagram.elements[element])


def _review_type(figure: Figure, of: str) -> str | None:
    """Return the type of review that a column counts, as cases have it; None for all."""
    if not figure.by_review_type or not of:
        return None
    return "" if of == NO_TYPE else of


def _page(rows: Sequence[Row], limit: int | None) -> tuple[Sequence[Row], str]:
    """Return the rows of a page, and where the next one begins."""
    if limit is None or len(rows) <= limit:
        return rows, ""
    return rows[:limit], rows[limit - 1].cursor


def _element(version: Version, line: Line, row: Occurrence) -> str:
    """Return the element at which it is found on the case's diagram; "" of a row of a register."""
    match line.source:
        case Source.LEFT | Source.DEADLINE:
            return row.what
        case Source.TAKEN:
            flow = version.diagram(row.process).flows.get(row.what)
            return flow.source if flow is not None else ""
    return ""


def _label(version: Version, line: Line, row: Occurrence) -> str:
    """Return what happened in words, as the version says them in which it did."""
    if line.source in (Source.CAME, Source.STANDING):
        register = version.registers[row.process]
        return f"{register.title}: {register.states.get(row.what, row.what)}"
    diagram = version.diagram(row.process)
    if line.source is Source.TAKEN:
        flow = diagram.flows.get(row.what)
        if flow is None:
            return row.what
        asked = called(diagram, diagram.elements[flow.source])
        return f"{asked} {flow.label}" if flow.label else f"{asked}: {leads_to(diagram, flow)}"
    element = diagram.elements.get(row.what)
    return called(diagram, element) if element is not None else row.what

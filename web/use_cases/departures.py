"""Departures from the protocol across cases, of one case, their reasons, and the list as CSV."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from engine.calendar import london_date
from engine.errors import (
    InvalidAnswersError,
    NotFoundError,
    NotPermittedError,
    TaskNotReadyError,
)
from web import access
from web.access import Sight
from web.exports import Export, Value, take_away
from web.small_numbers import CountTable, coarse_table_for, sees_exact_counts
from web.store.departures import (
    counts_by_element,
    counts_by_rule_and_year,
    departures_of_case,
    listed,
    reason_of,
)
from web.store.directory import Actor, actor, names
from web.store.holding import in_conflict
from web.store.models import Case, Departure, ProcessInstance, UserTask
from web.store.store import Store
from web.use_cases.action import CaseAction
from web.use_cases.departure_lines import Lines
from web.use_cases.departure_views import (
    DepartureCounts,
    DepartureFilters,
    DepartureLine,
    DeparturePage,
    DepartureView,
)
from web.use_cases.document_views import OpenedDocument
from web.use_cases.readers import open_for

PAGE: Final = 50
REASON_UNREAD: Final = "A reason has been given. Whoever sees the whole case reads it."
LONGEST_REASON: Final = 2000
EXPLAINS: Final = access.EXPLAINS_DEPARTURES
_COLUMNS: Final = (
    "Case",
    "Kind",
    "What",
    "Step",
    "Who acts there",
    "Agency",
    "Clause",
    "On",
    "Was due",
    "Days late",
    "Still late",
    "Reason given",
    "Reason rests on an answer corrected on",
    "Corrected for the record only",
)


class Departures:
    """Read departures, and give the reason of one.

    Whoever may read no counts over all cases gets NotPermittedError; Board members read counts only, small
    numbers hidden. Cases with which the reader has a conflict are left out of lists, never out of counts.
    """

    def __init__(self, store: Store) -> None:
        """Take the store."""
        self._store = store

    def page(self, filters: DepartureFilters, *, by: UUID) -> DeparturePage:
        """Return the departures that the filters choose, and the counts of all."""
        with self._store.transaction() as session:
            return _Reading(self._store, session, by).page(filters)

    def export(self, filters: DepartureFilters, *, by: UUID) -> OpenedDocument:
        """Return every departure that the filters choose as CSV, without reasons; it is audited."""
        with self._store.transaction() as session:
            reading = _Reading(self._store, session, by)
            if not reading.sees_cases:
                raise NotPermittedError("departures of cases")
            rows = [_row(line) for line in reading.lines(filters, limit=None)[0]]
            export = Export("departures", _COLUMNS, rows)
            return take_away(session, export, by=by, at=reading.now)

    def export_counts(self, *, by: UUID) -> OpenedDocument:
        """Return the counts as CSV, as this person may see them; it is audited."""
        with self._store.transaction() as session:
            reading = _Reading(self._store, session, by)
            counts = reading.counts()
            rows: list[list[Value]] = [
                [title, *cells, total]
                for title, cells, total in zip(
                    counts.kinds.values(), counts.table.rows, counts.table.row_totals, strict=True
                )
            ]
            rows.append(["All", *counts.table.column_totals, counts.table.total])
            columns = ["Kind", *map(str, counts.years), "All"]
            export = Export("departure-counts", columns, rows)
            return take_away(session, export, by=by, at=reading.now)

    def of_case(self, reference: str, *, by: UUID) -> tuple[DepartureView, ...]:
        """Return the departures of a case that the person may know of, the first first.

        Who sees their agency's request alone knows of its own late steps, and not of what others wrote.
        """
        with self._store.transaction() as session:
            return _OfCase(self._store, session, reference, by, lock=False).views()

    def departure(self, reference: str, departure: UUID, *, by: UUID) -> DepartureView:
        """Return one departure of a case."""
        with self._store.transaction() as session:
            return _OfCase(self._store, session, reference, by, lock=False).view(departure)

    def explain(self, reference: str, departure: UUID, reason: str, *, by: UUID) -> DepartureView:
        """Give a departure the reason that it lacks; it stands from then on.

        NotPermittedError where it is not this person's to give, TaskNotReadyError where one was given,
        unless it is the same: then the page was only sent twice.
        """
        reason = reason.strip()
        if not reason:
            raise InvalidAnswersError({"reason": ["Enter the reason of the departure"]})
        if len(reason) > LONGEST_REASON:
            sentence = f"The reason may be {LONGEST_REASON:,} characters long"
            raise InvalidAnswersError({"reason": [sentence]})
        with self._store.transaction() as session:
            case = _OfCase(self._store, session, reference, by, lock=True)
            return case.explain(departure, reason)


class _Reading:
    """One reading of departures across cases by one person."""

    def __init__(self, store: Store, session: Session, by: UUID) -> None:
        self._store, self._session = store, session
        self.now = store.clock.now(session)
        self._actor: Actor = actor(session, by, today=london_date(self.now))
        self.sees_cases = sees_exact_counts(self._actor.roles)
        if not self.sees_cases and not access.has_duty(access.READS_COUNTS, self._actor.roles):
            raise NotPermittedError("departures")
        self._lines = Lines(store, session, today=london_date(self.now), reads=self.sees_cases)

    def page(self, filters: DepartureFilters) -> DeparturePage:
        counts = self.counts()
        if not self.sees_cases:
            return DeparturePage(counts, self._lines.rules(), None, None, {}, {}, {})
        lines, after = self.lines(filters, limit=PAGE)
        return DeparturePage(
            counts=counts,
            rules=self._lines.rules(),
            lines=lines,
            next=after,
            kinds=self._lines.kinds(counts.kinds),
            steps=self._lines.steps(counts_by_element(self._session)),
            review_types=self._lines.review_types(),
        )

    def lines(
        self, filters: DepartureFilters, *, limit: int | None
    ) -> tuple[list[DepartureLine], str | None]:
        """Return the lines, and where the next page begins."""
        rows, after = listed(
            self._session,
            among=~in_conflict(Case.id, self._actor.id),
            kind=filters.kind,
            review_type=filters.review_type or None,
            step=filters.step,
            reference=filters.reference.strip().upper(),
            first=filters.first,
            last=filters.last,
            still_late=filters.still_late,
            after=filters.after,
            limit=limit,
        )
        return self._lines.of(rows), after

    def counts(self) -> DepartureCounts:
        """Return how many departures there were, by kind and year."""
        found = counts_by_rule_and_year(self._session)
        years = sorted(found) or [london_date(self.now).year]
        kinds = self._lines.kinds({rule for each in found.values() for rule in each})
        table = CountTable.of(
            [[found.get(year, {}).get(kind, 0) for year in years] for kind in kinds]
        )
        # Some of them are figures of the annual report too, which shows totals that this table has not.
        return DepartureCounts(kinds, years, coarse_table_for(self._actor.roles, table))


class _OfCase:
    """The departures of one case, and the person who reads them."""

    def __init__(
        self, store: Store, session: Session, reference: str, by: UUID, *, lock: bool
    ) -> None:
        self._store, self._session = store, session
        opened = open_for(store, session, reference, by=by, lock=lock)
        self._today, self._file, self._person = opened.today, opened.file, opened.reader.actor
        self._sight = opened.reader.sight
        self._may_act = access.may_act(opened.reader.standing)
        self._action = CaseAction(store, session, self._file, now=opened.now, by=self._person)
        reads = self._sight is Sight.ALL
        self._lines = Lines(store, session, today=self._today, reads=reads)

    def views(self) -> tuple[DepartureView, ...]:
        found = departures_of_case(self._session, self._file.case.id)
        return self._views([each for each in found if self._knows_of(each)])

    def view(self, departure: UUID) -> DepartureView:
        return self._views([self._found(departure)])[0]

    def explain(self, departure: UUID, reason: str) -> DepartureView:
        found = self._found(departure)
        before = reason_of(self._file.key, found)
        if before is not None and before != reason:
            raise TaskNotReadyError("a reason was given before")
        if before is None:
            if not self._may_explain(found):
                raise NotPermittedError("reason of a departure")
            self._action.departures.explain(found, reason)
            self._action.finish()
        return self.view(departure)

    def _found(self, departure: UUID) -> Departure:
        found = self._session.get(Departure, departure)
        if found is None or found.case_id != self._file.case.id or not self._knows_of(found):
            raise NotFoundError("departure")
        return found

    def _knows_of(self, row: Departure) -> bool:
        """Say whether the person may know of a departure: all of them, or what is late of their agency."""
        if self._sight is not Sight.REQUEST:
            return self._sight is Sight.ALL
        task = self._session.get(UserTask, row.task_id) if row.late and row.task_id else None
        own = self._person.agency
        return task is not None and own is not None and task.agency_key == own

    def _views(self, rows: Sequence[Departure]) -> tuple[DepartureView, ...]:
        positions = {
            row.process_instance_id: self._session.get_one(
                ProcessInstance, row.process_instance_id
            ).position
            for row in rows
        }
        lines = self._lines.of(
            [(row, self._file.case.reference, positions[row.process_instance_id]) for row in rows]
        )
        people = names(self._session, {row.by for row in rows})
        return tuple(self._view(row, line, people) for row, line in zip(rows, lines, strict=True))

    def _view(self, row: Departure, line: DepartureLine, people: dict[UUID, str]) -> DepartureView:
        reason = reason_of(self._file.key, row)
        words = "" if reason is not None else self._lines.why_no_reason(row)
        reads = self._sight is Sight.ALL
        return DepartureView(
            line=line,
            requirement=self._lines.requirement(row),
            reason=reason if reads else None,
            reason_words=words or ("" if reads else REASON_UNREAD),
            by=people.get(row.by) if row.by else None,
            recorded_at_utc=row.at_utc,
            may_explain=reason is None and self._may_explain(row),
        )

    def _may_explain(self, row: Departure) -> bool:
        """Say whether the reason is this person's to give: not where a later step asks for it."""
        if row.reason_at or not self._may_act:
            return False
        roles = self._person.acting_roles
        if access.has_duty(EXPLAINS, roles) or row.by == self._person.id:
            return True
        task = self._session.get(UserTask, row.task_id) if row.task_id else None
        if task is None:
            return False
        if task.closed_at_utc is not None:
            return task.completed_by == self._person.id
        return self._person.id in {each.id for each in self._action.holders.of_task(task)}


def _row(line: DepartureLine) -> list[Value]:
    return [
        line.reference,
        line.title,
        line.sentence,
        line.step,
        line.lane,
        line.agency,
        line.clause,
        line.on_day,
        line.due,
        line.days_late,
        "yes" if line.still_late else "",
        "yes" if line.explained else "no",
        london_date(line.corrected.at_utc) if line.corrected else None,
        "yes" if line.corrected and line.corrected.on_record else "",
    ]

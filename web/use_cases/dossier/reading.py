"""Reading a case for its dossier: everything that is kept with it, cut to what one person may read."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.calendar import london_date
from engine.errors import NotPermittedError
from engine.version import Version
from web.access import Sight, may_have_dossier, sight_of
from web.dossier.contents import Contents, Kept, Trail
from web.dossier.pictures import Course
from web.store import audit
from web.store.agendas import meetings_that_may_hold
from web.store.case_files import CaseFile, open_case
from web.store.directory import Actor, actor
from web.store.instances import instances_of
from web.store.models import DecisionEvaluation
from web.store.store import Store
from web.store.submissions import first_answers_of
from web.use_cases.agenda_reading import AgendaReading
from web.use_cases.agenda_views import AgendaView
from web.use_cases.case_reading import CaseReading
from web.use_cases.case_views import CaseView
from web.use_cases.compliance import compliance_of
from web.use_cases.conflict_views import ConflictPage
from web.use_cases.conflicts import CaseConflicts
from web.use_cases.dossier.courses import courses_of
from web.use_cases.dossier.entries import Entries
from web.use_cases.dossier.papers import papers_of
from web.use_cases.dossier.reasons import Reasons
from web.use_cases.dossier.rows import register_rows
from web.use_cases.history_views import DecisionView, SubmissionView
from web.use_cases.readers import Reader, reader_of

T = TypeVar("T")


def receiver_of(session: Session, file: CaseFile, receiver: UUID, *, today: date) -> Reader:
    """Return the receiver as a reader of the case.

    NotFoundError where they may not know of it, NotPermittedError where they see too little of it.
    """
    reader = reader_of(session, file, actor(session, receiver, today=today), today=today)
    if not may_have_dossier(reader.standing):
        raise NotPermittedError("dossier")
    return reader


class DossierReading:
    """Reads one case for one receiver, in the caller's transaction, which should be a snapshot."""

    def __init__(self, store: Store, session: Session, reference: str, *, receiver: UUID) -> None:
        """Open the case; refused as `receiver_of` says."""
        self._store, self._session = store, session
        self.now: datetime = store.clock.now(session)
        today = london_date(self.now)
        self.file: CaseFile = open_case(session, store.vault, reference, lock=False)
        reader = receiver_of(session, self.file, receiver, today=today)
        self.person: Actor = reader.actor
        self._everything = sight_of(reader.standing) is Sight.ALL
        self._reading = CaseReading(store, session, self.file, reader, today=today)
        self._view: CaseView = self._reading.view()
        self._events = audit.trail(session, str(self.file.case.id))
        self._entries = Entries(self.file.key, self._events, everything=self._everything)
        self._instances = instances_of(session, self.file.case.id)
        self._versions: dict[int, Version] = {
            number: store.versions.version(session, number)
            for number in sorted({each.deployment_number for each in self._instances})
        }

    def contents(self, *, made_by: str | None = None) -> Contents:
        """Return what the dossier holds; without `made_by` its receiver made it."""
        case = self.file.case
        submissions, decisions = tuple(self._submissions()), tuple(self._decisions())
        papers = papers_of(
            self._store, self._session, self.file, self._reading, self._entries, self.person
        )
        reasons = Reasons(
            self._store,
            self._session,
            self.file,
            self._entries,
            {each.id: self._versions[each.deployment_number] for each in self._instances},
        )
        extensions = tuple(reasons.extensions(self._view.extensions))
        handovers = tuple(reasons.handovers(given=self._everything))
        departures, unread = reasons.departures(given=self._everything)
        corrections, uncorrected = reasons.corrections(given=self._everything)
        rows = register_rows(
            self._session,
            self.file,
            self._instances,
            self._versions,
            self._entries,
            self.person,
            everything=self._everything,
        )
        kept = (submissions, decisions, papers, extensions, handovers, rows)
        apart = [each.entry for group in kept for each in group if each.view is None]
        apart += [*unread, *uncorrected, *reasons.others()]
        return Contents(
            reference=case.reference,
            receiver=self.person.name,
            sees_everything=self._everything,
            made_by=made_by or self.person.name,
            made_at=self.now,
            drawn=self.file.key.drawn(f"dossier {self.person.id} {self.now.isoformat()}"),
            case=self._view,
            versions=self._versions,
            courses=self._courses(),
            submissions=tuple(_shown(submissions)),
            decisions=tuple(_shown(decisions)),
            papers=tuple(_shown(papers)),
            rows=tuple(_shown(rows)),
            corrections=corrections,
            extensions=tuple(_shown(extensions)),
            handovers=tuple(_shown(handovers)),
            departures=departures,
            conflicts=self._conflicts(),
            compliance=compliance_of(self._store, self._session, self.file, self._view),
            meetings=tuple(self._meetings()),
            notices=self._view.notices,
            trail=self._trail(),
            trail_ends_with=self._events[-1].hash.hex(),
            others=self._entries.in_order([*apart, *self._entries.left()]),
        )

    def _submissions(self) -> Iterator[Kept[SubmissionView]]:
        """Yield every submission; of one that the receiver reads in part, the entry is not given."""
        whole = self._reading.submissions.whole()
        runs = {each.id: each.position for each in self._instances}
        for row, view in self._reading.submissions.in_order():
            entry = self._entries.of(
                "submission",
                row.content,
                as_what=f"submission {row.id}",
                name=row.element,
                given=row.id in whole,
            )
            first = None
            if view is not None and entry.given and row.corrected is not None:
                first = replace(view, answers=first_answers_of(self.file.key, row))
            yield Kept(view, entry, runs[row.process_instance_id], first)

    def _decisions(self) -> Iterator[Kept[DecisionView]]:
        rows = self._session.scalars(
            select(DecisionEvaluation)
            .where(DecisionEvaluation.case_id == self.file.case.id)
            .order_by(DecisionEvaluation.number)
        ).all()
        runs = {each.id: each.position for each in self._instances}
        views = self._view.decisions or (None,) * len(rows)
        for row, view in zip(rows, views, strict=True):
            entry = self._entries.of(
                "decision", row.content, as_what=f"decision_evaluation {row.id}", name=row.element
            )
            yield Kept(view, entry, runs[row.process_instance_id])

    def _courses(self) -> tuple[Course, ...]:
        if not self._everything:
            return ()
        return courses_of(self._session, self._instances, self._versions)

    def _conflicts(self) -> ConflictPage | None:
        if not self._everything:
            return None
        reference = self.file.case.reference
        page = CaseConflicts(self._store, self._session, reference, self.person.id, lock=False)
        return page.page()

    def _meetings(self) -> Iterator[AgendaView]:
        """Yield each meeting on whose agenda the case stands, with its line, as the receiver sees them."""
        case = self.file.case.id
        for meeting in meetings_that_may_hold(self._session, case):
            agenda = AgendaReading(self._store, self._session, meeting, self.person.id)
            found = agenda.of_case(case)
            if found is not None:
                yield found

    def _trail(self) -> Trail | None:
        if not self._everything:
            return None
        return Trail(tuple(audit.written(each) for each in self._events), self._view.audit)


def _shown(kept: Iterable[Kept[T]]) -> Iterator[Kept[T]]:
    return (each for each in kept if each.view is not None)

"""What people wrote outside forms, for a dossier: why a deadline was extended, a task handed over."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.bpmn.called import called
from engine.version import Version
from web.dossier.contents import (
    Corrected,
    CorrectionLine,
    DepartureLine,
    Entry,
    HandoverLine,
    Kept,
)
from web.store import departures, handovers
from web.store.case_files import CaseFile, data_versions
from web.store.deadlines import extensions_of
from web.store.directory import in_name_of, names
from web.store.models import Conflict, Correction, Departure, StandIn, Submission
from web.store.store import Store
from web.store.submissions import correction_name
from web.use_cases.corrected_reasons import CorrectedReasons
from web.use_cases.corrected_since import CorrectedSince
from web.use_cases.dossier.entries import Entries
from web.use_cases.history_views import ExtensionView
from web.use_cases.trail_reading import PROGRAM

Departures = tuple[tuple[DepartureLine, Entry | None], ...]


class Reasons:
    """Reads what was written on one case outside forms, each with its entry."""

    def __init__(
        self,
        store: Store,
        session: Session,
        file: CaseFile,
        entries: Entries,
        versions: Mapping[UUID, Version],
    ) -> None:
        """Take the case, what makes entries, and the version of each process instance on it."""
        self._store, self._session = store, session
        self._file, self._entries, self._versions = file, entries, versions

    def extensions(self, views: Sequence[ExtensionView]) -> Iterator[Kept[ExtensionView]]:
        """Yield every extended deadline; `views` are those that the reader reads, all or none."""
        rows = extensions_of(self._session, self._file.case.id)
        for (row, task), view in zip(rows, views or (None,) * len(rows), strict=True):
            what = f"extension {row.id}"
            entry = self._entries.of("extension", row.reason, as_what=what, name=task.element)
            yield Kept(view, entry)

    def handovers(self, *, given: bool) -> Iterator[Kept[HandoverLine]]:
        """Yield every task that was handed over."""
        found = handovers.handovers_on(self._session, self._file.case.id)
        people = names(
            self._session, {each for row, _ in found for each in (row.to_person, row.handed_by)}
        )
        for row, task in found:
            line = HandoverLine(
                step=self._label(task.process_instance_id, task.process, task.element),
                to=people[row.to_person] if row.to_person else None,
                by=people[row.handed_by],
                at_utc=row.handed_at_utc,
                reason=handovers.reason_of(self._file.key, row),
            )
            what = f"task_handover {row.id}"
            entry = self._entries.of("handover", row.reason, as_what=what, name=task.element)
            yield Kept(line if given else None, entry)

    def corrections(self, *, given: bool) -> tuple[tuple[Corrected, ...], tuple[Entry, ...]]:
        """Return the corrections in the order they were made, or the entries of those not given."""
        rows = self._session.execute(
            select(Correction, Submission)
            .join(Submission, Submission.id == Correction.submission_id)
            .where(Correction.case_id == self._file.case.id)
            .order_by(Correction.number)
        ).all()
        people = names(
            self._session,
            {
                who
                for row, _ in rows
                for who in (row.corrected_by, row.corrected_for, row.settled_by)
            },
        )
        found = tuple(self._corrected(row, submission, people) for row, submission in rows)
        if given:
            return found, ()
        return (), tuple(entry for each in found for entry in (each.answers, each.reason))

    def departures(self, *, given: bool) -> tuple[Departures, tuple[Entry, ...]]:
        """Return the departures in the order they were recorded, or the entries of reasons not given."""
        found = departures.departures_of_case(self._session, self._file.case.id)
        kept = [(each, self._departure(each)) for each in found]
        if not given:
            return (), tuple(entry for _, entry in kept if entry is not None)
        people = names(self._session, {each.by for each in found})
        corrected = CorrectedReasons(self._store, self._session, with_links=False).among(found)
        return tuple((self._departed(each, people, corrected), entry) for each, entry in kept), ()

    def others(self) -> Iterator[Entry]:
        """Yield what the page shows with something else: conflicts, appointments, facts and fields."""
        case_id = self._file.case.id
        conflicts = self._session.scalars(
            select(Conflict)
            .where(Conflict.case_id == case_id)
            .order_by(Conflict.declared_at_utc, Conflict.id)
        )
        for row in conflicts:
            if row.nature is not None:
                what = f"conflict {row.id}"
                yield self._entries.of("conflict", row.nature, as_what=what, name="nature")
            if row.withdrawal is not None:
                what = f"withdrawal of conflict {row.id}"
                yield self._entries.of("withdrawal", row.withdrawal, as_what=what, name="reason")
        appointed = self._session.scalars(
            select(StandIn)
            .where(StandIn.case_id == case_id, StandIn.reason.is_not(None))
            .order_by(StandIn.role, StandIn.person_id)
        )
        for each in appointed:
            if each.reason is not None:
                what = f"appointment to {each.role}"
                yield self._entries.of("appointment", each.reason, as_what=what, name=each.role)
        for number, sealed, what in data_versions(self._session, self._file):
            yield self._entries.of("facts", sealed, as_what=what, name=f"version-{number}")

    def _corrected(
        self, row: Correction, submission: Submission, people: Mapping[UUID, str]
    ) -> Corrected:
        stood_for = people[row.corrected_for] if row.corrected_for else None
        why = f"correction_reason {row.id}"
        reason, _ = self._file.key.open_content(row.reason, as_what=why)
        line = CorrectionLine(
            step=self._label(
                submission.process_instance_id, submission.process, submission.element
            ),
            by=in_name_of(people[row.corrected_by], stood_for),
            at_utc=row.corrected_at_utc,
            outcome=row.outcome,
            settled_by=people[row.settled_by] if row.settled_by else None,
            settled_at_utc=row.settled_at_utc,
            reason=str(reason),
        )
        answers = self._entries.of(
            "correction", row.content, as_what=correction_name(row.id), name=submission.element
        )
        name = f"{submission.element}-why"
        explained = self._entries.of("correction_reason", row.reason, as_what=why, name=name)
        return Corrected(line, answers, explained)

    def _departed(
        self,
        row: Departure,
        people: Mapping[UUID, str],
        corrected: Mapping[UUID, CorrectedSince],
    ) -> DepartureLine:
        rule = self._versions[row.process_instance_id].departures[row.rule]
        return DepartureLine(
            title=rule.title,
            sentence=rule.places[row.place].sentence,
            step=self._label(row.process_instance_id, row.process, row.element),
            clause=row.clause,
            on_day=row.on_day,
            due=row.due,
            days_late=row.days_late,
            by=people.get(row.by, PROGRAM) if row.by else PROGRAM,
            reason=departures.reason_of(self._file.key, row),
            corrected_at_utc=corrected[row.id].at_utc if row.id in corrected else None,
        )

    def _departure(self, row: Departure) -> Entry | None:
        if row.reason is None:
            return None
        name = f"{row.rule}-{row.element}"
        return self._entries.of("departure", row.reason, as_what=f"departure {row.id}", name=name)

    def _label(self, instance: UUID, process: str, element: str) -> str:
        diagram = self._versions[instance].diagram(process)
        return called(diagram, diagram.elements[element])

"""A desk on PostgreSQL: plays a scenario through the use cases, with the real jobs and a moved clock."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from engine.bpmn.model import Element
from engine.calendar import london_date
from engine.desk import (
    ActOfDeputy,
    CorrectionMade,
    DecisionTaken,
    DepartureMade,
    LateConflict,
    NoticeSent,
    OpenTask,
    ProcessState,
    Record,
    RegisterRow,
    in_order,
    register_row,
)
from engine.errors import (
    NotFoundError,
)
from engine.scenarios import Scenario
from engine.version import Version
from web.config import Config
from web.demo.desk import CaseDesk
from web.jobs import run
from web.services import assemble, post_of
from web.store import audit
from web.store.case_files import new_case
from web.store.case_holders import CaseHolders
from web.store.clock import ClockReader
from web.store.departures import departures_of_case
from web.store.directory import actor
from web.store.encryption import Vault
from web.store.models import (
    AuditEvent,
    Case,
    Conflict,
    Correction,
    DecisionEvaluation,
    Meeting,
    Notice,
    ProcessInstance,
    RegisterEntry,
    Submission,
    Timer,
    UserTask,
)
from web.store.registers import content_of, newest_rows
from web.store.store import Store
from web.store.tally_check import disagreements
from web.store.versions import Versions
from web.use_cases.action import CaseAction
from web.use_cases.clock import reschedule_everything
from web.use_cases.due_work import DueWork


class PostgresDesk(CaseDesk):
    """A desk for one case (`engine.desk.Desk`). Its clock stands still between two calls."""

    def __init__(self, config: Config, versions: Versions, scenario: Scenario) -> None:
        """Set the clock, add the people and the meetings of the scenario."""
        self.config, self.versions, self.scenario = config, versions, scenario
        self.engine = create_engine(config.database_app_url)
        clock = ClockReader(movable=True, real=lambda: self._stands_at)
        store = Store(self.engine, Vault(config.key_encryption_key), clock, versions)
        super().__init__(store, assemble(store, config), {})
        self.due = DueWork(self.store, post_of(self.config))
        self._set_clock(self.scenario.clock)
        for key, name in self.scenario.agencies.items():
            self.use.people.add_agency(key, name, by=None)
        for key, person in self.scenario.people.items():
            self.ids[key] = self.use.people.add(
                name=person.name,
                email=f"{key}@example.invalid",
                agency=person.agency,
                roles=person.roles,
                by=None,
            )
        for each in self.scenario.deputies:
            self.use.posts.name_deputy(
                self.ids[each.stands_for],
                each.role,
                self.ids[each.person],
                first=max(each.first_day or date.min, london_date(self.scenario.clock)),
                last=each.last_day,
                by=None,
            )
        for kind, meetings in self.scenario.meetings.items():
            for meeting in meetings:
                self.add_meeting(kind, meeting)
        if (begins := self.scenario.begins) is not None:
            self.begin_called(begins.process, begins.given)

    def now(self) -> datetime:
        """Return the moment at which the clock stands still, read when it was set."""
        return self._now

    def next_meeting(self, kind: str) -> datetime | None:
        return min((each for each in self._planned(kind) if each > self.now()), default=None)

    def start(self, form: str, *, by: str, answers: Mapping[str, Any]) -> None:
        super().start(form, by=by, answers=answers)
        self._settle()

    def begin_called(self, process: str, given: Mapping[str, Any]) -> None:
        """Begin a process by itself that others call, with what they would map in.

        No use case does that: a case is made for it as the use case that receives a notification does.
        """
        with self.store.transaction() as session:
            number = self.store.versions.current_number(session)
            today = london_date(self.now())
            file = new_case(
                session,
                self.store.vault,
                deployment=number,
                notifier=self._manager(),
                received_on=today,
                at=self.now(),
            )
            by = actor(session, self._manager(), today=today)
            action = CaseAction(self.store, session, file, now=self.now(), by=by)
            action.note("case_opened", file.case.reference, f"version {number}")
            action.begin(process, deployment=number, answers=None, given=given)
            action.finish()
            self.reference = file.case.reference
        self._settle()

    def complete(
        self, task: str, *, by: str, agency: str | None, answers: Mapping[str, Any]
    ) -> None:
        super().complete(task, by=by, agency=agency, answers=answers)
        self._settle()

    def begin(self, process: str, *, by: str, answers: Mapping[str, Any]) -> None:
        super().begin(process, by=by, answers=answers)
        self._settle()

    def extend(self, task: str, *, by: str, agency: str | None, to: date, reason: str) -> None:
        super().extend(task, by=by, agency=agency, to=to, reason=reason)
        self._settle()

    def correct(
        self, task: str, *, by: str, agency: str | None, answers: Mapping[str, Any], reason: str
    ) -> None:
        super().correct(task, by=by, agency=agency, answers=answers, reason=reason)
        self._settle()

    def _corrections(self, session: Session) -> Iterator[CorrectionMade]:
        keys = {person: key for key, person in self.ids.items()}
        rows = session.execute(
            select(Correction, Submission.element)
            .join(Submission, Submission.id == Correction.submission_id)
            .order_by(Correction.number)
        )
        for row, element in rows:
            yield CorrectionMade(element, keys[row.corrected_by], row.outcome)

    def advance(self, to: datetime) -> None:
        while (first := self._first_due()) is not None and first <= to:
            self._set_clock(max(self.now(), first))
            self._settle()
        self._set_clock(to)

    def add_meeting(self, kind: str, at: datetime) -> None:
        self.use.meetings.add(kind, at, by=self._manager())
        self._settle()

    def move_meeting(self, kind: str, at: datetime, *, to: datetime) -> None:
        self.use.meetings.move(self._meeting(kind, at), to, by=self._manager())
        self._settle()

    def cancel_meeting(self, kind: str, at: datetime) -> None:
        self.use.meetings.cancel(self._meeting(kind, at), by=self._manager())
        self._settle()

    def open_tasks(self) -> tuple[OpenTask, ...]:
        with Session(self.engine) as session:
            return tuple(self._open_task(session, row) for row in self.waiting())

    def record(self) -> Record:
        self.due.record_late_tasks()
        with Session(self.engine) as session:
            case = session.scalar(select(Case))
            if case is None:
                return Record((), (), (), (), ())
            events = audit.trail(session, str(case.id))
            assert audit.verify(events) is None
            return Record(
                self._decisions(session, case),
                self._notices(session, case, events),
                tuple(each.subject for each in events if each.kind == "end_reached"),
                self._processes(session),
                self._cannot_see(session),
                self._acts_of_deputies(session),
                self._late_conflicts(session),
                self._register_rows(session, case),
                in_order(self._departures(session, case)),
                tuple(self._corrections(session)),
            )

    def _departures(self, session: Session, case: Case) -> Iterator[DepartureMade]:
        agencies = {each.id: each.agency_key for each in session.scalars(select(UserTask))}
        for row in departures_of_case(session, case.id):
            agency = agencies.get(row.task_id or "")
            yield DepartureMade(row.rule, row.element, row.clause, row.on_day, row.due, agency)

    def _register_rows(self, session: Session, case: Case) -> tuple[RegisterRow, ...]:
        version = self._version(session)
        key = self.store.vault.unwrap(case.key, f"case {case.id}")
        positions = {each.id: each.position for each in session.scalars(select(ProcessInstance))}
        rows = []
        for register in version.registers.values():
            entries = newest_rows(session, register.key, RegisterEntry.case_id == case.id)
            for entry in sorted(entries, key=lambda e: (positions[e.process_instance_id], e.row)):
                kept = content_of(key, entry)
                settings = version.settings.values()
                rows.append(
                    register_row(
                        register,
                        entry.row,
                        kept.fields,
                        kept.dropped,
                        settings=settings,
                        now=self.now(),
                    )
                )
        return tuple(rows)

    def finish(self) -> None:
        """Let the worker send what is to be sent; nothing was left behind, and all counts are right."""
        run(self.config.database_app_url, self.due, until_empty=True)
        with Session(self.engine) as session:
            unsent = session.scalars(select(Notice).where(Notice.sent_at_utc.is_(None))).all()
            assert not unsent, [each.element for each in unsent]
            assert disagreements(session) == []
        self.engine.dispose()

    def _name(self, person: UUID) -> str:
        return next(name for name, each in self.ids.items() if each == person)

    def _manager(self) -> UUID:
        return next(
            self.ids[key]
            for key, person in self.scenario.people.items()
            if "business_manager" in person.roles
        )

    def _set_clock(self, instant: datetime) -> None:
        self._stands_at = datetime.now(UTC).replace(microsecond=0)
        with self.store.transaction() as session:
            self.store.clock.set_offset(session, instant - self._stands_at)
            reschedule_everything(session, self.store)
        self._now = self.use.clock.now()

    def _settle(self) -> None:
        """Let the real worker do what is due by the desk's clock."""
        due = self._first_due()
        if due is not None and due <= self.now():
            run(self.config.database_app_url, self.due, until_empty=True, at_once=1)

    def _first_due(self) -> datetime | None:
        with Session(self.engine) as session:
            return session.scalar(
                select(Timer.due_at_utc)
                .where(Timer.state == "waiting", Timer.due_at_utc.is_not(None))
                .order_by(Timer.due_at_utc)
                .limit(1)
            )

    def _planned(self, kind: str) -> list[datetime]:
        with Session(self.engine) as session:
            return list(
                session.scalars(
                    select(Meeting.starts_at_utc).where(
                        Meeting.kind == kind, Meeting.state == "planned"
                    )
                )
            )

    def _meeting(self, kind: str, at: datetime) -> UUID:
        with Session(self.engine) as session:
            found = session.scalar(
                select(Meeting.id).where(
                    Meeting.kind == kind, Meeting.state == "planned", Meeting.starts_at_utc == at
                )
            )
        if found is None:
            raise NotFoundError(f"there is no meeting of {kind} then")
        return found

    def _lanes(self, session: Session, task: UserTask) -> CaseHolders:
        return CaseHolders(session, task.case_id, today=london_date(self.now()))

    def _open_task(self, session: Session, row: UserTask) -> OpenTask:
        lanes = self._lanes(session, row)
        return OpenTask(
            row.element,
            self._element(session, row).lane or "",
            row.agency_key,
            row.due,
            None
            if lanes.are_the_roles_own(row)
            else tuple(self._name(each.id) for each in lanes.of_task(row)),
        )

    def _version(self, session: Session) -> Version:
        return self.store.versions.version(session, self.store.versions.current_number(session))

    def _element(self, session: Session, row: UserTask | Notice) -> Element:
        return self._version(session).element(row.process, row.element)

    def _decisions(self, session: Session, case: Case) -> tuple[DecisionTaken, ...]:
        key = self.store.vault.unwrap(case.key, f"case {case.id}")
        rows = session.scalars(select(DecisionEvaluation).order_by(DecisionEvaluation.number))
        taken = []
        for row in rows:
            content, _ = key.open_content(row.content, as_what=f"decision_evaluation {row.id}")
            matched = tuple(
                f"{table['decision']}/{match['row']}"
                for table in content["tables"]
                for match in table["matched"]
            )
            result = content["tables"][-1]["value"]
            taken.append(DecisionTaken(row.element, row.decision, result, matched))
        return tuple(taken)

    def _notices(self, session: Session, case: Case, events: Any) -> tuple[NoticeSent, ...]:
        """Return the notices as the diagram sends them: one for all recipients of one sending."""
        rows = {str(row.id): row for row in session.scalars(select(Notice))}
        queued: list[NoticeSent] = []
        for sending, notes in groupby(events, key=lambda event: _sending(event, rows)):
            if sending is not None:
                first = rows[next(iter(notes)).detail]
                drawn = self._element(session, first).notice
                assert drawn is not None
                queued.append(NoticeSent(first.message, drawn.to, first.agency_key))
        return tuple(queued)

    def _processes(self, session: Session) -> tuple[tuple[str, ProcessState], ...]:
        rows = session.scalars(select(ProcessInstance).order_by(ProcessInstance.position))
        return tuple((row.process, _stands(row)) for row in rows)

    def _cannot_see(self, session: Session) -> tuple[str, ...]:
        standing = select(Conflict.person_id).where(Conflict.withdrawn_at_utc.is_(None))
        return tuple(sorted(self._name(each) for each in session.scalars(standing)))

    def _acts_of_deputies(self, session: Session) -> tuple[ActOfDeputy, ...]:
        rows = session.execute(
            select(UserTask.element, UserTask.completed_by, UserTask.completed_for)
            .where(UserTask.completed_for.is_not(None))
            .order_by(UserTask.closed_at_utc, UserTask.number)
        )
        return tuple(ActOfDeputy(task, self._name(by), self._name(of)) for task, by, of in rows)

    def _late_conflicts(self, session: Session) -> tuple[LateConflict, ...]:
        assert self.reference is not None
        if session.scalar(select(Conflict.id).limit(1)) is None:
            return ()
        shown = self.use.conflicts.conflicts(self.reference, by=self._manager())
        return tuple(
            LateConflict(self._name(each.person), tuple(step.element for step in each.done_before))
            for each in shown
            if each.found_late
        )


def _stands(row: ProcessInstance) -> ProcessState:
    if row.cancelled:
        return "cancelled"
    return "waits" if row.ended_at_utc is None else "ended"


def _sending(event: AuditEvent, rows: Mapping[str, Notice]) -> tuple[str | None, ...] | None:
    """Return what the notices of one sending have in common, or None for another event."""
    if event.kind != "notice_queued":
        return None
    return (event.subject, rows[event.detail or ""].agency_key)

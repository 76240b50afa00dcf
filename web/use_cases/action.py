"""One action on one case: the engine takes a step, and all that follows from it is written together."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cached_property, partial
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import execution, hold
from engine.calendar import Calendar, london_date
from engine.execution import Step, World
from engine.forms import Answers
from engine.ports import RoutingAnswers
from engine.version import Version
from web.store import audit
from web.store.audit import Event
from web.store.case_files import CaseFile, keep_data
from web.store.case_holders import CaseHolders
from web.store.departing import Recorder
from web.store.directory import Actor
from web.store.instances import instances_of, new_instance, save_state, state_of
from web.store.models import Correction, Meeting, ProcessInstance, UserTask
from web.store.projection import Projection
from web.store.register_standings import Standings
from web.store.registers import Writer, write_rows
from web.store.store import Store
from web.store.tallying import Tallying
from web.use_cases import carrying_out


class CaseAction:
    """An action in progress, under the lock on the case's row, in the caller's transaction.

    Nothing of it is seen by anybody until the transaction commits; on any exception nothing remains.
    """

    def __init__(
        self, store: Store, session: Session, file: CaseFile, *, now: datetime, by: Actor | None
    ) -> None:
        """Take the case, locked, and who acts (None: a timer or a meeting that moved)."""
        self.session, self.file, self.now, self.by = session, file, now, by
        self.stands_for: UUID | None = None  # whom a deputy acts for
        self.today: date = london_date(now)
        self.opened: list[UserTask] = []
        self.events: list[Event] = []
        self.opened_again: list[Correction] = []
        self._tallying = Tallying(session, file.case)
        self._store = store
        self._something_ended = False
        self.departures = Recorder(
            session,
            file,
            at=now,
            by=by.id if by else None,
            events=self.events,
            version_of=self.version_of,
        )

    @property
    def world(self) -> World:
        """Return what every process instance of the case reads alike, as it stands now."""
        return World(
            now=self.now,
            facts=self.file.facts,
            case=self.file.data,
            calendar=self._calendar,
        )

    @cached_property
    def holders(self) -> CaseHolders:
        """Return who holds each lane; forgotten when somebody declares a conflict or is appointed."""
        return CaseHolders(self.session, self.file.case.id, today=self.today)

    def holders_changed(self) -> None:
        """Work out anew who holds each lane."""
        self.__dict__.pop("holders", None)

    @cached_property
    def _calendar(self) -> Calendar:
        return known_meetings(self.session)

    def version_of(self, instance: ProcessInstance) -> Version:
        """Return the version that the instance is pinned to."""
        return self._store.versions.version(self.session, instance.deployment_number)

    def note(
        self, kind: str, subject: str, detail: str | None = None, digest: bytes | None = None
    ) -> None:
        """Remember an audit event of this action."""
        actor = self.by.id if self.by else None
        self.events.append(Event(kind, subject, detail, digest, actor))

    def note_deputy(self, subject: str) -> None:
        """Remember for whom a deputy did it, where a deputy acts."""
        if self.stands_for is not None:
            self.note("acted_as_deputy", subject, f"for {self.stands_for}")

    def begin(
        self,
        process: str,
        *,
        deployment: int,
        answers: RoutingAnswers | None,
        given: Mapping[str, Any] | None = None,
        by: UUID | None = None,
    ) -> ProcessInstance:
        """Begin a process on the case, with `answers` and `given` as `execution.start` takes them.

        A case that was closed is open again; `by` is the person who asked for the process, if one did.
        """
        version = self._store.versions.version(self.session, deployment)
        self._reopen(ended_otherwise=not _decides_on_corrections(version, process))
        step = execution.start(version, process, world=self.world, answers=answers, given=given)
        instance = new_instance(
            self.session,
            self.file,
            process=process,
            deployment=deployment,
            state=step.state,
            at=self.now,
            begun_by=by,
        )
        if step.ended:
            instance.ended_at_utc = self.now
        self.note("process_started", process, f"version {deployment}")
        if isinstance(answers, Answers):
            self.enter(instance, answers, process=process, element=process)
        self._write(instance, version, step)
        return instance

    def move(self, instance: ProcessInstance, step: Step) -> None:
        """Save an instance's new state and write what happened."""
        save_state(
            self.session,
            self.file.key,
            instance,
            step.state,
            ended_at=self.now if step.ended else None,
        )
        self._write(instance, self.version_of(instance), step)

    def correct(self, instance: ProcessInstance, step: Step) -> None:
        """Save where an instance stands after a correction, and write what happens because of it."""
        ended_at = instance.ended_at_utc or (self.now if step.ended else None)
        save_state(self.session, self.file.key, instance, step.state, ended_at=ended_at)
        self._write(instance, self.version_of(instance), step)

    def enter(
        self,
        instance: ProcessInstance,
        answers: Answers,
        *,
        process: str,
        element: str,
        first_given_at: datetime | None = None,
    ) -> None:
        """Write what the answers enter into registers, and the reasons of departures that wait for them.

        ``first_given_at`` is when they were first given, where they are given again, corrected.
        """
        version = self.version_of(instance)
        drawn = version.diagram(process).elements.get(element)
        self.departures.answered(
            instance, process, element, answers.full, given_at=first_given_at or self.now
        )
        self.events += write_rows(
            self.session,
            self.file,
            instance,
            answers.registers,
            Writer(process, element, self.by.id if self.by else None, self.now),
            partial(
                self.departures.row_changed,
                instance,
                drawn or version.diagram(process).start_events()[0],
            ),
            Standings(self.session, version, instance, self._tallying),
        )

    def finish(self) -> None:
        """Close the case where nothing runs on it any more, settle its tallies, append to its audit trail."""
        case = self.file.case
        if self._something_ended and not self._something_runs() and case.closed_at_utc is None:
            case.closed_at_utc = self.now
            self.note("case_closed", case.reference)
        self.session.flush()
        self._tallying.settle()
        self.departures.write_counts()
        for each in self.opened_again:
            # Whatever happened up to here is played again no more.
            each.after_event = audit.last_event(self.session, str(case.id)) + len(self.events)
        audit.append(self.session, str(case.id), self.events, at=self.now)
        self.events.clear()

    def _reopen(self, *, ended_otherwise: bool) -> None:
        """Open a closed case again; by which end it closed stays known unless it may end otherwise."""
        case = self.file.case
        if case.closed_at_utc is not None:
            case.closed_at_utc = None
            if ended_otherwise:
                case.closed_by_process = case.closed_by_element = None
            self.note("case_reopened", case.reference)

    def _something_runs(self) -> bool:
        running = self.session.scalar(
            select(ProcessInstance.id)
            .where(
                ProcessInstance.case_id == self.file.case.id,
                ProcessInstance.ended_at_utc.is_(None),
            )
            .limit(1)
        )
        return running is not None

    def _write(self, instance: ProcessInstance, version: Version, step: Step) -> None:
        self._something_ended |= step.ended
        clock_moved = execution.clock_moved(self.file.data, step.case)
        digest = keep_data(self.session, self.file, facts=step.facts, data=step.case, at=self.now)
        if digest is not None:
            kept = f"version {self.file.case.data_version}"
            self.note("case_data_changed", instance.process, kept, digest)
        projection = Projection(
            self.session,
            self._store.clock,
            file=self.file,
            instance=instance,
            version=version,
            holders=self.holders,
            at=self.now,
            by=self.by.id if self.by else None,
            stands_for=self.stands_for,
            events=self.events,
            tallying=self._tallying,
            departures=self.departures,
            start_process=lambda process: self._start_once(process, instance.deployment_number),
            end_case=lambda: self._cancel_all_but(instance),
        )
        projection.write(step.effects)
        self.opened += projection.opened
        if step.ended and projection.ended_at_element is not None:
            self._remember_end(instance, projection.ended_at_element)
        if clock_moved:
            self._hold_or_go_on(instance)
        if projection.correction is not None:
            carrying_out.settle(self, self._store.versions, instance, projection.correction)

    def _remember_end(self, instance: ProcessInstance, element: str) -> None:
        """Remember by which end the case will have closed.

        That is the end of the process that began the case, or where that did not come to an end or the
        case was opened again, the first end of another; an end that ends the whole case outdoes all.
        What is decided on a correction ends no case.
        """
        case, version = self.file.case, self.version_of(instance)
        if _decides_on_corrections(version, instance.process):
            return
        ends_case = version.element(instance.process, element).ends_case
        if ends_case or instance.position == 1 or case.closed_by_element is None:
            case.closed_by_process, case.closed_by_element = instance.process, element

    def _cancel_all_but(self, ending: ProcessInstance) -> None:
        """Take every other process of the case off where it stands."""
        for instance in instances_of(self.session, self.file.case.id):
            if instance.id == ending.id or instance.ended_at_utc is not None:
                continue
            state = state_of(self.file.key, instance)
            instance.cancelled = True
            self.note("process_cancelled", instance.process)
            version = self.version_of(instance)
            self.move(instance, execution.cancel(version, state, world=self.world))

    def _hold_or_go_on(self, stepped: ProcessInstance) -> None:
        """Note that the case is on hold, or no longer, and stop or move on whatever else runs on it."""
        case, data = self.file.case, self.file.data
        since = hold.held_since(data)
        self.note("case_held" if since else "case_goes_on", case.reference)
        case.held_since = since
        case.held_days = hold.held_days(data, case.received_on, since or self.today)
        for other in instances_of(self.session, case.id):
            if other.id == stepped.id or other.ended_at_utc is not None:
                continue
            self.retime(other)

    def retime(self, instance: ProcessInstance) -> None:
        """Work out anew what meetings or a hold have moved in an instance."""
        state = state_of(self.file.key, instance)
        self.move(instance, execution.retime(self.version_of(instance), state, world=self.world))

    def _start_once(self, process: str, deployment: int) -> None:
        """Begin the process unless one ran or runs on this case already, which is audited."""
        known = self.session.scalar(
            select(ProcessInstance.id)
            .where(ProcessInstance.case_id == self.file.case.id, ProcessInstance.process == process)
            .limit(1)
        )
        if known is not None:
            self.note("process_not_started_again", process)
            return
        self.begin(process, deployment=deployment, answers=None)


def _decides_on_corrections(version: Version, process: str) -> bool:
    start = version.decides_on_corrections()
    return start is not None and start.process == process


def known_meetings(session: Session) -> Calendar:
    """Return every meeting that was not cancelled, by kind; read when something first asks for one."""
    return Calendar(_Meetings(session))


class _Meetings(Mapping[str, tuple[datetime, ...]]):
    """Meetings by kind. Most steps ask for none, and then nothing is read."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def __getitem__(self, kind: str) -> tuple[datetime, ...]:
        return self._known[kind]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)

    @cached_property
    def _known(self) -> dict[str, tuple[datetime, ...]]:
        kinds: dict[str, list[datetime]] = {}
        rows = self._session.execute(
            select(Meeting.kind, Meeting.starts_at_utc)
            .where(Meeting.state != "cancelled")
            .order_by(Meeting.starts_at_utc)
        )
        for kind, starts_at in rows:
            kinds.setdefault(kind, []).append(starts_at)
        return {kind: tuple(starts) for kind, starts in kinds.items()}

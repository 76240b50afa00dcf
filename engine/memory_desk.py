"""A desk in memory: plays a scenario on a version without a database, a mail server or a clock."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from engine import execution
from engine.beginning import Beginner, is_open_to_the_case, may_begin
from engine.bpmn.model import Element
from engine.calendar import london_date, meetings_in_order
from engine.correcting import (
    CORRECTS,
    REASON_PATH,
    Correction,
    CorrectionRefusedError,
    ForTheRecord,
    Kind,
    answers_of_start,
    start_of_correction,
)
from engine.correcting import NO_REASON as NO_REASON_TO_CORRECT
from engine.desk import (
    CorrectionMade,
    DepartureMade,
    OpenTask,
    Record,
    RegisterRow,
    in_order,
    register_row,
)
from engine.effects import TaskOpened
from engine.errors import (
    InvalidAnswersError,
    NotFoundError,
    NotPermittedError,
    TaskNotReadyError,
)
from engine.execution import World
from engine.extending import EXTENDS, NO_REASON
from engine.file_stand_ins import with_files_kept
from engine.forms import Answers, Choice, Form, Question, files_kept
from engine.holders import Holding
from engine.memory_case import DepartureFound, MemoryCase
from engine.memory_corrections import MemoryCorrections
from engine.memory_roster import Deputy, MemoryRoster, Person
from engine.roles import APPOINTED_ON_A_CASE
from engine.version import Version


@dataclass
class MemoryDesk:
    """A desk for one case (`engine.desk.Desk`)."""

    version: Version
    people: Mapping[str, Person]
    agencies: Mapping[str, str]
    clock: datetime
    meetings: dict[str, list[datetime]]
    deputies: tuple[Deputy, ...] = ()
    case: MemoryCase = field(init=False)
    roster: MemoryRoster = field(init=False)
    corrections: MemoryCorrections = field(init=False)
    submitted: dict[tuple[str, str, str | None], Mapping[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin with an empty case."""
        self.case = MemoryCase(self.version)
        self.corrections = MemoryCorrections(self.case)
        self.roster = MemoryRoster(self.version, self.people, self.deputies)

    def now(self) -> datetime:
        """Return the desk's clock, in UTC."""
        return self.clock

    def next_meeting(self, kind: str) -> datetime | None:
        """Return the next meeting of the kind that is known and not over."""
        return min(
            (each for each in self.meetings.get(kind, []) if each > self.clock), default=None
        )

    def start(self, form: str, *, by: str, answers: Mapping[str, Any]) -> None:
        """Submit the start form of that id; this makes the case."""
        event = self._start_event(form)
        if event is None or self.case.instances:
            raise TaskNotReadyError(f"{form} is not open")
        if event.role not in self.roster.person(by).roles:
            raise NotPermittedError(f"{form} is not for {by}")
        self._make_case(notifier=by)
        context = execution.start_form_context(self.version, world=self._world())
        accepted = self._validated(self.version.form_of(event), answers, context)
        self.case.begin(event.process, accepted, self._world(), by=by)
        self.roster.begun(event, by, self._today())
        self.roster.declare(accepted, by)
        self._settle()

    def begin_called(self, process: str, given: Mapping[str, Any]) -> None:
        """Begin a process by itself that others call, with what they would map in."""
        self._make_case(notifier=None)
        self.case.begin(process, None, self._world(), given)
        self._settle()

    def complete(
        self, task: str, *, by: str, agency: str | None, answers: Mapping[str, Any]
    ) -> None:
        """Complete the open task of that id, of the agency if one is named."""
        opened, state, holding = self._find(task, by, agency)
        element = self.version.element(opened.process, task)
        context = execution.form_context(self.version, state, opened.task_id, world=self._world())
        form = self.version.form_of(element)
        before = self._submitted_before(element, opened.agency)
        accepted = self._validated(form, answers, context, before)
        self.submitted[element.process, element.id, opened.agency] = accepted.full
        self.case.complete(opened.task_id, accepted, self._world(), by=by)
        self.roster.completed(opened, holding)
        self.roster.declare(accepted, by)
        self._settle()

    def begin(self, process: str, *, by: str, answers: Mapping[str, Any]) -> None:
        """Begin on the case a process that people begin, with the answers of its start form."""
        start = self.version.begun_on_cases().get(process)
        if start is None or not self.case.instances:
            raise NotFoundError(f"nobody begins {process} on a case")
        if by in self.roster.conflicted or not may_begin(start, self._beginner(by)):
            raise NotPermittedError(f"{process} is not for {by}")
        begun_before = self.case.has_begun(process)
        if not (
            is_open_to_the_case(start, closed=self.case.closed, begun_before=begun_before)
            and execution.offered_now(self.version, process, world=self._world())
        ):
            raise TaskNotReadyError(f"{process} cannot be begun now")
        context = execution.start_form_context(self.version, world=self._world())
        accepted = self._validated(self.version.form_of(start), answers, context)
        # Who holds what may change by the answers; they began it as they stood before.
        self.roster.begun(start, by, self._today())
        self.case.begin(process, accepted, self._world(), by=by)
        self.roster.declare(accepted, by)
        self._settle()

    def correct(
        self, task: str, *, by: str, agency: str | None, answers: Mapping[str, Any], reason: str
    ) -> None:
        """Correct the newest answer to that task or start form, of the agency if one is named."""
        answered = self.corrections.newest(task, agency)
        if by in self.roster.conflicted or not self._may_correct(by, answered.event.by):
            raise NotPermittedError(f"{by} does not correct {task}")
        if not reason.strip():
            raise InvalidAnswersError({REASON_PATH: [NO_REASON_TO_CORRECT]})
        world, made = self._world(), CorrectionMade(task, by, "")
        entered = laid_over(self.corrections.entered(answered, world), answers)
        options = self.roster.options(self.agencies)
        found = self.corrections.work_out(answered, entered, options=options, world=world)
        if isinstance(found, ForTheRecord) or found.kind is Kind.CHAIR:
            start = self._start_of_correction(found, reason)
            self.corrections.propose(answered, entered, made, len(self.case.instances))
            self.roster.begun(start[0], by, self._today())
            self.case.begin(start[0].process, start[1], self._world(), decides=True)
        else:
            self.corrections.correct(answered, found, made, world=world)
        self._settle()

    def _start_of_correction(
        self, found: Correction | ForTheRecord, reason: str
    ) -> tuple[Element, Answers]:
        """Return where the process that decides begins, and the answers it begins with."""
        start = start_of_correction(self.version)
        if start is None:
            raise CorrectionRefusedError("nobody decides")
        context = execution.start_form_context(self.version, world=self._world())
        given = answers_of_start(found, reason)
        return start, self._validated(self.version.form_of(start), given, context)

    def _may_correct(self, by: str, given_by: str | None) -> bool:
        return by == given_by or any(
            by in self.roster.acting_as(role, self._today()) for role in CORRECTS
        )

    def declare_conflict(self, *, by: str, nature: str) -> None:
        """Declare a conflict outside any task; whatever the person did before stays done."""
        if not nature.strip():
            raise InvalidAnswersError({"nature": ["Enter in what capacity you are conflicted"]})
        found_late = self.roster.declare_conflict(by)
        self.case.conflict_found_late(found_late, self.clock)

    def withdraw_conflict(self, of: str, *, by: str, reason: str) -> None:
        """Let somebody act on the case again who declared a conflict."""
        if not reason.strip():
            raise InvalidAnswersError({"reason": ["Enter why the conflict does not stand"]})
        self.roster.withdraw_conflict(of, by=by, day=self._today())

    def appoint(self, role: str, person: str, *, by: str, reason: str) -> None:
        """Appoint who holds a lane on the case that conflicts have left to nobody."""
        if not reason.strip():
            raise InvalidAnswersError({"reason": ["Enter why this person"]})
        waits = any(opened.role == role for opened, _ in self.case.open.values())
        if role in APPOINTED_ON_A_CASE and not waits:
            raise TaskNotReadyError(f"no task waits for {role}, so the diagram asks for it")
        self.roster.appoint(role, person, by=by, day=self._today())

    def extend(self, task: str, *, by: str, agency: str | None, to: date, reason: str) -> None:
        """Extend the deadline of the open task of that id, of the agency if one is named."""
        if not any(by in self.roster.acting_as(role, self._today()) for role in EXTENDS):
            raise NotPermittedError(f"deadlines are not extended by {by}")
        found = [
            opened.task_id
            for opened, _ in self.case.open.values()
            if opened.element == task and agency in (None, opened.agency)
        ]
        if not found:
            raise TaskNotReadyError(f"{task} is not open")
        if not reason.strip():
            raise InvalidAnswersError({"reason": [NO_REASON]})
        self.case.extend(found[0], to, self._world())
        self._settle()

    def advance(self, to: datetime) -> None:
        """Move the clock on; what falls due on the way happens at its own time."""
        while (first := self.case.next_due()) is not None and first[0] <= to:
            self.clock = max(self.clock, first[0])
            self._settle()
        self.clock = to

    def add_meeting(self, kind: str, at: datetime) -> None:
        """Add a meeting; what waits for one of the kind is worked out anew."""
        self.meetings.setdefault(kind, []).append(at)
        self._retime()

    def move_meeting(self, kind: str, at: datetime, *, to: datetime) -> None:
        """Move a meeting; what waits for one of the kind is worked out anew."""
        self._forget_meeting(kind, at)
        self.add_meeting(kind, to)

    def cancel_meeting(self, kind: str, at: datetime) -> None:
        """Cancel a meeting; what waits for one of the kind is worked out anew."""
        self._forget_meeting(kind, at)
        self._retime()

    def open_tasks(self) -> tuple[OpenTask, ...]:
        """Return every open task of the case, in the order they were opened."""
        return tuple(
            OpenTask(
                each.element,
                each.lane,
                each.agency,
                each.due,
                self.roster.held_by(each, self._today()),
            )
            for each, _ in self.case.open.values()
        )

    def record(self) -> Record:
        """Return what has happened so far."""
        self.case.look_for_late_tasks(self._today())
        return Record(
            tuple(self.case.decisions),
            tuple(self.case.notices),
            tuple(self.case.reached),
            tuple((each.process, each.stands) for each in self.case.instances),
            tuple(sorted(self.roster.conflicted)),
            tuple(self.roster.acts_of_deputies),
            tuple(self.roster.late_conflicts),
            tuple(self._register_rows()),
            in_order(_departure(each) for each in self.case.departures),
            tuple(self.corrections.made),
        )

    def _today(self) -> date:
        return london_date(self.clock)

    def _register_rows(self) -> Iterator[RegisterRow]:
        settings = self.version.settings.values()
        for register in self.version.registers.values():
            for _, number, row in self.case.registers.of(register.key):
                yield register_row(
                    register, number, row.fields, row.dropped, settings=settings, now=self.clock
                )

    def _world(self) -> World:
        return self.case.world(self.clock, meetings_in_order(self.meetings))

    def _make_case(self, *, notifier: str | None) -> None:
        received = london_date(self.clock)
        self.case.fields = {
            "reference": f"SI-{received.year}-0001",
            "date_received": received.isoformat(),
            "notifier": notifier,
        }
        self.case.first_fields = dict(self.case.fields)

    def _start_event(self, form: str) -> Element | None:
        for diagram in self.version.startable_by_people():
            for event in diagram.start_events():
                if event.id == form:
                    return event
        return None

    def _beginner(self, by: str) -> Beginner:
        return Beginner(
            person=by,
            notified_it=self.case.fields.get("notifier") == by,
            agency_was_asked=self.roster.person(by).agency in self.case.asked,
            holds=lambda role: self.roster.acting_as(role, self._today()),
        )

    def _find(self, task: str, by: str, agency: str | None) -> tuple[TaskOpened, bytes, Holding]:
        found = [
            (opened, instance.state)
            for opened, instance in self.case.open.values()
            if opened.element == task and agency in (None, opened.agency)
        ]
        if not found:
            raise TaskNotReadyError(f"{task} is not open")
        for opened, state in found:
            for holding in self.roster.holders(opened, self._today()):
                if holding.person == by:
                    return opened, state, holding
        raise NotPermittedError(f"{task} is not for {by}")

    def _submitted_before(self, element: Element, agency: str | None) -> Mapping[str, Any]:
        """Return the answers that the form of the task opens with, if its diagram names any."""
        named = self.version.diagram_of(element).opens_with(element)
        return self.submitted.get((*named, agency), {}) if named else {}

    def _validated(
        self,
        form: Form | None,
        answers: Mapping[str, Any],
        context: dict[str, Any],
        before: Mapping[str, Any] | None = None,
    ) -> Answers:
        if form is None:
            raise NotFoundError("the task has no form")
        files: dict[str, list[Choice]] = {}

        def keep(question: Question, name: str, content: bytes) -> str:
            form.refuse_unfit_file(question, name, content, context=context)
            kept = files.setdefault(files_kept(question.path), [])
            kept.append(Choice(f"{question.path} {len(kept) + 1}", name))
            return kept[-1].value

        return form.validate(
            with_files_kept(form, laid_over(form.refilled(before or {}, context), answers), keep),
            context=context,
            options={**files, **self.roster.options(self.agencies)},
            now=self.clock,
        )

    def _retime(self) -> None:
        self.case.retime(self._world())
        self._settle()

    def _forget_meeting(self, kind: str, at: datetime) -> None:
        if at not in self.meetings.get(kind, []):
            raise NotFoundError(f"there is no meeting of {kind} then")
        self.meetings[kind].remove(at)

    def _settle(self) -> None:
        """Let what is due by now happen, the earliest first."""
        while (first := self.case.next_due()) is not None and first[0] <= self.clock:
            self.case.fire(first[1], self._world())


def _departure(found: DepartureFound) -> DepartureMade:
    made = found.effect
    return DepartureMade(made.rule, made.element, made.clause, made.on_day, made.due, found.agency)


def laid_over(below: Any, above: Any) -> Any:
    """Return what stands below with what is above laid over it, group by group."""
    if not isinstance(below, Mapping) or not isinstance(above, Mapping):
        return above
    both = {key: laid_over(below[key], above[key]) for key in below if key in above}
    return {**below, **above, **both}

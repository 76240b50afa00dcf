"""A desk in memory: plays a scenario on a version without a database, a mail server or a clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine import execution
from engine.beginning import Beginner, is_open_to_the_case, may_begin
from engine.bpmn.model import Element
from engine.calendar import london_date, meetings_in_order
from engine.desk import OpenTask, Record
from engine.effects import TaskOpened
from engine.errors import NotFoundError, NotPermittedError, TaskNotReadyError
from engine.execution import World
from engine.file_stand_ins import with_files_kept
from engine.forms import Answers, Choice, Form, Question, files_kept
from engine.holders import holders_of, is_handed_on
from engine.memory_case import MemoryCase
from engine.version import Version


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the scenario; `key` stands for the id that a real person has."""

    key: str
    name: str
    agency: str | None
    roles: tuple[str, ...]


@dataclass
class MemoryDesk:
    """A desk for one case (`engine.desk.Desk`)."""

    version: Version
    people: Mapping[str, Person]
    agencies: Mapping[str, str]
    clock: datetime
    meetings: dict[str, list[datetime]]
    case: MemoryCase = field(init=False)
    conflicted: set[str] = field(default_factory=set)
    stand_ins: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin with an empty case."""
        self.case = MemoryCase(self.version)

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
        if event.role not in self._person(by).roles:
            raise NotPermittedError(f"{form} is not for {by}")
        self._make_case(notifier=by)
        context = execution.start_form_context(self.version, world=self._world())
        accepted = self._validated(self.version.form_of(event), answers, context)
        self.case.begin(event.process, accepted, self._world())
        self._declare(accepted, by)
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
        opened, state = self._find(task, by, agency)
        element = self.version.element(opened.process, task)
        context = execution.form_context(self.version, state, opened.task_id, world=self._world())
        accepted = self._validated(self.version.form_of(element), answers, context)
        self.case.complete(opened.task_id, accepted, self._world())
        self._declare(accepted, by)
        self._settle()

    def begin(self, process: str, *, by: str, answers: Mapping[str, Any]) -> None:
        """Begin on the case a process that people begin, with the answers of its start form."""
        start = self.version.begun_on_cases().get(process)
        if start is None or not self.case.instances:
            raise NotFoundError(f"nobody begins {process} on a case")
        if by in self.conflicted or not may_begin(start, self._beginner(by)):
            raise NotPermittedError(f"{process} is not for {by}")
        begun_before = self.case.has_begun(process)
        if not (
            is_open_to_the_case(start, closed=self.case.closed, begun_before=begun_before)
            and execution.offered_now(self.version, process, world=self._world())
        ):
            raise TaskNotReadyError(f"{process} cannot be begun now")
        context = execution.start_form_context(self.version, world=self._world())
        accepted = self._validated(self.version.form_of(start), answers, context)
        self.case.begin(process, accepted, self._world())
        self._declare(accepted, by)
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
                self._holders(each) if self._is_handed_on(each) else None,
            )
            for each, _ in self.case.open.values()
        )

    def record(self) -> Record:
        """Return what has happened so far."""
        return Record(
            tuple(self.case.decisions),
            tuple(self.case.notices),
            tuple(self.case.reached),
            tuple((each.process, each.stands) for each in self.case.instances),
            tuple(sorted(self.conflicted)),
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

    def _start_event(self, form: str) -> Element | None:
        for diagram in self.version.startable_by_people():
            for event in diagram.start_events():
                if event.id == form:
                    return event
        return None

    def _person(self, key: str) -> Person:
        if key not in self.people:
            raise NotPermittedError(f"there is nobody called {key}")
        return self.people[key]

    def _beginner(self, by: str) -> Beginner:
        person = self._person(by)
        return Beginner(
            person=by,
            notified_it=self.case.fields.get("notifier") == by,
            agency_was_asked=person.agency in self.case.asked,
            holds=lambda role: holders_of(
                role,
                holders=self._holders_of_roles(None),
                conflicted=self.conflicted,
                stand_ins=self.stand_ins,
            ),
        )

    def _find(self, task: str, by: str, agency: str | None) -> tuple[TaskOpened, bytes]:
        found = [
            (opened, instance.state)
            for opened, instance in self.case.open.values()
            if opened.element == task and agency in (None, opened.agency)
        ]
        if not found:
            raise TaskNotReadyError(f"{task} is not open")
        for opened, state in found:
            if by in self._holders(opened):
                return opened, state
        raise NotPermittedError(f"{task} is not for {by}")

    def _holders(self, opened: TaskOpened) -> tuple[str, ...]:
        held = holders_of(
            opened.role,
            holders=self._holders_of_roles(opened.agency),
            conflicted=self.conflicted,
            stand_ins=self.stand_ins,
        )
        return held if opened.person is None else tuple(p for p in held if p == opened.person)

    def _is_handed_on(self, opened: TaskOpened) -> bool:
        holders = self._holders_of_roles(opened.agency)
        return is_handed_on(opened.role, holders=holders, conflicted=self.conflicted)

    def _holders_of_roles(self, agency: str | None) -> dict[str, list[str]]:
        holders: dict[str, list[str]] = {}
        for person in self.people.values():
            if agency in (None, person.agency):
                for role in person.roles:
                    holders.setdefault(role, []).append(person.key)
        return holders

    def _validated(
        self, form: Form | None, answers: Mapping[str, Any], context: dict[str, Any]
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
            with_files_kept(form, laid_over(form.prefilled(context), answers), keep),
            context=context,
            options={
                **files,
                "agencies": [Choice(key, name) for key, name in self.agencies.items()],
                "people": [Choice(each.key, each.name) for each in self.people.values()],
            },
            now=self.clock,
        )

    def _declare(self, answers: Answers, by: str) -> None:
        if answers.declares_conflict:
            self.conflicted.add(by)
        for role, person in answers.appoints.items():
            self.stand_ins[role] = [person]

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


def laid_over(below: Any, above: Any) -> Any:
    """Return what stands below with what is above laid over it, group by group."""
    if not isinstance(below, Mapping) or not isinstance(above, Mapping):
        return above
    both = {key: laid_over(below[key], above[key]) for key in below if key in above}
    return {**below, **above, **both}

"""A case in memory: its process instances, and what their effects have left open and on record."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from operator import itemgetter
from typing import Any

from engine import execution
from engine.bpmn.model import Element
from engine.calendar import Calendar, london_date
from engine.correcting.history import (
    Began,
    Completed,
    Event,
    Extended,
    Fired,
    History,
    Present,
    Retimed,
)
from engine.correcting.play import Play
from engine.departures.finding import conflict_departures, late_departures, row_departures
from engine.desk import DecisionTaken, NoticeSent, ProcessState
from engine.effects import (
    CaseEnded,
    DecisionMade,
    Departed,
    Effect,
    Ended,
    FlowTaken,
    NoticeDue,
    ProcessMessage,
    RegisterWritten,
    TaskCompleted,
    TaskDueMoved,
    TaskOpened,
    TaskWithdrawn,
    TimerFired,
    TimerSet,
    TimerWithdrawn,
)
from engine.execution import Step, World
from engine.feel import to_json
from engine.forms import Answers
from engine.registers import KeptRegisters, RegisterWrite
from engine.version import Version

At = tuple[str, str]


@dataclass(frozen=True, slots=True)
class DepartureFound:
    """A departure, the agency of its task, and what a late step is found only once by."""

    effect: Departed
    agency: str | None
    once: tuple[str | None, str, date] | None


@dataclass
class Instance:
    """One process of the case; ``opened`` holds every task of it in the order they opened.

    One that ``decides`` on a correction is no part of the case's history.
    """

    process: str
    state: bytes = b""
    ended: bool = False
    cancelled: bool = False
    opened: list[TaskOpened] = field(default_factory=list)
    decides: bool = False

    @property
    def stands(self) -> ProcessState:
        """Return how the process stands, as a scenario states it."""
        if self.cancelled:
            return "cancelled"
        return "ended" if self.ended else "waits"


@dataclass
class Chapter:
    """What happened on a case until a correction opened it again, as it was then, and where it began from.

    ``corrected`` are the events of it whose answers were corrected, as they now stand.
    """

    events: list[Event] = field(default_factory=list)
    base: Play | None = None
    corrected: dict[int, Event] = field(default_factory=dict)

    def as_answered(self, number: int) -> list[Event]:
        """Return the events, the one of that number as it now stands."""
        return [
            self.corrected.get(number, each) if place == number else each
            for place, each in enumerate(self.events)
        ]


@dataclass
class MemoryCase:
    """One case: `open` and `timers` by id, the rest in the order it happened.

    ``taken`` holds the process and the id of each flow taken, ``asked`` the agencies that had a task,
    ``agencies`` the agency of each task, which a departure names. ``events`` is its history,
    ``first_fields`` the fields it began with, ``base`` where it stood when a correction opened it again:
    ``chapters`` are what happened before that. ``settles`` works out what a step of a process that decides
    on a correction comes to, and returns what is then to be done.
    """

    version: Version
    facts: dict[str, str] = field(default_factory=dict)
    fields: dict[str, Any] = field(default_factory=dict)
    instances: list[Instance] = field(default_factory=list)
    open: dict[str, tuple[TaskOpened, Instance]] = field(default_factory=dict)
    timers: dict[str, tuple[TimerSet, Instance]] = field(default_factory=dict)
    decisions: list[DecisionTaken] = field(default_factory=list)
    notices: list[NoticeSent] = field(default_factory=list)
    reached: list[str] = field(default_factory=list)
    taken: list[tuple[str, str]] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    registers: KeptRegisters = field(default_factory=KeptRegisters)
    departures: list[DepartureFound] = field(default_factory=list)
    agencies: dict[str, str | None] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    first_fields: dict[str, Any] = field(default_factory=dict)
    base: Play | None = None
    chapters: list[Chapter] = field(default_factory=list)
    settles: Callable[[Instance, Step, World], Callable[[], None]] | None = None

    @property
    def closed(self) -> bool:
        """Say whether nothing runs on the case any more."""
        return all(each.ended for each in self.instances)

    def has_begun(self, process: str) -> bool:
        """Say whether the process ran or runs on the case."""
        return process in [each.process for each in self.instances]

    def world(self, now: datetime, calendar: Calendar) -> World:
        """Return what the processes of the case read."""
        return World(now, self.facts, self.fields, calendar)

    def begin(
        self,
        process: str,
        answers: Answers | None,
        world: World,
        given: Mapping[str, Any] | None = None,
        *,
        by: str | None = None,
        decides: bool = False,
    ) -> None:
        """Start a process on the case, with what its caller would map in where it is `given`.

        One that ``decides`` on a correction is no part of the history.
        """
        self._begin(process, answers, world, given, decides=decides)
        full = None if answers is None else answers.full
        if not decides:
            self.events.append(Began(process, self.version, world.now, full, given, by))

    def _begin(
        self,
        process: str,
        answers: Answers | None,
        world: World,
        given: Mapping[str, Any] | None = None,
        *,
        decides: bool = False,
    ) -> None:
        step = execution.start(self.version, process, world=world, answers=answers, given=given)
        self.instances.append(Instance(process, decides=decides))
        start = self.version.diagram(process).start_events()[0]
        self._write(self.instances[-1], answers, start, world.now)
        self.keep(self.instances[-1], step, world)

    def complete(
        self, task_id: str, answers: Answers, world: World, *, by: str | None = None
    ) -> None:
        """Complete an open task."""
        opened, instance = self.open[task_id]
        step = execution.complete(self.version, instance.state, task_id, answers, world=world)
        element = self.version.element(opened.process, opened.element)
        done = self._place_of(task_id, instance)
        settle = self.settles(instance, step, world) if self.settles else None
        if not instance.decides:
            self.events.append(Completed(*done, world.now, answers.full, by))
        self._write(instance, answers, element, world.now)
        self.keep(instance, step, world)
        if settle is not None:
            settle()

    def fire(self, timer_id: str, world: World) -> None:
        """Let a timer's time come."""
        timer, instance = self.timers[timer_id]
        step = execution.fire(self.version, instance.state, timer_id, world=world)
        if not instance.decides:
            number = self._in_history(instance)
            self.events.append(Fired(number, timer.process, timer.element, world.now))
        self.keep(instance, step, world)

    def retime(self, world: World) -> None:
        """Work out anew what waits for meetings."""
        for instance in self.instances:
            step = execution.retime(self.version, instance.state, world=world)
            self.keep(instance, step, world)
        self.events.append(Retimed(world.now))

    def next_due(self) -> tuple[datetime, str] | None:
        """Return when the timer that is due first is due, and its id."""
        dated = [(each.due, each.timer_id) for each, _ in self.timers.values() if each.due]
        return min(dated, key=itemgetter(0), default=None)

    def extend(self, task_id: str, to: date, world: World) -> None:
        """Give an open task another due date."""
        _, instance = self.open[task_id]
        step = execution.extend(self.version, instance.state, task_id, to, world=world)
        if not instance.decides:
            self.events.append(Extended(*self._place_of(task_id, instance), world.now, to))
        self.keep(instance, step, world)

    def history(self, calendar: Calendar) -> History:
        """Return everything that moved the case."""
        return History(tuple(self.events), self.first_fields, calendar, self.base)

    def present(self) -> Present:
        """Return how it stands now."""
        states = tuple(each.state for each in self.on_record())
        return Present(states, self.facts, self.fields)

    def on_record(self) -> list[Instance]:
        """Return the processes that are part of the history, as it numbers them."""
        return [each for each in self.instances if not each.decides]

    def go_on_from(self, base: Play, corrected: int, event: Event) -> None:
        """Begin the history anew from where the correction of an event has left the case."""
        self.chapters.append(Chapter(self.events, self.base, {corrected: event}))
        self.events, self.base = [], base

    def _place_of(self, task_id: str, instance: Instance) -> tuple[int, int]:
        opened = [each.task_id for each in instance.opened]
        return self._in_history(instance), opened.index(task_id)

    def _in_history(self, instance: Instance) -> int:
        before = self.instances[: self._number_of(instance)]
        return sum(not each.decides for each in before)

    def conflict_found_late(self, steps: Sequence[At], now: datetime) -> None:
        """Somebody who had done these steps declares a conflict."""
        for process, element in steps:
            for found in conflict_departures(self.version, process, element, None, now=now):
                self._departed(found)

    def look_for_late_tasks(self, today: date) -> None:
        """Note which of the open tasks are late today."""
        for opened, _ in self.open.values():
            self._look_if_late(opened, today)

    def _look_if_late(self, opened: TaskOpened, today: date) -> None:
        task = opened.process, opened.element, opened.task_id
        for found in late_departures(self.version, *task, opened.due, today=today):
            self._departed(found)

    def _departed(self, found: Departed) -> None:
        agency = self.agencies.get(found.task_id or "")
        once = (found.task_id, found.rule, found.on_day) if found.late else None
        if once is None or once not in [each.once for each in self.departures]:
            self.departures.append(DepartureFound(found, agency, once))

    def _write(
        self, instance: Instance, answers: Answers | None, element: Element, now: datetime
    ) -> None:
        for write in answers.registers if answers is not None else ():
            self._write_row(instance, write, element, now)

    def _write_row(
        self, instance: Instance, write: RegisterWrite, element: Element, now: datetime
    ) -> None:
        number, register = self._number_of(instance), self.version.registers[write.register]
        before = dict(self.registers.fields(number, write))
        self.registers.write(number, [write])
        after = self.registers.fields(number, write)
        for found in row_departures(
            self.version, register, before, after, element=element, now=now
        ):
            self._departed(found)

    def _number_of(self, instance: Instance) -> int:
        return next(number for number, each in enumerate(self.instances) if each is instance)

    def keep(self, instance: Instance, step: Step, world: World) -> None:
        """Keep where the process stands now and note what happened, as a step's effects say."""
        instance.state, instance.ended = step.state, step.ended
        before, self.facts, self.fields = self.fields, step.facts, step.case
        for effect in step.effects:
            if isinstance(effect, ProcessMessage):
                self._start_once(effect.process_to_start, world)
            elif isinstance(effect, CaseEnded):
                self._cancel_all_but(instance, world)
            elif not self._note_wait(effect, instance, world.now):
                self._note_record(effect)
        if execution.clock_moved(before, step.case):
            self._retime_all_but(instance, world)

    def _retime_all_but(self, stepping: Instance, world: World) -> None:
        for instance in self.instances:
            if instance is not stepping and not instance.ended:
                here = self.world(world.now, world.calendar)
                step = execution.retime(self.version, instance.state, world=here)
                self.keep(instance, step, here)

    def _start_once(self, process: str, world: World) -> None:
        if not self.has_begun(process):
            self._begin(process, None, self.world(world.now, world.calendar))

    def _cancel_all_but(self, ending: Instance, world: World) -> None:
        for instance in self.instances:
            if instance is not ending and not instance.ended:
                here = self.world(world.now, world.calendar)
                instance.cancelled = True
                self.keep(
                    instance, execution.cancel(self.version, instance.state, world=here), here
                )

    def _note_wait(self, effect: Effect, instance: Instance, now: datetime) -> bool:
        if isinstance(effect, TaskCompleted | TaskWithdrawn | TaskDueMoved):
            self._look_if_late(self.open[effect.task_id][0], london_date(now))
        match effect:
            case RegisterWritten():
                element = self.version.element(effect.process, effect.element)
                self._write_row(instance, effect.write, element, now)
            case TaskOpened():
                self.open[effect.task_id] = (effect, instance)
                self.agencies[effect.task_id] = effect.agency
                instance.opened.append(effect)
                if effect.agency is not None:
                    self.asked.add(effect.agency)
            case TaskCompleted() | TaskWithdrawn():
                del self.open[effect.task_id]
            case TaskDueMoved():
                opened = replace(self.open[effect.task_id][0], due=effect.due, why=effect.why)
                self.open[effect.task_id] = (opened, instance)
            case TimerSet():
                self.timers[effect.timer_id] = (effect, instance)
            case TimerFired() | TimerWithdrawn():
                del self.timers[effect.timer_id]
            case _:
                return False
        return True

    def _note_record(self, effect: Effect) -> None:
        match effect:
            case NoticeDue():
                self.notices.append(NoticeSent(effect.message, effect.to, effect.agency))
            case DecisionMade():
                self.decisions.append(_decision(effect))
            case Ended():
                self.reached.append(effect.element)
            case FlowTaken():
                self.taken.append((effect.process, effect.flow_id))
            case Departed():
                self._departed(effect)


def _decision(made: DecisionMade) -> DecisionTaken:
    rows = tuple(f"{each.decision}/{each.rule}" for each in made.evaluation.matched)
    return DecisionTaken(made.element, made.decision, to_json(made.evaluation.value), rows)

"""A case in memory: its process instances, and what their effects have left open and on record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from operator import itemgetter
from typing import Any

from engine import execution
from engine.bpmn.model import Element
from engine.calendar import Calendar, london_date
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
    """One process of the case."""

    process: str
    state: bytes = b""
    ended: bool = False
    cancelled: bool = False

    @property
    def stands(self) -> ProcessState:
        """Return how the process stands, as a scenario states it."""
        if self.cancelled:
            return "cancelled"
        return "ended" if self.ended else "waits"


@dataclass
class MemoryCase:
    """One case: `open` and `timers` by id, the rest in the order it happened.

    ``taken`` holds the process and the id of each flow taken, ``asked`` the agencies that had a task,
    ``agencies`` the agency of each task, which a departure names.
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
    ) -> None:
        """Start a process on the case, with what its caller would map in where it is `given`."""
        step = execution.start(self.version, process, world=world, answers=answers, given=given)
        self.instances.append(Instance(process))
        start = self.version.diagram(process).start_events()[0]
        self._write(self.instances[-1], answers, start, world.now)
        self._keep(self.instances[-1], step, world)

    def complete(self, task_id: str, answers: Answers, world: World) -> None:
        """Complete an open task."""
        opened, instance = self.open[task_id]
        step = execution.complete(self.version, instance.state, task_id, answers, world=world)
        element = self.version.element(opened.process, opened.element)
        self._write(instance, answers, element, world.now)
        self._keep(instance, step, world)

    def fire(self, timer_id: str, world: World) -> None:
        """Let a timer's time come."""
        _, instance = self.timers[timer_id]
        self._keep(
            instance, execution.fire(self.version, instance.state, timer_id, world=world), world
        )

    def retime(self, world: World) -> None:
        """Work out anew what waits for meetings."""
        for instance in self.instances:
            step = execution.retime(self.version, instance.state, world=world)
            self._keep(instance, step, world)

    def next_due(self) -> tuple[datetime, str] | None:
        """Return when the timer that is due first is due, and its id."""
        dated = [(each.due, each.timer_id) for each, _ in self.timers.values() if each.due]
        return min(dated, key=itemgetter(0), default=None)

    def extend(self, task_id: str, to: date, world: World) -> None:
        """Give an open task another due date."""
        _, instance = self.open[task_id]
        step = execution.extend(self.version, instance.state, task_id, to, world=world)
        self._keep(instance, step, world)

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

    def _keep(self, instance: Instance, step: Step, world: World) -> None:
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
                self._keep(instance, step, here)

    def _start_once(self, process: str, world: World) -> None:
        if not self.has_begun(process):
            self.begin(process, None, self.world(world.now, world.calendar))

    def _cancel_all_but(self, ending: Instance, world: World) -> None:
        for instance in self.instances:
            if instance is not ending and not instance.ended:
                here = self.world(world.now, world.calendar)
                instance.cancelled = True
                self._keep(
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

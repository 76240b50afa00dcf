"""A case played again in memory: every process of it, and what its effects leave standing."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from engine import execution
from engine.calendar import Calendar
from engine.effects import (
    CaseEnded,
    Effect,
    ProcessMessage,
    TaskCompleted,
    TaskDueMoved,
    TaskOpened,
    TaskWithdrawn,
    TimerFired,
    TimerSet,
    TimerWithdrawn,
    Visited,
)
from engine.execution import Step, World
from engine.forms import PEOPLE_NOT_FROM_THEM, Answers, Choice, Form, files_kept
from engine.version import Version

RunKey = tuple[str, str]
"""How a run is known in both plays: ("event", number of the event) or ("message", process)."""

Happened = tuple[RunKey, Effect]


@dataclass
class Run:
    """One process of the case; ``opened`` holds every task of it in the order they opened."""

    key: RunKey
    process: str
    version: Version
    state: bytes = b""
    ended: bool = False
    cancelled: bool = False
    opened: list[TaskOpened] = field(default_factory=list)


@dataclass
class Play:
    """One play of a case.

    ``open``, ``timers`` and ``standing`` are what the effects so far leave open, waiting and entered;
    ``effects`` those of the event being played.
    """

    calendar: Calendar
    fields: dict[str, Any]
    facts: dict[str, str] = field(default_factory=dict)
    runs: dict[RunKey, Run] = field(default_factory=dict)
    open: dict[str, tuple[TaskOpened, RunKey]] = field(default_factory=dict)
    timers: dict[str, tuple[TimerSet, RunKey]] = field(default_factory=dict)
    standing: dict[tuple[str, str], tuple[Visited, RunKey]] = field(default_factory=dict)
    effects: list[Happened] = field(default_factory=list)

    def copy(self) -> "Play":
        """Return a play that goes on from here by itself."""
        return Play(
            self.calendar,
            dict(self.fields),
            dict(self.facts),
            {key: replace(run, opened=list(run.opened)) for key, run in self.runs.items()},
            dict(self.open),
            dict(self.timers),
            dict(self.standing),
        )

    def run(self, number: int) -> Run:
        """Return the run that began as that number, counted from 0."""
        return list(self.runs.values())[number]

    def world(self, now: datetime) -> World:
        """Return what the processes of the case read."""
        return World(now, self.facts, self.fields, self.calendar)

    def start_answers(
        self, process: str, version: Version, full: Mapping[str, Any], now: datetime
    ) -> Answers:
        """Return the answers of a start form as it takes them now."""
        diagram = version.diagram(process)
        start = next(each for each in diagram.start_events() if each.form)
        context = execution.start_form_context(version, world=self.world(now))
        return taken_again(version.forms[process, start.id], full, context, now)

    def task_answers(self, task_id: str, full: Mapping[str, Any], now: datetime) -> Answers:
        """Return the answers of an open task as its form takes them now."""
        opened, key = self.open[task_id]
        form = self.runs[key].version.forms[opened.process, opened.element]
        return taken_again(form, full, self.context(task_id, now), now)

    def context(self, task_id: str, now: datetime) -> dict[str, Any]:
        """Return what the form of an open task reads."""
        run = self.runs[self.open[task_id][1]]
        return execution.form_context(run.version, run.state, task_id, world=self.world(now))

    def begin(
        self,
        key: RunKey,
        process: str,
        version: Version,
        answers: Answers | None,
        now: datetime,
        given: Mapping[str, Any] | None = None,
    ) -> None:
        """Begin a process on the case."""
        step = execution.start(
            version, process, world=self.world(now), answers=answers, given=given
        )
        self.runs[key] = Run(key, process, version)
        self._keep(self.runs[key], step, now)

    def complete(self, task_id: str, answers: Answers, now: datetime) -> None:
        """Complete an open task."""
        run = self.runs[self.open[task_id][1]]
        step = execution.complete(run.version, run.state, task_id, answers, world=self.world(now))
        self._keep(run, step, now)

    def fire(self, timer_id: str, now: datetime) -> None:
        """Let a timer's time come."""
        run = self.runs[self.timers[timer_id][1]]
        self._keep(
            run, execution.fire(run.version, run.state, timer_id, world=self.world(now)), now
        )

    def extend(self, task_id: str, to: date, now: datetime) -> None:
        """Give an open task another due date."""
        run = self.runs[self.open[task_id][1]]
        step = execution.extend(run.version, run.state, task_id, to, world=self.world(now))
        self._keep(run, step, now)

    def retime(self, now: datetime) -> None:
        """Work out anew what waits for meetings."""
        for run in list(self.runs.values()):
            if not run.ended:
                self._retime(run, now)

    def _keep(self, run: Run, step: Step, now: datetime) -> None:
        run.state, run.ended = step.state, step.ended
        before, self.facts, self.fields = self.fields, step.facts, step.case
        for effect in step.effects:
            self.effects.append((run.key, effect))
            match effect:
                case ProcessMessage():
                    self._start_once(effect.process_to_start, run.version, now)
                case CaseEnded():
                    self._cancel_all_but(run, now)
                case _:
                    self._note(effect, run)
        if execution.clock_moved(before, step.case):
            for other in list(self.runs.values()):
                if other is not run and not other.ended:
                    self._retime(other, now)

    def _retime(self, run: Run, now: datetime) -> None:
        self._keep(run, execution.retime(run.version, run.state, world=self.world(now)), now)

    def _start_once(self, process: str, version: Version, now: datetime) -> None:
        if process not in [run.process for run in self.runs.values()]:
            self.begin(("message", process), process, version, None, now)

    def _cancel_all_but(self, ending: Run, now: datetime) -> None:
        for run in list(self.runs.values()):
            if run is not ending and not run.ended:
                run.cancelled = True
                self._keep(
                    run, execution.cancel(run.version, run.state, world=self.world(now)), now
                )

    def _note(self, effect: Effect, run: Run) -> None:
        match effect:
            case TaskOpened():
                self.open[effect.task_id] = effect, run.key
                run.opened.append(effect)
            case TaskCompleted() | TaskWithdrawn():
                del self.open[effect.task_id]
            case TaskDueMoved():
                opened = replace(self.open[effect.task_id][0], due=effect.due, why=effect.why)
                self.open[effect.task_id] = opened, run.key
            case TimerSet():
                self.timers[effect.timer_id] = effect, run.key
            case TimerFired() | TimerWithdrawn():
                del self.timers[effect.timer_id]
            case Visited(state="entered"):
                self.standing[effect.task_id, effect.element] = effect, run.key
            case Visited():
                self.standing.pop((effect.task_id, effect.element), None)


def taken_again(
    form: Form, full: Mapping[str, Any], context: Mapping[str, Any], now: datetime
) -> Answers:
    """Return answers that a form took once, as it takes them in this context, or refuse them.

    Whoever was chosen from a register could be chosen then, so every text of the answers is on offer.
    """
    chosen = [Choice(each, each) for each in dict.fromkeys(_texts(full))]
    offered = {
        "agencies": chosen,
        "people": chosen,
        PEOPLE_NOT_FROM_THEM: chosen,
        **{files_kept(question.path): chosen for question in form.files()},
    }
    return form.validate(full, context=context, options=offered, now=now)


def _texts(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return [text for each in value.values() for text in _texts(each)]
    if isinstance(value, list | tuple):
        return [text for each in value for text in _texts(each)]
    return [value] if isinstance(value, str) else []

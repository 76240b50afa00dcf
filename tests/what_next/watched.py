"""Worked cases in which each submission is compared with what was told before it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine import effects as fx
from engine import execution
from engine.execution import World
from engine.forms import Answers
from engine.memory_case import MemoryCase
from engine.memory_corrections import MemoryCorrections
from engine.memory_desk import MemoryDesk
from engine.plays import play
from engine.scenarios import Scenario
from engine.version import Version
from engine.what_next import (
    Acts,
    Asks,
    Begins,
    Comes,
    Statement,
    Tells,
    Waits,
    WhatNext,
    of_start,
    of_task,
    what_next,
)

_WORDS = {
    Acts: "opens",
    Asks: "asks",
    Begins: "begins",
    Comes: "ends",
    Tells: "tells",
    Waits: "waits at",
}
_CAME = {
    fx.TaskOpened: "opens",
    fx.NoticeDue: "tells",
    fx.DecisionMade: "asks",
    fx.Ended: "ends",
}


@dataclass
class Watch:
    """What was told otherwise than it came, as sentences; ``tells`` is the version that tells."""

    tells: Version | None = None
    seen: int = 0
    wrong: list[str] = field(default_factory=list)

    def look(
        self, version: Version, state: bytes, opened: Any, answers: Answers, world: World
    ) -> None:
        """Compare what was told of a task with what completing it leads to."""
        now = of_task(version, state, opened.task_id, world=world)
        told = what_next(self.tells or version, opened.process, opened.element, now=now)
        step = execution.complete(version, state, opened.task_id, answers, world=world)
        self._compare(version, told, step, answers)

    def look_at_start(
        self, version: Version, process: str, answers: Answers, world: World, *, of_case: bool
    ) -> None:
        """Compare what was told of a form that begins a process with what submitting it leads to."""
        starts = version.diagram(process).start_events()
        [start] = [each for each in starts if each.form is not None]
        now = of_start(version, world=world) if of_case else None
        told = what_next(self.tells or version, process, start.id, now=now, at=world.now)
        step = execution.start(version, process, world=world, answers=answers)
        self._compare(version, told, step, answers)

    def _compare(
        self, version: Version, told: WhatNext, step: execution.Step, answers: Answers
    ) -> None:
        place = f"{told.process}/{told.element}"
        self.seen += 1
        if not told.whole:
            self.wrong.append(f"{place}: not told")
            return
        settled = dict(_flat({**answers.routing, "facts": answers.facts, "case": answers.case}))
        came = list(_came(version, step.effects))
        said = {_said(each) for each in _following(told, settled)}
        due = {
            _said(each): each.due for each in _following(told, settled) if isinstance(each, Acts)
        }
        for each in came:
            if each not in said:
                self.wrong.append(f"{place}: {each} was not told")
        for effect in step.effects:
            if isinstance(effect, fx.TaskOpened):
                by = due.get(f"opens {effect.process}/{effect.element}")
                if by is not None and by.on is not None and by.on != effect.due:
                    self.wrong.append(
                        f"{place}: {effect.element} is due {effect.due}, told {by.on}"
                    )
        for each in _certain(told, settled):
            if _said(each) not in came:
                self.wrong.append(f"{place}: {_said(each)} was told and did not come")


class WatchedCase(MemoryCase):
    """A case that looks at each completion before it is done."""

    watch: Watch

    def begin(
        self,
        process: str,
        answers: Answers | None,
        world: World,
        given: Mapping[str, Any] | None = None,
        **besides: Any,
    ) -> None:
        if answers is not None:
            of_case = bool(self.instances)
            self.watch.look_at_start(self.version, process, answers, world, of_case=of_case)
        super().begin(process, answers, world, given, **besides)

    def complete(self, task_id: str, answers: Answers, world: World, **besides: Any) -> None:
        opened, instance = self.open[task_id]
        self.watch.look(self.version, instance.state, opened, answers, world)
        super().complete(task_id, answers, world, **besides)


class WatchedDesk(MemoryDesk):
    """A desk whose case is watched."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.case = WatchedCase(self.version)
        self.corrections = MemoryCorrections(self.case)

    def watched_by(self, watch: Watch) -> "WatchedDesk":
        """Return the desk, watched."""
        assert isinstance(self.case, WatchedCase)
        self.case.watch = watch
        return self


def watched(version: Version, scenario: Scenario, watch: Watch) -> Watch:
    """Play the scenario and return the watch."""
    desk = WatchedDesk(
        version=version,
        people=scenario.people,
        agencies=scenario.agencies,
        clock=scenario.clock,
        meetings={kind: list(when) for kind, when in scenario.meetings.items()},
        deputies=scenario.deputies,
    ).watched_by(watch)
    if scenario.begins is not None:
        desk.begin_called(scenario.begins.process, scenario.begins.given)
    play(scenario, desk)
    return watch


def _following(told: WhatNext, settled: Mapping[str, Any]) -> Iterator[Any]:
    for statement in told.statements:
        if statement.holds(settled):
            yield from statement.follows


def _certain(told: WhatNext, settled: Mapping[str, Any]) -> Iterator[Any]:
    """Yield what was told to come for these answers, whatever else is the case."""
    for statement in told.statements:
        if _hangs_on_answers_alone(statement) and statement.holds(settled):
            yield from statement.follows


def _hangs_on_answers_alone(statement: Statement) -> bool:
    return all(atom.kind == "answer" and atom.key for box in statement.when for atom in box)


def _said(each: Any) -> str:
    target = each.begins if isinstance(each, Begins) else f"{each.process}/{each.element}"
    return f"{_WORDS[type(each)]} {target}"


def _came(version: Version, effects: tuple[Any, ...]) -> Iterator[str]:
    entered = {
        (each.process, each.element)
        for each in effects
        if isinstance(each, fx.Visited) and each.state == "entered"
    }
    for effect in effects:
        if type(effect) in _CAME:
            yield f"{_CAME[type(effect)]} {effect.process}/{effect.element}"
        elif isinstance(effect, fx.ProcessMessage):
            yield f"begins {effect.process_to_start}"
        elif isinstance(effect, fx.TimerSet) and not _on_an_edge(version, effect):
            yield f"waits at {effect.process}/{effect.element}"
    for process, element in entered:
        calls = version.element(process, element).calls
        if calls is not None:
            yield f"begins {calls.process}"


def _on_an_edge(version: Version, timer: fx.TimerSet) -> bool:
    return version.element(timer.process, timer.element).attached_to is not None


def _flat(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from _flat(part, f"{path}.{key}" if path else str(key))
    else:
        yield path, value

"""Move a process instance on: pure functions from (version, state, event, world) to a `Step`.

Nothing is kept between calls and nothing is changed in place. A refusal (`ExecutionError`,
`TaskNotReadyError`, `InvalidAnswersError`) leaves the caller with the state it had.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from SpiffWorkflow.exceptions import SpiffWorkflowException
from SpiffWorkflow.util.task import TaskState

from engine import hold
from engine.answering import accept, begin_case
from engine.bpmn.model import Diagram, Element, Trigger
from engine.bpmn.spiff_session import Session
from engine.bpmn.spiff_specs import SpecCache
from engine.bpmn.spiff_states import load, new_instance, save
from engine.bpmn.spiff_surroundings import Level, surroundings
from engine.bpmn.spiff_tasks import UserTask
from engine.bpmn.spiff_tokens import unfinished, withdraw_all
from engine.bpmn.spiff_values import from_state, to_state
from engine.bpmn.spiff_waits import Waiting
from engine.calendar import Calendar
from engine.effects import (
    CaseEnded,
    DecisionMade,
    Effect,
    Ended,
    FlowTaken,
    NoticeDue,
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
from engine.errors import ExecutionError, TaskNotReadyError
from engine.extending import refuse_unless_extendable
from engine.ports import RoutingAnswers
from engine.version import Version

__all__ = [
    "CaseEnded",
    "DecisionMade",
    "Effect",
    "Ended",
    "FlowTaken",
    "NoticeDue",
    "ProcessMessage",
    "Step",
    "TaskCompleted",
    "TaskDueMoved",
    "TaskOpened",
    "TaskWithdrawn",
    "TimerFired",
    "TimerSet",
    "TimerWithdrawn",
    "Visited",
    "World",
    "cancel",
    "clock_moved",
    "complete",
    "extend",
    "fire",
    "form_context",
    "offered_now",
    "retime",
    "standing",
    "start",
    "start_form_context",
]

_SPECS: Final = SpecCache()


@dataclass(frozen=True)
class World:
    """What every process instance of a case reads alike, at the moment of the action.

    `facts` and `case` are JSON (dates as ISO strings) and are never part of a state; `now` is UTC.
    """

    now: datetime
    facts: dict[str, str]
    case: dict[str, Any]
    calendar: Calendar


@dataclass(frozen=True)
class Step:
    """The outcome of an action: the instance's new state, the case's data, and what happened.

    `facts` and `case` are whole, ready to be kept in place of the old; `ended` says that the
    instance waits for nothing any more.
    """

    state: bytes
    facts: dict[str, str]
    case: dict[str, Any]
    ended: bool
    effects: tuple[Effect, ...]


def start(
    version: Version,
    process_id: str,
    *,
    world: World,
    answers: RoutingAnswers | None,
    given: Mapping[str, Any] | None = None,
) -> Step:
    """Begin a process on a case; `answers` are those of its start form, or None without one.

    With answers it begins at the start event that shows a form, without at its message start event, if it
    has one. Facts that the case
    does not know yet begin with their default, and case fields that it does not have yet with their
    initial value or the one that settings.yaml works out at receipt. `given` are the variables that a
    called process finds when it is begun by itself, as its caller would map them in.
    """
    session = _session(version, world)
    begins_at = _start_event(version.diagram(process_id), with_answers=answers is not None)
    if answers is not None:
        routing = accept(session, version, begins_at, answers)
    begin_case(session, version)
    instance = new_instance(_SPECS.of(version), process_id, session, begins_at=begins_at.id)
    if answers is not None:
        instance.data["variables"][begins_at.id] = to_state({**routing, "round": 1})
    instance.data["variables"].update(to_state(dict(given or {})))
    return _run(instance, session)


def complete(
    version: Version,
    state: bytes,
    task_id: str,
    answers: RoutingAnswers,
    *,
    world: World,
) -> Step:
    """Complete the user task with the answers of its form; TaskNotReadyError if it does not wait."""
    session = _session(version, world)
    instance = load(state, _SPECS.of(version), session)
    task = _task(instance, task_id, UserTask)
    routing = accept(session, version, task.task_spec.element, answers)
    return _run(instance, session, lambda: task.task_spec.complete(task, routing))


def fire(
    version: Version,
    state: bytes,
    timer_id: str,
    *,
    world: World,
) -> Step:
    """Let the timer's time come, whatever the clock says; TaskNotReadyError if it does not wait."""
    session = _session(version, world)
    instance = load(state, _SPECS.of(version), session)
    task_id, _, event = timer_id.partition(":")
    task = _task(instance, task_id, Waiting)
    return _run(instance, session, lambda: task.task_spec.fire(task, event))


def retime(version: Version, state: bytes, *, world: World) -> Step:
    """Work out anew when everything is due that waits for a meeting or that a hold moves; report moves.

    Timers that moved are TimerSet effects, due dates of open tasks TaskDueMoved. A timer whose time
    has come already stays due, even though it has not fired yet.
    """
    session = _session(version, world)
    instance = load(state, _SPECS.of(version), session)
    return _run(instance, session, lambda: _retime(instance))


def extend(version: Version, state: bytes, task_id: str, to: date, *, world: World) -> Step:
    """Give an open user task another due date; reminders worked out from the old one move with it.

    InvalidAnswersError, beside `due`, where the deadline may not be extended to that day.
    """
    session = _session(version, world)
    instance = load(state, _SPECS.of(version), session)
    task = _task(instance, task_id, UserTask)
    kept = task.task_spec.pending(task)
    refuse_unless_extendable(
        task.task_spec.element,
        kept and kept.day,
        kept and kept.why,
        to,
        settings=version.settings,
        now=world.now,
    )
    return _run(instance, session, lambda: task.task_spec.extend(task, to))


def clock_moved(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Say whether a hold began or ended between the two: every instance of the case is then retimed.

    The instance that took the step has been already.
    """
    return hold.holds_of(before) != hold.holds_of(after)


def cancel(version: Version, state: bytes, *, world: World) -> Step:
    """End the instance where it stands, because the whole case ended: everything open is withdrawn."""
    session = _session(version, world)
    instance = load(state, _SPECS.of(version), session)
    return _run(instance, session, lambda: withdraw_all(instance))


def offered_now(version: Version, process_id: str, *, world: World) -> bool:
    """Say whether the case is such that people may begin the process on it (its property `when`)."""
    beginning = version.begun_on_cases()[process_id].beginning
    if beginning is None or beginning.when is None:
        return True
    return _session(version, world).offers(beginning.when)


def form_context(
    version: Version,
    state: bytes,
    task_id: str,
    *,
    world: World,
) -> dict[str, Any]:
    """Return what the form of an open user task may read: variables, facts, case and settings.

    The values are FEEL values. TaskNotReadyError if the task does not wait.
    """
    session = _session(version, world)
    return session.context(_task(load(state, _SPECS.of(version), session), task_id, UserTask))


def form_context_at_large(version: Version, state: bytes, *, world: World) -> dict[str, Any]:
    """Return what a form of the process could read, wherever it stands: as `form_context`."""
    session = _session(version, world)
    variables = load(state, _SPECS.of(version), session).data["variables"]
    known = {name: from_state(value) for name, value in variables.items()}
    return {**known, **session.shared_context()}


def standing(
    version: Version, state: bytes, task_id: str, *, world: World
) -> tuple[tuple[Level, ...], dict[str, Any]]:
    """Return where an open task stands, from the inside out, and facts, case and settings as FEEL reads them.

    TaskNotReadyError if the task does not wait.
    """
    session = _session(version, world)
    task = _task(load(state, _SPECS.of(version), session), task_id, UserTask)
    return surroundings(task), session.shared_context()


def start_form_context(version: Version, *, world: World) -> dict[str, Any]:
    """Return what a start form may read, before there is an instance: facts, case and settings."""
    return _session(version, world).shared_context()


def _session(version: Version, world: World) -> Session:
    return Session(
        version=version,
        now=world.now,
        calendar=world.calendar,
        facts=dict(world.facts),
        case=dict(world.case),
    )


def _start_event(diagram: Diagram, *, with_answers: bool) -> Element:
    starts = diagram.start_events()
    wanted = Trigger.NONE if with_answers else Trigger.MESSAGE
    asking = [each for each in starts if with_answers and each.form is not None]
    return next(iter([*asking, *(each for each in starts if each.trigger is wanted)]), starts[0])


def _task(instance: Any, task_id: str, kind: type) -> Any:
    for process in [instance, *instance.subprocesses.values()]:
        task = process.tasks.get(_uuid(task_id))
        if task is not None and isinstance(task.task_spec, kind):
            return task
    raise TaskNotReadyError("the task or timer was done or withdrawn, or was never there")


def _uuid(task_id: str) -> UUID | None:
    try:
        return UUID(task_id)
    except ValueError:
        return None


def _run(instance: Any, session: Session, action: Any = lambda: None) -> Step:
    before = session.case
    try:
        action()
        while (task := _next(instance)) is not None:
            task.run()
        if clock_moved(before, session.case):
            _retime(instance)
    except SpiffWorkflowException as refusal:
        raise ExecutionError(instance.spec.name, str(refusal)) from refusal
    return Step(
        state=save(instance),
        facts=session.facts,
        case=session.case,
        ended=instance.completed,
        effects=tuple(session.effects),
    )


def _retime(instance: Any) -> None:
    for process in [instance, *instance.subprocesses.values()]:
        for task in list(unfinished(process)):
            if isinstance(task.task_spec, UserTask | Waiting):
                task.task_spec.retime(task)


def _next(instance: Any) -> Any:
    """Return a task that can be run by the engine alone, the one reached first."""
    for process in [instance, *instance.subprocesses.values()]:
        if process.completed:
            continue
        for task in process.tasks.values():
            if task.state == TaskState.READY and not task.task_spec.manual:
                return task
    return None

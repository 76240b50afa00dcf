"""Move a process instance on: pure functions from (version, state, event, world) to a `Step`.

Nothing is kept between calls and nothing is changed in place. A refusal (`ExecutionError`,
`TaskNotReadyError`, `InvalidAnswersError`) leaves the caller with the state it had.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from engine.calendar import Calendar
from engine.effects import (
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
from engine.ports import RoutingAnswers

if TYPE_CHECKING:
    from engine.deployment import Version

__all__ = [
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
    "complete",
    "fire",
    "retime",
    "start",
]


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
    version: "Version", process_id: str, *, world: World, answers: RoutingAnswers | None
) -> Step:
    """Begin a process on a case; `answers` are those of its start form, if it has one.

    Case fields that the case does not have yet take their initial value, or the value that
    settings.yaml works out at receipt. The step's state is that of a new instance.
    """
    raise NotImplementedError


def complete(
    version: "Version", state: bytes, task_id: str, answers: RoutingAnswers, *, world: World
) -> Step:
    """Complete the user task with the answers of its form; TaskNotReadyError if it does not wait."""
    raise NotImplementedError


def fire(version: "Version", state: bytes, timer_id: str, *, world: World) -> Step:
    """Let the timer's time come, whatever the clock says; TaskNotReadyError if it does not wait."""
    raise NotImplementedError


def retime(version: "Version", state: bytes, *, world: World) -> Step:
    """Work out anew when the timers are due that wait for meetings, and report those that moved.

    A timer whose time has come already stays due, even though it has not fired yet.
    """
    raise NotImplementedError

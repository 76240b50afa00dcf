"""What happened in a step, in the order it happened: the step's effects.

The store projects them onto tables, sends the notices and sets the timers in the transaction that
saves the new state; the scenarios compare them with what the owner expects. They hold ids, dates and
results of decisions, never what a person wrote.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from engine.deadline import Deadline
    from engine.dmn import Evaluation
    from engine.registers.writing import RegisterWrite


@dataclass(frozen=True, slots=True)
class TaskOpened:
    """A user task waits for somebody of `role`.

    `agency` narrows it to the people of one agency and `person` to one person (`candidateGroups` and
    `assignee` as drawn); `instance_index` counts from 0 in a multi-instance task. `why` says how the due
    date came about; a task without one has none. While a hold stops it, `due` is None.
    """

    task_id: str
    process: str
    element: str
    lane: str
    role: str
    agency: str | None = None
    person: str | None = None
    due: date | None = None
    instance_index: int | None = None
    why: "Deadline | None" = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class TaskDueMoved:
    """The due date of an open user task moved: with a meeting or a hold, or because somebody extended it."""

    task_id: str
    due: date | None
    why: "Deadline | None" = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class TaskCompleted:
    """Somebody completed a user task."""

    task_id: str
    element: str


@dataclass(frozen=True, slots=True)
class TaskWithdrawn:
    """A user task no longer waits, because something interrupted it."""

    task_id: str
    element: str


@dataclass(frozen=True, slots=True)
class RegisterWritten:
    """The diagram says how a row of a register stands now that a token has come to the element."""

    element: str
    process: str
    write: "RegisterWrite"


@dataclass(frozen=True, slots=True)
class Departed:
    """The case departed from the protocol: as the rule of that key, in its place of that number, says.

    ``on_day`` is the day on which it did, in London; ``task_id`` the task concerned. Of a deadline that
    was missed or extended, ``due`` is the day that was to be kept; ``late`` says that it was missed.
    """

    rule: str
    place: int
    process: str
    element: str
    clause: str
    on_day: date
    task_id: str | None = None
    due: date | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class Visited:
    """A token entered or left an element, or was taken off it (`cancelled`).

    A boundary event is visited when it fires, not while it waits; a multi-instance task is visited
    once for each instance.
    """

    element: str
    process: str
    task_id: str
    state: Literal["entered", "left", "cancelled"]


@dataclass(frozen=True, slots=True)
class FlowTaken:
    """A token passed along a sequence flow."""

    flow_id: str
    process: str


@dataclass(frozen=True, slots=True)
class DecisionMade:
    """A business rule task evaluated a decision; its result is the process variable `variable`."""

    element: str
    process: str
    decision: str
    variable: str
    evaluation: "Evaluation"


@dataclass(frozen=True, slots=True)
class NoticeDue:
    """A notice is to be sent: `message` is its text's file without `.md`, `to` the words as drawn.

    A word is `role:<role key>`, `notifier`, `notifier_agency`, `agency` (then the field `agency` holds
    its key) or `body:<key>`.
    """

    element: str
    process: str
    message: str
    to: tuple[str, ...]
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class TimerSet:
    """A timer waits until `due` (UTC), or has moved to it.

    With `waits_for` it waits for a meeting of that kind and moves when meetings do; `due` is None while
    no such meeting is known. It is None as well while a hold stops the timer, and `why` then says so.
    """

    timer_id: str
    process: str
    element: str
    due: datetime | None
    waits_for: str | None = None
    why: "Deadline | None" = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class TimerWithdrawn:
    """A timer no longer waits."""

    timer_id: str


@dataclass(frozen=True, slots=True)
class TimerFired:
    """A timer's time came and the process moved on."""

    timer_id: str


@dataclass(frozen=True, slots=True)
class ProcessMessage:
    """A message asks for another process on this case, unless it ran or runs already."""

    element: str
    process_to_start: str


@dataclass(frozen=True, slots=True)
class Ended:
    """A token reached an end event."""

    process: str
    element: str


@dataclass(frozen=True, slots=True)
class CaseEnded:
    """An end event ends the whole case: every other process of the case is to be cancelled."""

    process: str
    element: str


@dataclass(frozen=True, slots=True)
class CorrectionSettled:
    """An end event says what becomes of the correction that its process was begun for."""

    process: str
    element: str
    outcome: Literal["accepted", "noted", "refused"]


Effect = (
    TaskOpened
    | TaskDueMoved
    | TaskCompleted
    | TaskWithdrawn
    | Visited
    | FlowTaken
    | DecisionMade
    | NoticeDue
    | TimerSet
    | TimerWithdrawn
    | TimerFired
    | ProcessMessage
    | Ended
    | CaseEnded
    | RegisterWritten
    | Departed
    | CorrectionSettled
)

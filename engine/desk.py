"""The desk on which a scenario is played: what people do, what happens by itself, what can be seen.

`engine.memory_desk` plays in memory; the tests play the same scenarios through the use cases on
PostgreSQL with a desk of their own. People, agencies and tasks go by the names of the scenario: a
desk that keeps people by other ids translates.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, Protocol

from engine.registers import DROPPED, Register, shown_fields, standing_of_row

ProcessState = Literal["ended", "waits", "cancelled"]


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A task that waits for somebody.

    `held_by` names who may do it where they are not simply the role's own holders: where a conflict has
    handed the lane on, where a deputy acts, or where nobody may. It is None where they are.
    """

    task: str
    lane: str
    agency: str | None
    due: date | None
    held_by: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class DecisionTaken:
    """A decision made at an element, its result as JSON, and the rows it rests on (`table/row`)."""

    at: str
    decision: str
    result: Any
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoticeSent:
    """A notice: its text, the words of who receives it, and the agency if it goes to one."""

    message: str
    to: tuple[str, ...]
    agency: str | None


@dataclass(frozen=True, slots=True)
class ActOfDeputy:
    """A task that a deputy completed, and for whom."""

    task: str
    by: str
    stands_for: str


@dataclass(frozen=True, slots=True)
class LateConflict:
    """A conflict that was found when the person had acted on the case: the tasks they had done."""

    who: str
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DepartureMade:
    """A departure from the protocol: its key, where, the clause, and the day; of a task, whose it was.

    `due` is the day that was to be kept, of a deadline that was missed or extended.
    """

    departure: str
    at: str
    clause: str
    on: date
    due: date | None
    agency: str | None


def in_order(departures: Iterable[DepartureMade]) -> tuple[DepartureMade, ...]:
    """Return departures as a scenario lists them: day by day, whenever each was found."""
    return tuple(
        sorted(departures, key=lambda d: (d.on, d.departure, d.at, d.agency or "", d.due or d.on))
    )


@dataclass(frozen=True, slots=True)
class CorrectionMade:
    """An answer that was corrected, and what became of that.

    `outcome` is `at once`, `opened` (what follows opened again), `proposed` to the Independent Chair, and
    then `accepted`, `noted` or `refused`.
    """

    task: str
    by: str
    outcome: str


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A row of a register as it stands at the end, with its fields but for texts (JSON)."""

    register: str
    row: int
    state: str
    due: date | None
    fields: Mapping[str, Any]


def register_row(
    register: Register,
    number: int,
    fields: Mapping[str, Any],
    dropped: bool,
    *,
    settings: Mapping[str, Any],
    now: datetime,
) -> RegisterRow:
    """Return a row as a scenario states it."""
    shown = shown_fields(register.fields, fields)
    if dropped:
        return RegisterRow(register.key, number, DROPPED, None, shown)
    standing = standing_of_row(register, fields, settings=settings, now=now)
    return RegisterRow(register.key, number, standing.state, standing.due, shown)


@dataclass(frozen=True, slots=True)
class Record:
    """Everything that has happened to the case besides what is open, in the order it happened.

    `processes` holds each process of the case in the order they began, each as ended, waits or cancelled;
    `cannot_see` who no longer sees the case because of a conflict; `registers` holds the rows
    of registers, `departures` those from the protocol.
    """

    decisions: tuple[DecisionTaken, ...]
    notices: tuple[NoticeSent, ...]
    reached: tuple[str, ...]
    processes: tuple[tuple[str, ProcessState], ...]
    cannot_see: tuple[str, ...]
    acts_of_deputies: tuple[ActOfDeputy, ...] = ()
    late_conflicts: tuple[LateConflict, ...] = ()
    registers: tuple[RegisterRow, ...] = ()
    departures: tuple[DepartureMade, ...] = ()
    corrections: tuple[CorrectionMade, ...] = ()


class Desk(Protocol):
    """What a scenario needs of a system that runs cases.

    After every call, whatever is due by the desk's clock has happened, in the order of due times.
    Refusals are those of `engine.errors`: NotPermittedError where the person may not do it,
    InstanceStateError where nothing of the kind is open, InvalidAnswersError, ExecutionError.
    """

    def now(self) -> datetime:
        """Return the desk's clock, in UTC."""
        ...

    def next_meeting(self, kind: str) -> datetime | None:
        """Return the next meeting of the kind that is known and not over."""
        ...

    def start(self, form: str, *, by: str, answers: Mapping[str, Any]) -> None:
        """Submit the start form of that id; this makes the case."""
        ...

    def complete(
        self, task: str, *, by: str, agency: str | None, answers: Mapping[str, Any]
    ) -> None:
        """Complete the open task of that id, of the agency if one is named.

        `answers` are as the form nests them; facts and case fields that are not given stay as the
        form offers them, filled in with what the case holds.
        """
        ...

    def begin(self, process: str, *, by: str, answers: Mapping[str, Any]) -> None:
        """Begin on the case a process that people begin, with the answers of its start form.

        `answers` are as in `complete`.
        """
        ...

    def correct(
        self, task: str, *, by: str, agency: str | None, answers: Mapping[str, Any], reason: str
    ) -> None:
        """Correct the newest answer to that task or start form, of the agency if one is named.

        `answers` are laid over the first ones. CorrectionRefusedError where it cannot be made exactly.
        """
        ...

    def declare_conflict(self, *, by: str, nature: str) -> None:
        """Declare a conflict outside any task; whatever the person did before stays done."""
        ...

    def withdraw_conflict(self, of: str, *, by: str, reason: str) -> None:
        """Let somebody act on the case again who declared a conflict."""
        ...

    def appoint(self, role: str, person: str, *, by: str, reason: str) -> None:
        """Appoint who holds a lane on the case that conflicts have left to nobody."""
        ...

    def extend(self, task: str, *, by: str, agency: str | None, to: date, reason: str) -> None:
        """Extend the deadline of the open task of that id, of the agency if one is named."""
        ...

    def advance(self, to: datetime) -> None:
        """Move the clock on; what falls due on the way happens at its own time."""
        ...

    def add_meeting(self, kind: str, at: datetime) -> None:
        """Add a meeting; what waits for one of the kind is worked out anew."""
        ...

    def move_meeting(self, kind: str, at: datetime, *, to: datetime) -> None:
        """Move a meeting; what waits for one of the kind is worked out anew."""
        ...

    def cancel_meeting(self, kind: str, at: datetime) -> None:
        """Cancel a meeting; what waits for one of the kind is worked out anew."""
        ...

    def open_tasks(self) -> tuple[OpenTask, ...]:
        """Return every open task of the case, in the order they were opened."""
        ...

    def record(self) -> Record:
        """Return what has happened so far."""
        ...

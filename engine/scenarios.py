"""Worked cases: what an owner writes in workflows/scenarios, as values (docs/scenarios.md)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from engine.calendar import LONDON, london_date, months_after, working_days_after
from engine.memory_desk import laid_over
from engine.memory_roster import Deputy, Person


@dataclass(frozen=True, slots=True)
class Does:
    """Somebody completes a task or submits a start form.

    Before that they try it without each of ``needs`` (``actions.owner``: out of every row), and are
    refused each time.
    """

    who: str
    task: str
    agency: str | None
    answers: Mapping[str, Any] = field(repr=False)
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Starts:
    """Somebody says that something else happened: they begin a process on the case.

    ``needs`` as of Does.
    """

    who: str
    process: str
    answers: Mapping[str, Any] = field(repr=False)
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Extends:
    """Somebody extends the deadline of an open task to a later day, with a reason."""

    who: str
    task: str
    agency: str | None
    to: date
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Corrects:
    """Somebody corrects the newest answer to a task or start form; ``answers`` are laid over the first."""

    who: str
    task: str
    agency: str | None
    answers: Mapping[str, Any] = field(repr=False)
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Waits:
    """Time passes: so many working days, days or months."""

    count: int
    unit: str

    def until(self, now: datetime) -> datetime:
        """Return the moment to which it passes, at the same time of day in London."""
        today = london_date(now)
        days = {
            "working day": lambda: working_days_after(today, self.count),
            "day": lambda: today + timedelta(days=self.count),
            "month": lambda: months_after(today, self.count),
        }
        clock = now.astimezone(LONDON).time()
        return datetime.combine(days[self.unit](), clock, LONDON).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class WaitsUntil:
    """Time passes to a moment."""

    moment: datetime


@dataclass(frozen=True, slots=True)
class Meets:
    """Time passes to the next meeting of the kind."""

    kind: str


@dataclass(frozen=True, slots=True)
class MeetingChanges:
    """A meeting is added (`at` None), moved, or cancelled (`to` None)."""

    kind: str
    at: datetime | None
    to: datetime | None


def without(answers: Mapping[str, Any], needed: str) -> Mapping[str, Any]:
    """Return the answers without that one; KeyError where it is not among them.

    A fact or field of the case may be offered filled in though it is not among them: it is left blank.
    """
    group, _, name = needed.partition(".")
    if group in ("facts", "case"):
        blank: Mapping[str, Any] = laid_over(answers, {group: {name: ""}})
        return blank
    return _without(answers, needed.split("."))


def _without(answers: Mapping[str, Any], path: Sequence[str]) -> Mapping[str, Any]:
    name, *inner = path
    rest = dict(answers)
    found = rest.pop(name)
    if not inner:
        return rest
    match found:
        case list() if any(inner[0] in row for row in found):
            # Where a row does not ask it, there is nothing to leave out of it.
            rows = [_without(row, inner) if inner[0] in row else row for row in found]
            return {**rest, name: rows}
        case Mapping():
            return {**rest, name: _without(found, inner)}
    raise KeyError(name)


@dataclass(frozen=True, slots=True)
class DeclaresConflict:
    """Somebody declares a conflict on the case outside any task."""

    who: str
    nature: str


@dataclass(frozen=True, slots=True)
class WithdrawsConflict:
    """Somebody lets a person act on the case again who declared a conflict."""

    who: str
    of: str
    reason: str


@dataclass(frozen=True, slots=True)
class Appoints:
    """Somebody appoints who holds a lane that conflicts have left to nobody."""

    who: str
    role: str
    person: str
    reason: str


Act = (
    Does
    | Starts
    | Extends
    | Corrects
    | Waits
    | WaitsUntil
    | Meets
    | MeetingChanges
    | DeclaresConflict
    | WithdrawsConflict
    | Appoints
)


@dataclass(frozen=True, slots=True)
class ScenarioStep:
    """One step and what it must lead to, as written: `then` None where nothing is stated."""

    line: int
    act: Act
    then: Any
    refused: Any


@dataclass(frozen=True, slots=True)
class Begins:
    """A called process that is played by itself, with what its caller would map in."""

    process: str
    given: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Scenario:
    """One worked case; `ends` is as written, None where nothing is stated.

    `clauses` are those that it shows to be carried out: it fails where what carries them is missing.
    """

    file: str
    title: str
    clock: datetime
    agencies: Mapping[str, str]
    people: Mapping[str, Person]
    meetings: Mapping[str, tuple[datetime, ...]]
    steps: tuple[ScenarioStep, ...]
    ends: Any
    begins: Begins | None = None
    clauses: tuple[str, ...] = ()
    deputies: tuple[Deputy, ...] = ()

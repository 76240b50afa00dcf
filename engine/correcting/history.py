"""The history of a case: what moved it, in the order in which it happened.

Instances are numbered from 0 in the order in which they began, those that a message started included;
tasks from 0 in the order in which they opened in their instance. Nothing here names an id of a database.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from engine.calendar import Calendar
from engine.version import Version

if TYPE_CHECKING:
    from engine.correcting.play import Play


@dataclass(frozen=True, slots=True)
class Began:
    """Somebody began a process with the answers of its start form (`Answers.full`), or without one.

    ``by`` is who did, where a desk in memory needs to know.
    """

    process: str
    version: Version
    at: datetime
    answers: Mapping[str, Any] | None = field(default=None, repr=False)
    given: Mapping[str, Any] | None = field(default=None, repr=False)
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Completed:
    """Somebody completed a user task with these answers (`Answers.full`); ``by`` as of Began."""

    instance: int
    task: int
    at: datetime
    answers: Mapping[str, Any] = field(repr=False)
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Fired:
    """A timer's time came: of those that waited at the element, the one that was due first."""

    instance: int
    process: str
    element: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Extended:
    """Somebody extended the deadline of an open task."""

    instance: int
    task: int
    at: datetime
    to: date


@dataclass(frozen=True, slots=True)
class Retimed:
    """Meetings were added, moved or cancelled, and what waits for them was worked out anew."""

    at: datetime


Event = Began | Completed | Fired | Extended | Retimed


@dataclass(frozen=True, slots=True)
class History:
    """Everything that moved a case, or that did since a correction opened it again (``base``).

    ``fields`` are those of `case` before anything happened: reference, date received, notifier. ``calendar``
    holds the meetings as they are known now.
    """

    events: tuple[Event, ...]
    fields: Mapping[str, Any] = field(repr=False)
    calendar: Calendar = field(repr=False)
    base: "Play | None" = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Present:
    """How the case stands now: the state of each instance in the order they began, facts and fields."""

    states: tuple[bytes, ...] = field(repr=False)
    facts: Mapping[str, str] = field(repr=False)
    fields: Mapping[str, Any] = field(repr=False)

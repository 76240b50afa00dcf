"""What is shown of what happened on a case: steps, decisions, answers, notices, the audit trail."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from engine.deadline import Deadline
from engine.forms import Form
from web.use_cases.form_views import Options


@dataclass(frozen=True, slots=True)
class Visit:
    """One time that a token stood on an element: still there while `left_at_utc` is None."""

    process: str
    element: str
    label: str
    entered_at_utc: datetime
    left_at_utc: datetime | None
    cancelled: bool
    by: str | None


@dataclass(frozen=True, slots=True)
class InstanceView:
    """One process instance of a case, with all that its diagram shows.

    `visits` and `flows` also hold those of called processes, each with the process it belongs to; flows are
    (process, flow id) in the order taken. `run` counts the instances of the case in the order they began;
    `begun_by` is who began it on the case, `cancelled` that it ended where it stood because the case ended,
    `ended_by` the name of its last end.
    """

    run: int
    process: str
    label: str
    deployment: int
    started_at_utc: datetime
    ended_at_utc: datetime | None
    visits: tuple[Visit, ...]
    flows: tuple[tuple[str, str], ...]
    begun_by: str | None = None
    cancelled: bool = False
    ended_by: str | None = None


@dataclass(frozen=True, slots=True)
class MatchedRow:
    """A row of a decision table that answered, with the clauses behind it."""

    decision: str
    row: str
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EvaluatedTable:
    """One decision that was evaluated: what it read, which rows answered, what it said (JSON values)."""

    decision: str
    name: str
    inputs: Mapping[str, Any]
    matched: tuple[MatchedRow, ...]
    value: Any


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision as it was taken, with every table it rests on, required ones first.

    `inputs` and `matched` are those of all its tables together; `outputs` are by name (JSON values).
    """

    process: str
    element: str
    label: str
    decision: str
    variable: str
    at_utc: datetime
    deployment: int
    inputs: Mapping[str, Any]
    matched: tuple[MatchedRow, ...]
    outputs: Mapping[str, Any]
    tables: tuple[EvaluatedTable, ...]
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class SubmissionView:
    """A completed form, as this person may read it: lay `answers` out with `form` and `options`.

    `agency` is the name of the agency whose answer it is, `agency_key` its key. `version` counts those of
    what is drawn up again (its form opens with the one before), and is None for any other.
    """

    process: str
    element: str
    label: str
    by: str
    at_utc: datetime
    agency: str | None
    form: Form
    answers: Mapping[str, Any]
    options: Options = field(default_factory=dict)
    id: UUID | None = None
    agency_key: str | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A notice: to whom in words, and when it was sent (None while it waits)."""

    process: str
    element: str
    message: str
    to: str
    due_at_utc: datetime
    sent_at_utc: datetime | None


@dataclass(frozen=True, slots=True)
class TimerView:
    """A timer that waits; `due_at_utc` is None while no meeting of `waits_for` is known, or on hold."""

    process: str
    element: str
    label: str
    due_at_utc: datetime | None
    waits_for: str | None
    run: int = 1
    why: Deadline | None = None


@dataclass(frozen=True, slots=True)
class ExtensionView:
    """A deadline that somebody extended, and why."""

    process: str
    element: str
    label: str
    task_id: str
    due_before: date | None
    due_after: date
    reason: str
    by: str
    at_utc: datetime


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One event of the trail; `by` is a name, or "the program"; `digest` is that of what it is about.

    `people` are the names of those whose ids stand in it: who declared, was appointed, was stood for.
    """

    seq: int
    at_utc: datetime
    kind: str
    by: str
    subject: str | None
    detail: str | None
    hash: str
    people: tuple[str, ...] = ()
    digest: str | None = None

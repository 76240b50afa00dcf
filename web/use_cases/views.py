"""What use cases hand to pages and API: frozen, complete, and already cut to what the person may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from engine.bpmn.model import Element
from engine.deadline import Deadline
from engine.deployment import Version
from engine.forms import Answers, Choice, Form
from engine.settings import Setting
from web.use_cases.next_views import NextView
from web.use_cases.task_list_views import TaskHold, TaskSeen

if TYPE_CHECKING:
    from web.use_cases.corrections_views import CorrectionView

Options = Mapping[str, Sequence[Choice]]


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A user task that waits. `holders` are the names of who could complete it; `late` is past its day.

    `deputy_for` is for whom the reader would complete it as a deputy; it is `vacant` where nobody could;
    `kept_apart` says in sentences who of the role did what another person must go on with.

    `run` says which process instance of the case it is in, as in InstanceView. `why` says how the due date
    came about, and `statutory` whether law or guidance fixes it; `fixed` is the sentence that says why it may
    not be extended, "" where it may. `hold` says who took it, if somebody did who may still complete it;
    `seen` who else opened it not long ago or has begun to write.
    """

    reference: str
    task_id: str
    process: str
    element: str
    label: str
    role: str
    role_title: str
    agency: str | None
    due: date | None
    late: bool
    opened_at_utc: datetime
    holders: tuple[str, ...] = ()
    mine: bool = False
    has_draft: bool = False
    deputy_for: str | None = None
    vacant: bool = False
    kept_apart: tuple[str, ...] = ()
    run: int = 1
    why: Deadline | None = None
    fixed: str = ""
    hold: TaskHold | None = None
    seen: tuple[TaskSeen, ...] = ()

    @property
    def statutory(self) -> bool:
        """Say whether law or its guidance fixes the due date, so that no hold stops it."""
        return self.why is not None and self.why.clock == "statutory"


@dataclass(frozen=True, slots=True)
class FormPage:
    """A form to be shown: `raw` is the draft or {}, `context` and `options` what `Form.lay_out` needs.

    `opens_with_at_utc` is when that was submitted what the form opens with, if it opens with earlier answers.
    `version` comes back with the submission. `element` carries the guidance (documentation) and clauses,
    `next` what submitting it leads to, as far as the reader may know.
    """

    form: Form
    element: Element
    raw: Mapping[str, Any]
    context: Mapping[str, Any]
    options: Options
    version: int
    now: datetime
    draft_id: UUID | None = None
    draft_saved_at_utc: datetime | None = None
    opens_with_at_utc: datetime | None = None
    next: NextView | None = None


@dataclass(frozen=True, slots=True)
class StartLine:
    """A form with which a person may begin a case; `form` is the id of its start event."""

    form: str
    title: str


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A notification that a person has begun and not sent."""

    draft_id: UUID
    process: str
    element: str
    title: str
    saved_at_utc: datetime


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a list: nothing of it but where it stands. `standing` are labels of open tasks.

    `elapsed_days` and `held_days` are those since receipt on which it was not, and was, on hold.
    """

    reference: str
    received_on: date
    closed: bool
    standing: tuple[str, ...]
    next_due: date | None
    late: bool
    held_since: date | None = None
    held_days: int = 0
    elapsed_days: int = 0


@dataclass(frozen=True, slots=True)
class CasePage:
    """One page of the cases a person may see; `next_after` is the cursor of the next page."""

    lines: tuple[CaseLine, ...]
    next_after: str | None


@dataclass(frozen=True, slots=True)
class CaseFilters:
    """What to list. `element` is `process/element` of a step that an open task stands at."""

    status: Literal["open", "closed", "all"] = "open"
    reference: str = ""
    element: str = ""
    late: bool = False
    after: str | None = None
    limit: int = 50


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
class CaseRecord:
    """All that documents of a case are made of on a day, whoever may read it: never shown as it is."""

    reference: str
    received_on: date
    on: date
    facts: Mapping[str, str]
    data: Mapping[str, Any]
    submissions: tuple[SubmissionView, ...]
    decisions: tuple["DecisionView", ...]
    notices: tuple["NoticeView", ...]


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


@dataclass(frozen=True, slots=True)
class AttentionItem:
    """Something that failed outside a person's action, or stands still: `what` says of which kind it is.

    Only what has an `id` can be tried again: a timer or a notice.
    """

    id: UUID | None
    reference: str
    what: Literal["timer", "notice", "meeting", "vacant", "independence"]
    process: str
    element: str
    label: str
    sentence: str
    since_utc: datetime
    run: int = 1


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
class BeginLine:
    """Something that a person may begin on a case; `guidance` is one sentence of what its diagram says."""

    process: str
    label: str
    guidance: str
    has_draft: bool = False


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
class DeadlineView:
    """A task whose deadline is looked at, with the settings by key that its reasons name."""

    task: OpenTask
    settings: Mapping[str, Setting]


@dataclass(frozen=True, slots=True)
class Extended:
    """A deadline was extended to the day `due`."""

    reference: str
    task_id: str
    label: str
    due: date


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as one person may see it; what they may not see is empty.

    `sight` says how much that is (web/access.py). `facts` and `data` (the fields of `case`) are JSON;
    `may_begin` is what this person may begin on it now, `may_extend` whether they may extend its deadlines.
    `may_correct` are the submissions they may correct, `corrections` those of each submission.
    `elapsed_days` and `held_days` are those since receipt on which it was not, and was, on hold.
    """

    reference: str
    sight: Literal["status", "request", "reported", "all"]
    may_act: bool
    received_on: date
    closed_at_utc: datetime | None
    closed_by: str | None
    version: Version
    deployment: int
    case_version: int
    tasks: tuple[OpenTask, ...]
    facts: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)
    instances: tuple[InstanceView, ...] = ()
    decisions: tuple[DecisionView, ...] = ()
    submissions: tuple[SubmissionView, ...] = ()
    notices: tuple[NoticeView, ...] = ()
    timers: tuple[TimerView, ...] = ()
    held_since: date | None = None
    held_days: int = 0
    elapsed_days: int = 0
    extensions: tuple[ExtensionView, ...] = ()
    may_extend: bool = False
    attention: tuple[AttentionItem, ...] = ()
    audit: tuple[AuditLine, ...] = ()
    may_begin: tuple[BeginLine, ...] = ()
    may_correct: frozenset[UUID] = frozenset()
    corrections: Mapping[UUID, "tuple[CorrectionView, ...]"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BeginPage:
    """What a person may begin on a case, with its form, its guidance and the case beside it."""

    line: BeginLine
    page: FormPage
    case: CaseView


@dataclass(frozen=True, slots=True)
class TaskPage:
    """A user task with its form, its guidance and the case beside it."""

    task: OpenTask
    page: FormPage
    case: CaseView


@dataclass(frozen=True, slots=True)
class Receipt:
    """A notification was taken."""

    reference: str
    received_on: date


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened when a form was submitted: what the case waits for next, as far as the person sees.

    `submission` is the id under which `HappenedView` tells all of it.
    """

    reference: str
    label: str
    next: tuple[str, ...]
    closed: bool
    still_visible: bool
    submission: str | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """Answers that satisfy the form, not yet submitted: for the page where they are checked."""

    answers: Answers
    page: FormPage


@dataclass(frozen=True, slots=True)
class MeetingView:
    """A meeting; `state` is planned, held or cancelled.

    `about` is the reference of the case that a Panel meets about, for who may know of it.
    """

    id: UUID
    kind: str
    starts_at_utc: datetime
    state: Literal["planned", "held", "cancelled"]
    about: str | None = None


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person as the people page shows them; `roles` are role keys held today."""

    id: UUID
    name: str
    email: str
    agency: str | None
    roles: tuple[str, ...]
    active: bool
    has_password: bool


@dataclass(frozen=True, slots=True)
class DoneStep:
    """A task that somebody completed."""

    element: str
    label: str
    at_utc: datetime


@dataclass(frozen=True, slots=True)
class ConflictView:
    """A conflict on a case: what the person had done before, and whether and why it was withdrawn.

    `said_in` is the label of the task in whose form they declared it, None where they did of themselves;
    it was `found_late` where they did so after they had acted.
    """

    id: UUID
    person: UUID
    name: str
    declared_at_utc: datetime
    said_in: str | None
    nature: str | None
    done_before: tuple[DoneStep, ...]
    found_late: bool
    withdrawn_at_utc: datetime | None
    withdrawn_by: str | None
    withdrawal: str | None


@dataclass(frozen=True, slots=True)
class Appointment:
    """Somebody appointed on a case; `under_review` is their agency where it must not be, and is."""

    role: str
    name: str
    by: str
    at_utc: datetime
    reason: str | None
    under_review: str | None


@dataclass(frozen=True, slots=True)
class SignedStep:
    """A step that somebody completed, with whom a deputy stood for."""

    label: str
    by: str
    at_utc: datetime


@dataclass(frozen=True, slots=True)
class SignOff:
    """A step that had to be another person's than those before it."""

    first: tuple[SignedStep, ...]
    then: SignedStep


@dataclass(frozen=True, slots=True)
class ConflictPage:
    """Who acts on a case, and what the reader may do: `vacant` are roles they may appoint to.

    Only who `sees_everything` of the case sees conflicts, appointments and sign-offs.
    """

    reference: str
    sees_everything: bool
    conflicts: tuple[ConflictView, ...]
    appointments: tuple[Appointment, ...]
    sign_offs: tuple[SignOff, ...]
    under_review: tuple[str, ...]
    may_declare: bool
    may_withdraw: bool
    vacant: tuple[str, ...]
    people: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class RoleTerm:
    """A role that a person holds from the first day to the last (None: without end).

    What was ended before it began is `never`.
    """

    id: UUID
    role: str
    first: date
    last: date | None
    standing: Literal["past", "now", "ahead", "never"]


@dataclass(frozen=True, slots=True)
class DeputyTerm:
    """A person who acts for another in a role from the first day to the last."""

    id: UUID
    role: str
    first: date
    last: date | None
    standing: Literal["past", "now", "ahead", "never"]
    person: UUID
    name: str
    stands_for: UUID
    stands_for_name: str


@dataclass(frozen=True, slots=True)
class PersonPosts:
    """The roles of a person, their deputies, and for whom they deputise: the newest first."""

    roles: tuple[RoleTerm, ...]
    deputies: tuple[DeputyTerm, ...]
    deputises: tuple[DeputyTerm, ...]


@dataclass(frozen=True, slots=True)
class AgencyView:
    """An agency that takes part."""

    key: str
    name: str
    active: bool


@dataclass(frozen=True, slots=True)
class OutboxLine:
    """A mail in the local outbox; `reference` is None where it is about several cases."""

    reference: str | None
    message_id: str
    recipient: str
    subject: str
    text: str
    at_utc: datetime


@dataclass(frozen=True, slots=True)
class DeploymentView:
    """A deployed version; `version` is what the engine runs."""

    number: int
    digest: str
    deployed_at_utc: datetime
    deployed_by: str | None
    version: Version


@dataclass(frozen=True, slots=True)
class MadeVersion:
    """One version of a document that was made; `formats` are pdf or docx."""

    version: int
    made_at_utc: datetime
    by: str
    formats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShelfLine:
    """One document of a case, for somebody who may open it.

    `why_not` says in a sentence why it cannot be made, "" where it can. `is_current` says that one of the
    versions holds exactly what is recorded now. `moments` are the instants at which what it is made of
    changed, where it did more than once: it can be made as it stood then.
    """

    name: str
    title: str
    formats: tuple[str, ...]
    versions: tuple[MadeVersion, ...]
    why_not: str
    is_current: bool
    may_make: bool
    moments: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenedDocument:
    """A document's bytes, and what a download calls them: by reference, never by a name."""

    content: bytes
    content_type: str
    file_name: str


@dataclass(frozen=True, slots=True)
class YearlyDocument:
    """A document over all cases received in a year."""

    name: str
    title: str

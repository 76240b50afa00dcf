"""What is shown of a form that somebody fills in, and of what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from engine.bpmn.model import Element
from engine.forms import Answers, Choice, Form
from web.use_cases.next_views import NextView

Options = Mapping[str, Sequence[Choice]]


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
class Checked:
    """Answers that satisfy the form, not yet submitted: for the page where they are checked."""

    answers: Answers
    page: FormPage


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

"""What pages show of corrections: the form of one, what it would come to, and those of a case."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from web.use_cases.form_views import FormPage


@dataclass(frozen=True, slots=True)
class AnswerToCorrect:
    """A submitted answer in its form; ``page.version`` is what stands on the case, whatever changes it."""

    reference: str
    submission: UUID
    label: str
    by: str
    at_utc: datetime
    page: FormPage


@dataclass(frozen=True, slots=True)
class EvaluatedLine:
    """A table or gateway that would be evaluated again, and whether it says the same."""

    label: str
    kind: str
    same: bool
    before: Any = field(repr=False)
    after: Any = field(repr=False)


@dataclass(frozen=True, slots=True)
class WhatItComesTo:
    """What a correction would come to: ``kind`` is at_once, opens, chair or record; the rest labels of steps.

    For the record, ``why_not`` says why the case cannot be evaluated again, and ``who_acts`` that it would
    change who acts, which a page of its own does.

    ``answers`` are the corrected ones; ``stands`` the questions that somebody answered again since. Who does
    not see the whole case (``whole``) reads how it takes effect and what is evaluated again in the step of
    the answer itself, no more: what comes later is what others have done.
    """

    kind: str
    answers: Mapping[str, Any] = field(repr=False)
    evaluated: tuple[EvaluatedLine, ...] = ()
    withdrawn: tuple[str, ...] = ()
    set_aside: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
    decided: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    stands: tuple[str, ...] = ()
    whole: bool = True
    why_not: str = ""
    who_acts: bool = False


@dataclass(frozen=True, slots=True)
class CorrectionOutcome:
    """What became of a correction: ``outcome`` is at once, opened or proposed, ``next`` what is open now."""

    reference: str
    label: str
    outcome: str
    next: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """A correction of a submission, with what was submitted before it and what it says."""

    id: UUID
    by: str
    at_utc: datetime
    outcome: str
    settled_at_utc: datetime | None
    reason: str = field(repr=False)
    before: Mapping[str, Any] = field(repr=False)
    after: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class ProposedCorrection:
    """A correction that has to be decided on: what it would come to now, None where it is none any more.

    ``asked_for_record`` says that it was proposed for the record, because it could not take effect.
    """

    label: str
    by: str
    at_utc: datetime
    page: FormPage
    comes_to: WhatItComesTo | None
    asked_for_record: bool
    reason: str = field(repr=False)
    before: Mapping[str, Any] = field(repr=False)
    after: Mapping[str, Any] = field(repr=False)

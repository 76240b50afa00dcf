"""What is shown of a case to one person, already cut to what they may see."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from engine.version import Version
from web.use_cases.attention_views import AttentionItem
from web.use_cases.corrections_views import CorrectionView
from web.use_cases.form_views import FormPage
from web.use_cases.history_views import (
    AuditLine,
    DecisionView,
    ExtensionView,
    InstanceView,
    NoticeView,
    SubmissionView,
    TimerView,
)
from web.use_cases.open_task_views import OpenTask


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """All that documents of a case are made of on a day, whoever may read it: never shown as it is."""

    reference: str
    received_on: date
    on: date
    facts: Mapping[str, str]
    data: Mapping[str, Any]
    submissions: tuple[SubmissionView, ...]
    decisions: tuple[DecisionView, ...]
    notices: tuple[NoticeView, ...]


@dataclass(frozen=True, slots=True)
class BeginLine:
    """Something that a person may begin on a case; `guidance` is one sentence of what its diagram says."""

    process: str
    label: str
    guidance: str
    has_draft: bool = False


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as one person may see it; what they may not see is empty.

    `sight` says how much that is (web/access.py). `facts` and `data` (the fields of `case`) are JSON;
    `may_begin` is what this person may begin on it now, `may_extend` whether they may extend its deadlines.
    `may_correct` are the submissions they may correct, `corrections` those of each submission.
    `elapsed_days` and `held_days` are those since receipt on which it was not, and was, on hold.
    `version` is the one that the case runs by. A process of another (which decides on a correction, where
    that one has none) is in `other_versions`, by its run: the number of its version, and that version.
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
    corrections: Mapping[UUID, tuple[CorrectionView, ...]] = field(default_factory=dict)
    other_versions: Mapping[int, tuple[int, Version]] = field(default_factory=dict)

    def deployment_of(self, run: int) -> int:
        """Return the number of the version that a process of the case runs by."""
        return self.other_versions.get(run, (self.deployment, self.version))[0]

    def version_of(self, run: int) -> Version:
        """Return the version that a process of the case runs by."""
        return self.other_versions.get(run, (self.deployment, self.version))[1]


@dataclass(frozen=True, slots=True)
class BeginPage:
    """What a person may begin on a case, with its form, its guidance and the case beside it."""

    line: BeginLine
    page: FormPage
    case: CaseView


@dataclass(frozen=True, slots=True)
class TaskPage:
    """A user task with its form, its guidance and the case beside it.

    `on_correction` says that its process decides on a correction.
    """

    task: OpenTask
    page: FormPage
    case: CaseView
    on_correction: bool

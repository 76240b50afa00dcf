"""What a dossier holds before it is written: already cut to what its receiver may read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Generic, TypeVar
from uuid import UUID

from engine.version import Version
from web.dossier.pictures import Course
from web.use_cases.agenda_views import AgendaView
from web.use_cases.case_views import CaseView
from web.use_cases.compliance_views import ComplianceView
from web.use_cases.conflict_views import ConflictPage
from web.use_cases.history_views import (
    AuditLine,
    DecisionView,
    ExtensionView,
    NoticeView,
    SubmissionView,
)

KINDS: Final[Mapping[str, str]] = {
    "submission": "What somebody entered",
    "decision": "A decision of a table",
    "register_row": "A row of a register",
    "document": "A document that was made",
    "file": "A file that was handed in",
    "correction": "What somebody entered in place of an answer",
    "correction_reason": "Why an answer was corrected",
    "extension": "Why a deadline was extended",
    "departure": "Why the protocol was departed from",
    "handover": "Why a task was handed over",
    "conflict": "What a conflict of interest is",
    "withdrawal": "Why a conflict does not stand",
    "appointment": "Why somebody was appointed",
    "facts": "The facts and fields of the case",
    "dossier": "A dossier that was made before",
    "record": "Something else that is kept with the case",
}
"""What an entry is, in words; of one that the receiver may not read, all that the dossier says of it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that is kept with the case under a digest, which is that of its salt and bytes.

    Of one that the receiver may not read, salt and bytes are missing; those of a document are fetched when
    the dossier is written. ``event`` is the number of the event of the audit trail that has the digest.
    ``name`` is what its file is called, after a number.
    """

    kind: str
    digest: bytes
    event: int | None = None
    salt: bytes | None = None
    content: bytes | None = None
    document: UUID | None = None
    name: str = ""
    ending: str = "json"

    @property
    def given(self) -> bool:
        """Say whether the receiver reads it."""
        return self.document is not None or self.salt is not None


T = TypeVar("T")


@dataclass(frozen=True)
class Kept(Generic[T]):
    """Something as people read it, with the entry that proves it; ``run`` is the process it happened in.

    ``view`` is None of what the receiver reads nothing of. Of an answer that was corrected, it is as the
    answer stands, ``first`` as it was submitted, and the entry that of the first.
    """

    view: T | None
    entry: Entry
    run: int = 0
    first: T | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A document or file as the contents list it; `corrected_at_utc` is when an answer it rests on was."""

    id: UUID
    title: str
    by: str
    at_utc: datetime
    corrected_at_utc: datetime | None = None


@dataclass(frozen=True, slots=True)
class RowVersion:
    """A row of a register as one step left it: its fields in words; `corrected_at_utc` as of a paper."""

    register: str
    row: int
    version: int
    step: str
    by: str
    at_utc: datetime
    dropped: bool
    fields: tuple[tuple[str, str], ...]
    corrected_at_utc: datetime | None = None


@dataclass(frozen=True, slots=True)
class DepartureLine:
    """A departure from the protocol: of what kind, where, since when, and why (None: nobody has said).

    `corrected_at_utc` is when an answer was that the reason was copied from.
    """

    title: str
    sentence: str
    step: str
    clause: str
    on_day: date
    due: date | None
    days_late: int | None
    by: str
    reason: str | None
    corrected_at_utc: datetime | None = None


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """An answer that was corrected, or is proposed to be, and what became of it."""

    step: str
    by: str
    at_utc: datetime
    outcome: str
    settled_by: str | None
    settled_at_utc: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction with the entries of what was entered and of why."""

    line: CorrectionLine
    answers: Entry
    reason: Entry


@dataclass(frozen=True, slots=True)
class HandoverLine:
    """A task that was handed to one holder of its role, or back to all of them (`to` is None)."""

    step: str
    to: str | None
    by: str
    at_utc: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Trail:
    """The audit trail: each event as its hash is taken over, and as people read it."""

    lines: tuple[bytes, ...]
    events: tuple[AuditLine, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything of one case for one receiver, as it stood at one moment.

    ``drawn`` is a number that nobody can guess who has no key to the case: it stands in the dossier, so that
    nothing in it can be guessed from its digest. ``meetings`` are those on whose agenda the case stands, each
    with its line alone. ``trail`` is None where the receiver does not read it;
    ``trail_ends_with`` is the hash of its last event all the same.
    """

    reference: str
    receiver: str
    sees_everything: bool
    made_by: str
    made_at: datetime
    drawn: bytes
    case: CaseView
    versions: Mapping[int, Version]
    courses: tuple[Course, ...]
    submissions: tuple[Kept[SubmissionView], ...]
    decisions: tuple[Kept[DecisionView], ...]
    papers: tuple[Kept[Paper], ...]
    rows: tuple[Kept[RowVersion], ...]
    corrections: tuple[Corrected, ...]
    extensions: tuple[Kept[ExtensionView], ...]
    handovers: tuple[Kept[HandoverLine], ...]
    departures: tuple[tuple[DepartureLine, Entry | None], ...]
    conflicts: ConflictPage | None
    compliance: ComplianceView
    meetings: tuple[AgendaView, ...]
    notices: tuple[NoticeView, ...]
    trail: Trail | None
    trail_ends_with: str
    others: tuple[Entry, ...] = field(default=())

    def entries(self) -> tuple[Entry, ...]:
        """Return every entry, by what it is and in the order in which it was kept."""
        found = [each.entry for each in self.submissions]
        found += [each.entry for each in self.decisions]
        found += [each.entry for each in self.papers]
        found += [each.entry for each in self.rows]
        found += [each.entry for each in self.extensions]
        found += [each.entry for each in self.handovers]
        found += [entry for each in self.corrections for entry in (each.answers, each.reason)]
        found += [entry for _, entry in self.departures if entry is not None]
        found += self.others
        order = list(KINDS)
        return tuple(sorted(found, key=lambda each: order.index(each.kind)))

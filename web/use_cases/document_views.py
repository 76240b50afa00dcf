"""What is shown of documents that are made of a case or of a year."""

from dataclasses import dataclass
from datetime import datetime

from web.use_cases.corrected_since import CorrectedSince


@dataclass(frozen=True, slots=True)
class MadeVersion:
    """One version of a document that was made; `formats` are pdf or docx.

    `corrected` says that it rests on an answer that was corrected since.
    """

    version: int
    made_at_utc: datetime
    by: str
    formats: tuple[str, ...]
    corrected: CorrectedSince | None = None


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

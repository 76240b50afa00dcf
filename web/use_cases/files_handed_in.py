"""The files of a case that people handed in, as a meeting has them before it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from engine.forms import answer_at
from engine.uploads.kinds import FileKind
from web.documents.handed_in import why_never
from web.store.uploads import KeptFile
from web.use_cases.history_views import SubmissionView


@dataclass(frozen=True, slots=True)
class FileHandedIn:
    """A file with the question it answers, the step, and who gave it; `words` names it as lists do."""

    id: UUID
    question: str
    words: str
    kind: FileKind
    size: int
    step: str
    by: str
    agency: str | None
    at_utc: datetime

    @property
    def given_by(self) -> str:
        """Return who gave it, with their agency where it gave it."""
        return f"{self.by}, {self.agency}" if self.agency else self.by

    @property
    def why_never_bound(self) -> str:
        """Return why a file of this kind is bound into no pack, "" where it may be."""
        return why_never(self.kind)


def has_files(submissions: Sequence[SubmissionView]) -> bool:
    """Say whether any of these hands in a file."""
    return any(True for each in submissions for _ in _answered(each))


def files_handed_in(
    submissions: Sequence[SubmissionView], kept: Mapping[str, KeptFile]
) -> tuple[FileHandedIn, ...]:
    """Return the files of these submissions, which are all that one reader may read, in their order.

    Of what is drawn up again only the newest version counts: the earlier ones were replaced by it.
    """
    newest: dict[tuple[str, str, str | None], int] = {}
    for each in submissions:
        if each.version is not None:
            newest[each.process, each.element, each.agency_key] = each.version
    return tuple(
        FileHandedIn(
            id=kept[file].id,
            question=question,
            words=kept[file].words,
            kind=kept[file].kind,
            size=kept[file].size,
            step=each.label,
            by=each.by,
            agency=each.agency,
            at_utc=each.at_utc,
        )
        for each in submissions
        if each.version in (None, newest.get((each.process, each.element, each.agency_key)))
        for question, file in _answered(each)
    )


def _answered(submission: SubmissionView) -> Iterator[tuple[str, str]]:
    """Yield each file in the answers: the words of its question, and its id."""
    for question in submission.form.files():
        for file in answer_at(submission.answers, question.path) or ():
            yield question.label, file

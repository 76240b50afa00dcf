"""What was made of an answer before it was corrected: documents and rows of registers, never altered."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased

from web.store.case_files import CaseFile
from web.store.histories import IN_EFFECT
from web.store.models import Correction, RegisterEntry, Submission
from web.store.submissions import correction_name, first_answers_of

COUNTS: Final = frozenset({*IN_EFFECT, "noted"})
"""The outcomes after which what was made of the first answer says so."""

_SHARED: Final = ("facts", "case")


@dataclass(frozen=True, slots=True)
class CorrectedSince:
    """That something rests on an answer that was corrected: when, and whether for the record only.

    `submission` is None where the reader may not read the answer.
    """

    at_utc: datetime
    on_record: bool
    submission: UUID | None


@dataclass(frozen=True)
class _Corrected:
    """A correction that took effect or was kept on record, and which facts and fields it changes."""

    submission: UUID
    at_utc: datetime
    on_record: bool
    names: frozenset[str] = field(repr=False)


class CorrectedAnswers:
    """The corrections of one case, by which a document knows whether it rests on an answer of before."""

    def __init__(self, session: Session, file: CaseFile) -> None:
        """Take the case, open."""
        self._session, self._file = session, file
        self._found = tuple(self._corrected())

    def __bool__(self) -> bool:
        """Say whether anything was corrected."""
        return bool(self._found)

    def since(
        self,
        made_at: datetime,
        *,
        sources: Collection[UUID],
        names: Collection[str],
        names_at: datetime,
        readable: Collection[UUID],
    ) -> CorrectedSince | None:
        """Return the last correction of what something rests on that was made then; None where there is none.

        It rests on the answers ``sources``, and on the facts and fields ``names`` (`facts.outcome`) as they
        stood at ``names_at``.
        """
        found: dict[UUID, CorrectedSince] = {}
        for each in self._found:
            says_so = not each.names.isdisjoint(names)
            if not says_so and each.submission not in sources:
                continue
            read_at = names_at if says_so else made_at
            if each.at_utc > read_at or each.on_record:
                known = each.submission if each.submission in readable else None
                found[each.submission] = CorrectedSince(each.at_utc, each.on_record, known)
            else:
                # It was made of the corrected answer, which stands for all that was kept beside it before.
                found.pop(each.submission, None)
        return max(found.values(), key=lambda each: each.at_utc, default=None)

    def _corrected(self) -> Iterable[_Corrected]:
        key, before = self._file.key, dict[UUID, Mapping[str, Any]]()
        rows = self._session.execute(
            select(Correction, Submission)
            .join(Submission, Submission.id == Correction.submission_id)
            .where(Correction.case_id == self._file.case.id, Correction.outcome.in_(COUNTS))
            .order_by(Correction.settled_at_utc, Correction.number)
        ).all()
        for row, submission in rows:
            was = before.get(submission.id) or first_answers_of(key, submission)
            now, _ = key.open_content(row.content, as_what=correction_name(row.id))
            on_record = row.outcome not in IN_EFFECT
            yield _Corrected(
                submission.id,
                row.settled_at_utc or row.corrected_at_utc,
                on_record,
                frozenset(_changed(was, now)),
            )
            if not on_record:
                before[submission.id] = now


RowPlace = tuple[UUID, int]
"""The process that a row of a register was written in, and its number."""


def corrected_rows(
    session: Session, register: str, among: ColumnElement[bool], *, with_links: bool
) -> dict[RowPlace, CorrectedSince]:
    """Return the last correction of an answer that each row rests on and that has not written the row anew.

    ``among`` chooses the cases, as conditions on `RegisterEntry`.
    """
    again = aliased(RegisterEntry)
    written_again = (
        select(again.id)
        .where(
            again.process_instance_id == RegisterEntry.process_instance_id,
            again.register == RegisterEntry.register,
            again.row == RegisterEntry.row,
            again.written_at_utc == Correction.settled_at_utc,
        )
        .exists()
    )
    rows = session.execute(
        _made_of_corrected().where(RegisterEntry.register == register, among, ~written_again)
    ).all()
    return {
        (entry.process_instance_id, entry.row): _since(correction, with_links=with_links)
        for entry, correction in rows
    }


def corrected_versions(
    session: Session, entries: Collection[UUID], *, with_links: bool
) -> dict[UUID, CorrectedSince]:
    """Return of versions of rows, by their ids, the last correction of the answer that they rest on."""
    rows = session.execute(_made_of_corrected().where(RegisterEntry.id.in_(entries))).all()
    return {entry.id: _since(correction, with_links=with_links) for entry, correction in rows}


def _made_of_corrected() -> Any:
    """Select versions of rows with the corrections of the answers that wrote them, each at its own time.

    What a start form writes is written in the name of its process. What a correction wrote anew rests on
    the answers as it left them, and so on every later correction of them.
    """
    earlier = aliased(Correction)
    written_anew = (
        select(earlier.id)
        .where(
            earlier.submission_id == Submission.id,
            earlier.outcome.in_(IN_EFFECT),
            earlier.settled_at_utc == RegisterEntry.written_at_utc,
            earlier.settled_at_utc < Correction.settled_at_utc,
        )
        .exists()
    )
    begun_with = Submission.task_id.is_(None) & (RegisterEntry.element == RegisterEntry.process)
    return (
        select(RegisterEntry, Correction)
        .join(
            Submission,
            (Submission.process_instance_id == RegisterEntry.process_instance_id)
            & (Submission.process == RegisterEntry.process)
            & ((Submission.element == RegisterEntry.element) | begun_with),
        )
        .join(Correction, Correction.submission_id == Submission.id)
        .where(
            Correction.outcome.in_(COUNTS),
            (Submission.submitted_at_utc == RegisterEntry.written_at_utc) | written_anew,
        )
        .order_by(Correction.settled_at_utc, Correction.number)
    )


def _since(correction: Correction, *, with_links: bool) -> CorrectedSince:
    found = CorrectedSince(
        correction.settled_at_utc or correction.corrected_at_utc,
        correction.outcome not in IN_EFFECT,
        correction.submission_id,
    )
    return found if with_links else replace(found, submission=None)


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterable[str]:
    for group in _SHARED:
        was, now = before.get(group) or {}, after.get(group) or {}
        for key in {**was, **now}:
            if was.get(key) != now.get(key):
                yield group
                yield f"{group}.{key}"

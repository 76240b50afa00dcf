"""Submissions and drafts, sealed; and submissions that were taken already."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast
from uuid import UUID, uuid4

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from engine.errors import ConcurrentChangeError
from web.store.case_files import CaseFile
from web.store.encryption import Key, Vault
from web.store.models import Draft, Idempotency, ProcessInstance, Submission, UserTask

TAKEN_UNDER_ANOTHER_TEXT = "this page was submitted before, with other answers"


def taken_before(
    session: Session, vault: Vault, *, person: UUID, key: str, content: Any, at: datetime
) -> dict[str, Any] | None:
    """Claim the key for this submission, or return the answer that was given to it before.

    A second submission of the same key waits here until the first has ended. ConcurrentChangeError
    where the key was used for something else: that text would otherwise be lost in silence.
    """
    request = vault.fingerprint(content)
    claimed = session.scalar(
        _CLAIM, {"person_id": person, "key": key, "request": request, "at_utc": at}
    )
    if claimed is not None:
        return None
    before = session.get_one(Idempotency, (person, key))
    if before.request != request:
        raise ConcurrentChangeError(TAKEN_UNDER_ANOTHER_TEXT)
    return dict(before.answer or {})


def give_answer(session: Session, *, person: UUID, key: str, answer: Mapping[str, Any]) -> None:
    """Keep the answer for the next time the same key comes."""
    session.execute(_ANSWER, {"of_person": person, "of_key": key, "given": dict(answer)})


def keep_submission(
    session: Session,
    file: CaseFile,
    instance: ProcessInstance,
    answers: Mapping[str, Any],
    *,
    task: UserTask | None,
    element: str,
    by: UUID,
    at: datetime,
    agency: str | None = None,
    stands_for: UUID | None = None,
    submission_id: UUID | None = None,
) -> bytes:
    """Keep the answers of a completed form; return their salted digest.

    `agency` is the one whose people read them, where there is no task that says so; `stands_for` is whom
    a deputy acts for.
    """
    submission_id = submission_id or uuid4()
    sealed, digest = file.key.seal_content(dict(answers), as_what=f"submission {submission_id}")
    kept = {
        "id": submission_id,
        "case_id": file.case.id,
        "process_instance_id": instance.id,
        "process": task.process if task else instance.process,
        "element": element,
        "task_id": task.id if task else None,
        "agency_key": task.agency_key if task else agency,
        "submitted_by": by,
        "submitted_for": stands_for,
        "submitted_at_utc": at,
        "content": sealed,
    }
    session.execute(_KEEP, kept)
    return digest


def answers_of(key: Key, submission: Submission) -> dict[str, Any]:
    """Return the answers of a submission as they stand: corrected, where they were."""
    if submission.corrected is not None:
        named = correction_name(submission.correction_id)
        content, _ = key.open_content(submission.corrected, as_what=named)
        return dict(content)
    return first_answers_of(key, submission)


def correction_name(correction_id: UUID | None) -> str:
    """Return what the answers of a correction are sealed as."""
    return f"correction {correction_id}"


def first_answers_of(key: Key, submission: Submission) -> dict[str, Any]:
    """Return the answers as they were submitted, whatever was corrected since."""
    content, _ = key.open_content(submission.content, as_what=f"submission {submission.id}")
    return dict(content)


def newest_submission(
    session: Session, case_id: UUID, task: tuple[str, str], *, agency: str | None
) -> Submission | None:
    """Return the answers to that task (process, element) of the case which was opened last and is done.

    Of an agency's task, those of the agency.
    """
    process, element = task
    return session.scalar(
        select(Submission)
        .join(UserTask, UserTask.id == Submission.task_id)
        .where(
            Submission.case_id == case_id,
            Submission.process == process,
            Submission.element == element,
            Submission.agency_key.is_not_distinct_from(agency),
        )
        .order_by(UserTask.number.desc())
        .limit(1)
    )


def task_draft(session: Session, person: UUID, task_id: str) -> Draft | None:
    """Return what the person has begun to write for a user task."""
    return session.scalar(select(Draft).where(Draft.person_id == person, Draft.task_id == task_id))


def draft_content(key: Key, draft: Draft) -> dict[str, Any]:
    """Return what a draft holds."""
    content, _ = key.open_content(draft.content, as_what=f"draft {draft.id}")
    return dict(content)


def sealed_draft(key: Key, draft_id: UUID, raw: Mapping[str, Any]) -> bytes:
    """Return what was entered so far, sealed."""
    sealed, _ = key.seal_content(dict(raw), as_what=f"draft {draft_id}")
    return sealed


# Built once, on the tables themselves: every submission uses these, and no object of a session is meant.
_IDEMPOTENCY = cast(Table, Idempotency.__table__)
_CLAIM = insert(_IDEMPOTENCY).on_conflict_do_nothing().returning(_IDEMPOTENCY.c.key)
_ANSWER = (
    update(_IDEMPOTENCY)
    .where(
        _IDEMPOTENCY.c.person_id == bindparam("of_person"),
        _IDEMPOTENCY.c.key == bindparam("of_key"),
    )
    .values(answer=bindparam("given"))
)
_KEEP = insert(cast(Table, Submission.__table__))

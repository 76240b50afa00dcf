"""Who has an open task before them: when somebody last opened its page, and what drafts there are."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from web.store.models import Draft, TaskOpening

# Nothing tells when a page is closed. After this long without a sign it is taken for closed.
OPEN_FOR: Final = timedelta(minutes=20)
# A draft this old says nothing of what anybody does today.
DRAFT_TELLS_FOR: Final = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Opening:
    """A person opened a task's page at that time, or saved a draft then."""

    person: UUID
    at_utc: datetime
    has_draft: bool


def note_opening(session: Session, task: str, person: UUID, *, at: datetime) -> None:
    """Note that the person has the task before them now."""
    opening = insert(TaskOpening).values(task_id=task, person_id=person, at_utc=at)
    session.execute(
        opening.on_conflict_do_update(
            index_elements=[TaskOpening.task_id, TaskOpening.person_id], set_={"at_utc": at}
        )
    )


def openings_of(
    session: Session, tasks: Collection[str], *, reader: UUID, now: datetime | None
) -> dict[str, list[Opening]]:
    """Return by task who opened it or has a draft of it, each person once, whoever was there last first.

    The reader's own drafts are all there; of others only what is not too old to tell anything by `now`.
    """
    if not tasks:
        return {}
    found: dict[tuple[str, UUID], Opening] = {}
    drafts = select(Draft.task_id, Draft.person_id, Draft.saved_at_utc).where(
        Draft.task_id.in_(tasks)
    )
    for task, person, at in session.execute(drafts):
        if task and (person == reader or _tells(at, now)):
            found[task, person] = Opening(person, at, has_draft=True)
    if now is not None:
        recent = select(TaskOpening.task_id, TaskOpening.person_id, TaskOpening.at_utc).where(
            TaskOpening.task_id.in_(tasks), TaskOpening.at_utc > now - OPEN_FOR
        )
        for task, person, at in session.execute(recent):
            drafted = (task, person) in found
            found[task, person] = Opening(person, at, has_draft=drafted)
    by_task: dict[str, list[Opening]] = {}
    for (task, _), opening in found.items():
        by_task.setdefault(task, []).append(opening)
    return {
        task: sorted(each, key=lambda opening: opening.at_utc, reverse=True)
        for task, each in by_task.items()
    }


def _tells(saved_at: datetime, now: datetime | None) -> bool:
    return now is not None and saved_at > now - DRAFT_TELLS_FOR

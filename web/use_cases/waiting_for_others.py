"""The cases on which somebody did something, and that now wait for others only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Final
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from engine.errors import NotFoundError
from web.store.directory import Actor
from web.store.holding import held_by
from web.store.models import Case, ProcessInstance, Submission, UserTask
from web.store.sight import seen_whole_by, visible_to
from web.use_cases.task_list_views import PAGE

# So many of the person's newest submissions are looked at.
LOOKED_BACK: Final = 500


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case that waits for others, what the reader did on it last, and whether they see all of it."""

    case: Case
    did: Submission
    instance: ProcessInstance
    whole: bool


class WaitingForOthers:
    """The open cases on which a person did something, where they did something last at the top."""

    def __init__(self, session: Session, person: Actor, *, today: date) -> None:
        """Take who asks."""
        self._session, self._person = session, person
        theirs = exists().where(UserTask.case_id == Case.id, held_by(session, person, today=today))
        waits = exists().where(UserTask.case_id == Case.id, UserTask.closed_at_utc.is_(None))
        self._cases = (
            select(Case, Submission, ProcessInstance, seen_whole_by(person))
            .join(Submission, Submission.case_id == Case.id)
            .join(ProcessInstance, ProcessInstance.id == Submission.process_instance_id)
            .where(Case.closed_at_utc.is_(None), waits, ~theirs)
            .where(visible_to(session, person, today=today))
        )

    def after(self, cursor: str | None) -> Iterator[Waiting]:
        """Yield those beyond the cursor; NotFoundError where it is none.

        Few are asked for at a time, as most who read want few.
        """
        ids = self._newest(_moment(cursor) if cursor else None)
        while some := list(islice(ids, PAGE)):
            rows = self._session.execute(self._cases.where(Submission.id.in_(some)))
            found = {row[1].id: Waiting(*row) for row in rows}
            yield from (found[each] for each in some if each in found)

    def _newest(self, beyond: tuple[datetime, UUID] | None) -> Iterator[UUID]:
        """Yield the person's last submission on each case, among their newest ones."""
        mine = (
            select(Submission.id, Submission.case_id, Submission.submitted_at_utc)
            .where(Submission.submitted_by == self._person.id)
            .order_by(Submission.submitted_at_utc.desc(), Submission.id)
            .limit(LOOKED_BACK)
        )
        seen: set[UUID] = set()
        for submission, case, at in self._session.execute(mine).all():
            if case in seen:
                continue
            seen.add(case)
            if beyond is None or at < beyond[0] or (at == beyond[0] and submission > beyond[1]):
                yield submission


def _moment(cursor: str) -> tuple[datetime, UUID]:
    moment, _, last = cursor.partition("~")
    try:
        return datetime.fromisoformat(moment), UUID(last)
    except ValueError:
        raise NotFoundError("page") from None

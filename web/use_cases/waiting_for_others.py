"""The cases on which somebody did something, and that now wait for others only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Final
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, exists, select
from sqlalchemy.orm import Session

from engine.errors import NotFoundError
from web.store.directory import Actor
from web.store.holding import held_by
from web.store.models import Case, ProcessInstance, Submission, UserTask
from web.store.sight import seen_whole_by, visible_to

# So many of the person's newest submissions are looked at.
LOOKED_BACK: Final = 200


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
        self._waiting = (
            select(Submission.id)
            .join(Case, Case.id == Submission.case_id)
            .where(Case.closed_at_utc.is_(None), waits, ~theirs)
            .where(visible_to(session, person, today=today))
            .where(Submission.id == any_(bindparam("some", type_=ARRAY(Uuid))))
        )

    def after(self, cursor: str | None, *, limit: int) -> list[Waiting]:
        """Return so many of those beyond the cursor; NotFoundError where it is none.

        Few are looked at first, which is enough for most people, then all the others.
        """
        ids = self._newest(_moment(cursor) if cursor else None)
        found: list[UUID] = []
        for size in (4 * limit, LOOKED_BACK):
            if len(found) < limit and (some := list(islice(ids, size))):
                wait = set(self._session.scalars(self._waiting, {"some": some}))
                found += [each for each in some if each in wait]
        return self._rows(found[:limit])

    def _rows(self, ids: list[UUID]) -> list[Waiting]:
        if not ids:
            return []
        rows = self._session.execute(
            select(Case, Submission, ProcessInstance, seen_whole_by(self._person))
            .join(Submission, Submission.case_id == Case.id)
            .join(ProcessInstance, ProcessInstance.id == Submission.process_instance_id)
            .where(Submission.id.in_(ids))
        )
        found = {row[1].id: Waiting(*row) for row in rows}
        return [found[each] for each in ids]

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

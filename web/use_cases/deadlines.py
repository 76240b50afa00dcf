"""Extending the deadline of a user task: by whom web.access names, to a later day, with a reason."""

from dataclasses import asdict
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from engine import execution
from engine.errors import InvalidAnswersError
from engine.extending import NO_REASON
from web.access import EXTENDS_DEADLINES
from web.store.deadlines import keep_extension
from web.store.instances import state_of
from web.store.store import Store
from web.store.submissions import give_answer, taken_before
from web.use_cases.open_task_views import DeadlineView, Extended
from web.use_cases.task_by_duty import TaskByDuty

LONGEST_REASON: Final = 2000


class Deadlines:
    """Extend deadlines.

    NotFoundError where the person may not know of the case or there is no such task, NotPermittedError
    where they may not extend on it, TaskNotReadyError where the task is completed or withdrawn.
    """

    def __init__(self, store: Store) -> None:
        """Take the store."""
        self._store = store

    def deadline(self, reference: str, task_id: str, *, by: UUID) -> DeadlineView:
        """Return the task whose deadline is to be extended; its `fixed` says why it may not be."""
        with self._store.transaction() as session:
            extending = _Extending(self._store, session, reference, task_id, by=by, lock=False)
            return DeadlineView(extending.shown(), extending.version.settings.settings)

    def extend(
        self,
        reference: str,
        task_id: str,
        *,
        to: date | None,
        reason: str,
        by: UUID,
        key: str,
    ) -> Extended:
        """Move the due date of a task, and the reminders worked out from it, to a later day.

        InvalidAnswersError names `due` or `reason` and says what is missing, or why the deadline is fixed.
        The same key twice acts once.
        """
        with self._store.transaction() as session:
            content: list[Any] = ["extend", task_id, str(to), reason]
            before = taken_before(
                session,
                self._store.vault,
                person=by,
                key=key,
                content=content,
                at=self._store.clock.now(session),
            )
            if before is not None:
                return Extended(**{**before, "due": date.fromisoformat(before["due"])})
            extending = _Extending(self._store, session, reference, task_id, by=by, lock=True)
            extended = extending.extend(to, reason.strip())
            answer = {**asdict(extended), "due": extended.due.isoformat()}
            give_answer(session, person=by, key=key, answer=answer)
            return extended


class _Extending(TaskByDuty):
    """An open task and somebody who may extend its deadline."""

    def __init__(
        self, store: Store, session: Session, reference: str, task_id: str, *, by: UUID, lock: bool
    ) -> None:
        super().__init__(
            store, session, reference, task_id, by=by, lock=lock, duty=EXTENDS_DEADLINES
        )

    def extend(self, to: date | None, reason: str) -> Extended:
        """Move the deadline, keep the reason, and write both to the audit trail."""
        problems: dict[str, list[str]] = {}
        if to is None:
            problems["due"] = ["Enter the new date, such as 27 3 2027"]
        if not reason:
            problems["reason"] = [NO_REASON]
        if len(reason) > LONGEST_REASON:
            problems["reason"] = [f"The reason may be {LONGEST_REASON} characters long"]
        if problems or to is None:
            raise InvalidAnswersError(problems)
        before = self.task.due
        step = execution.extend(
            self.version,
            state_of(self.file.key, self.instance),
            self.task.id,
            to,
            world=self.action.world,
        )
        digest = keep_extension(
            self.session,
            self.file,
            self.task,
            before=before,
            after=to,
            reason=reason,
            by=self.person.id,
            at=self.action.now,
        )
        days = f"{before or 'no date'} to {to}"
        self.action.note("deadline_extended", f"{self.task.element} {self.task.id}", days, digest)
        self.action.note_deputy(self.task.id)
        self.action.departures.extended_because = reason
        self.action.move(self.instance, step)
        self.action.finish()
        return Extended(self.file.case.reference, self.task.id, self.shown().label, to)

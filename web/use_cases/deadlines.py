"""Extending the deadline of a user task: by whom web.access names, to a later day, with a reason."""

from dataclasses import asdict
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from engine import execution
from engine.calendar import london_date
from engine.errors import InvalidAnswersError, NotFoundError, NotPermittedError, TaskNotReadyError
from engine.extending import EXTENDS, NO_REASON
from engine.version import Version
from web.access import Sight, sight_of
from web.store.case_files import open_case
from web.store.deadlines import keep_extension
from web.store.directory import actor
from web.store.instances import state_of
from web.store.models import ProcessInstance, UserTask
from web.store.sight import may_know, standing_of
from web.store.store import Store
from web.store.submissions import give_answer, taken_before
from web.use_cases.action import CaseAction
from web.use_cases.open_task_views import DeadlineView, Extended, OpenTask
from web.use_cases.open_tasks import TaskLabels

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


class _Extending:
    """An open task and somebody who may extend its deadline, in one transaction."""

    def __init__(
        self,
        store: Store,
        session: Session,
        reference: str,
        task_id: str,
        *,
        by: UUID,
        lock: bool,
    ) -> None:
        self._session = session
        now = store.clock.now(session)
        self._file = open_case(session, store.vault, reference, lock=lock)
        self._person = actor(session, by, today=london_date(now))
        standing = standing_of(session, self._file.case, self._person, today=london_date(now))
        if not may_know(standing):
            raise NotFoundError("case")
        self._action = CaseAction(store, session, self._file, now=now, by=self._person)
        if sight_of(standing) is not Sight.ALL:
            raise NotPermittedError("extend a deadline")
        self._act_as_one_who_extends()
        task = session.get(UserTask, task_id)
        if task is None or task.case_id != self._file.case.id:
            raise NotFoundError("task")
        if task.closed_at_utc is not None:
            raise TaskNotReadyError("the task is closed")
        self._task = task
        self._instance = session.get_one(ProcessInstance, task.process_instance_id)
        self.version: Version = self._action.version_of(self._instance)

    def _act_as_one_who_extends(self) -> None:
        """Refuse whoever may not extend on this case; remember for whom a deputy does it."""
        held = [
            holder
            for role in sorted(EXTENDS)
            for holder in self._action.holders.of(role, agency=None, person=None)
            if holder.id == self._person.id
        ]
        if not held:
            raise NotPermittedError("extend a deadline")
        if all(holder.deputy_for for holder in held):
            self._action.stands_for = held[0].deputy_for

    def shown(self) -> OpenTask:
        """Return the task as pages show it."""
        labels = TaskLabels(self._session, today=self._action.today, reader=self._person.id)
        [shown] = labels.show(
            [self._task],
            reference=self._file.case.reference,
            run=self._instance.position,
            version=self.version,
            holders=self._action.holders,
            key=self._file.key,
        )
        return shown

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
        before = self._task.due
        step = execution.extend(
            self.version,
            state_of(self._file.key, self._instance),
            self._task.id,
            to,
            world=self._action.world,
        )
        digest = keep_extension(
            self._session,
            self._file,
            self._task,
            before=before,
            after=to,
            reason=reason,
            by=self._person.id,
            at=self._action.now,
        )
        days = f"{before or 'no date'} to {to}"
        self._action.note(
            "deadline_extended", f"{self._task.element} {self._task.id}", days, digest
        )
        self._action.note_deputy(self._task.id)
        self._action.departures.extended_because = reason
        self._action.move(self._instance, step)
        self._action.finish()
        return Extended(self._file.case.reference, self._task.id, self.shown().label, to)

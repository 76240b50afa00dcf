"""An open task of a case, for somebody whose duty it is to change something about it: no holder of it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from engine.errors import NotFoundError, NotPermittedError, TaskNotReadyError
from engine.version import Version
from web.access import DUTIES, Sight
from web.store.case_files import CaseFile
from web.store.directory import Actor
from web.store.models import ProcessInstance, UserTask
from web.store.store import Store
from web.use_cases.action import CaseAction
from web.use_cases.open_task_views import OpenTask
from web.use_cases.open_tasks import TaskLabels
from web.use_cases.readers import open_for


class TaskByDuty:
    """The task, its case and who acts on it, in one transaction.

    NotFoundError where the person may not know of the case or there is no such task, NotPermittedError where
    they do not see all of it or the duty is not theirs on it, TaskNotReadyError where the task is closed.
    """

    def __init__(
        self,
        store: Store,
        session: Session,
        reference: str,
        task_id: str,
        *,
        by: UUID,
        lock: bool,
        duty: str,
    ) -> None:
        """Open the case and find the task; whom a deputy acts for is remembered in the action."""
        opened = open_for(store, session, reference, by=by, lock=lock)
        self.session: Session = session
        self.file: CaseFile = opened.file
        self.person: Actor = opened.reader.actor
        self.action = CaseAction(store, session, self.file, now=opened.now, by=self.person)
        if opened.reader.sight is not Sight.ALL:
            raise NotPermittedError(duty)
        self._act_for_whom_they_stand(duty)
        task = session.get(UserTask, task_id)
        if task is None or task.case_id != self.file.case.id:
            raise NotFoundError("task")
        if task.closed_at_utc is not None:
            raise TaskNotReadyError("the task is closed")
        self.task: UserTask = task
        self.instance: ProcessInstance = session.get_one(ProcessInstance, task.process_instance_id)
        self.version: Version = self.action.version_of(self.instance)

    def _act_for_whom_they_stand(self, duty: str) -> None:
        held = [
            holder
            for role in DUTIES[duty]
            for holder in self.action.holders.of(role, agency=None, person=None)
            if holder.id == self.person.id
        ]
        if not held:
            raise NotPermittedError(duty)
        if all(holder.deputy_for for holder in held):
            self.action.stands_for = held[0].deputy_for

    def shown(self, *, seen_at: datetime | None = None) -> OpenTask:
        """Return the task as pages show it; with `seen_at`, also who has it open then."""
        labels = TaskLabels(
            self.session, today=self.action.today, reader=self.person.id, now=seen_at
        )
        [shown] = labels.show(
            [self.task],
            reference=self.file.case.reference,
            run=self.instance.position,
            version=self.version,
            holders=self.action.holders,
            key=self.file.key,
        )
        return shown

"""Taking a task and giving it back; the Business Manager hands one to another holder of its role."""

from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from engine.errors import InvalidAnswersError
from web.access import HANDS_TASKS_OVER
from web.store.directory import names
from web.store.handovers import handovers_of, keep_handover, reason_of
from web.store.models import TaskHandover, UserTask
from web.store.store import Store
from web.store.task_mails import queue_task_mail
from web.use_cases.task_by_duty import TaskByDuty
from web.use_cases.task_list_views import HandingOver, HandoverView, PossibleHolder
from web.use_cases.tasks import HeldTask

LONGEST_REASON: Final = 2000
NO_REASON: Final = "Say why, so that it can be understood later"
NOT_A_HOLDER: Final = "Choose one of those who may complete this task, or all of them"


class Taking:
    """Take tasks, give them back, hand them over.

    NotFoundError where the person may not know of the case or there is no such task, NotPermittedError
    where it is not theirs to do, TaskNotReadyError where the task is completed or withdrawn.
    """

    def __init__(self, store: Store) -> None:
        """Take the store."""
        self._store = store

    def take(self, reference: str, task_id: str, *, by: UUID) -> None:
        """Take a task that this person holds: until they give it back, nobody else completes it.

        TaskTakenError where another holder took it first, who may still complete it. Taking what one has
        taken already changes nothing.
        """
        with self._store.transaction() as session:
            # The lock on the case lets one of two who take at once be first.
            held = HeldTask(self._store, session, reference, task_id, by=by, lock=True)
            held.refuse_if_taken()
            if held.task.taken_by == by:
                return
            held.task.taken_by, held.task.taken_at_utc = by, held.action.now
            held.task.handed_by = None
            held.action.note("task_taken", f"{held.task.element} {held.task.id}")
            held.action.stands_for = held.holder.deputy_for
            held.action.note_deputy(held.task.id)
            held.action.finish()

    def give_back(self, reference: str, task_id: str, *, by: UUID) -> None:
        """Give a task back, so that every holder may complete it; one that is not taken stays as it is.

        TaskTakenError where somebody else took it: they, or the Business Manager, make it free again.
        """
        with self._store.transaction() as session:
            held = HeldTask(self._store, session, reference, task_id, by=by, lock=True)
            held.refuse_if_taken()
            if held.task.taken_by != by:
                return
            _set_free(held.task)
            held.action.note("task_given_back", f"{held.task.element} {held.task.id}")
            held.action.finish()

    def handing_over(self, reference: str, task_id: str, *, by: UUID) -> HandingOver:
        """Return the task with those to whom it can be handed, and what was handed on before."""
        with self._store.transaction() as session:
            return _Handing(self._store, session, reference, task_id, by=by, lock=False).view()

    def hand_over(
        self, reference: str, task_id: str, *, to: UUID | None, reason: str, by: UUID
    ) -> str:
        """Hand a task to one of its holders, or to all of them again (`to` None); return its label.

        InvalidAnswersError names `to` where that person may not complete the task, and `reason` where there
        is none.
        """
        with self._store.transaction() as session:
            handing = _Handing(self._store, session, reference, task_id, by=by, lock=True)
            handing.hand(to, reason.strip())
            return handing.shown().label


class _Handing(TaskByDuty):
    """An open task, and somebody who may hand it over."""

    def __init__(
        self, store: Store, session: Session, reference: str, task_id: str, *, by: UUID, lock: bool
    ) -> None:
        super().__init__(
            store, session, reference, task_id, by=by, lock=lock, duty=HANDS_TASKS_OVER
        )
        self._holders = self.action.holders.of_task(self.task)

    def hand(self, to: UUID | None, reason: str) -> None:
        """Hand the task to that holder, keep the reason, and write it to the audit trail."""
        problems: dict[str, list[str]] = {}
        if to is not None and to not in {each.id for each in self._holders}:
            problems["to"] = [NOT_A_HOLDER]
        if not reason:
            problems["reason"] = [NO_REASON]
        if len(reason) > LONGEST_REASON:
            problems["reason"] = [f"The reason may be {LONGEST_REASON} characters long"]
        if problems:
            raise InvalidAnswersError(problems)
        task, action = self.task, self.action
        handover, digest = keep_handover(
            self.session,
            self.file,
            task,
            to=to,
            reason=reason,
            by=self.person.id,
            at=action.now,
        )
        if to is None:
            _set_free(task)
        else:
            task.taken_by, task.taken_at_utc, task.handed_by = to, action.now, self.person.id
            about = str(handover.id)
            queue_task_mail(self.session, "handed", to, about=about, task=task, at=action.now)
        whom = f"to {to}" if to else "to every holder"
        action.note("task_handed_over", f"{task.element} {task.id}", whom, digest)
        action.note_deputy(task.id)
        action.finish()

    def view(self) -> HandingOver:
        """Return what the page shows."""
        handed = handovers_of(self.session, self.task.id)
        who = {person for each in handed for person in _concerned(each)}
        called = names(self.session, who)
        return HandingOver(
            task=self.shown(seen_at=self.action.now),
            holders=tuple(PossibleHolder(each.id, each.called) for each in self._holders),
            before=tuple(
                HandoverView(
                    to=called[each.to_person] if each.to_person else None,
                    by=called[each.handed_by],
                    at_utc=each.handed_at_utc,
                    reason=reason_of(self.file.key, each),
                )
                for each in handed
            ),
        )


def _concerned(handover: TaskHandover) -> tuple[UUID, ...]:
    who = (handover.to_person, handover.handed_by)
    return tuple(each for each in who if each is not None)


def _set_free(task: UserTask) -> None:
    task.taken_by = task.taken_at_utc = task.handed_by = None

"""Tasks that the Business Manager handed to a holder of their role, each with its reason, sealed."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.store.case_files import CaseFile
from web.store.encryption import Key
from web.store.models import TaskHandover, UserTask


def keep_handover(
    session: Session,
    file: CaseFile,
    task: UserTask,
    *,
    to: UUID | None,
    reason: str,
    by: UUID,
    at: datetime,
) -> tuple[TaskHandover, bytes]:
    """Keep that a task was handed on, and why; return what is kept and the reason's salted digest."""
    handover_id = uuid4()
    sealed, digest = file.key.seal_content(reason, as_what=_name(handover_id))
    handover = TaskHandover(
        id=handover_id,
        case_id=file.case.id,
        task_id=task.id,
        from_person=task.taken_by,
        to_person=to,
        reason=sealed,
        handed_by=by,
        handed_at_utc=at,
    )
    session.add(handover)
    return handover, digest


def handovers_of(session: Session, task: str) -> list[TaskHandover]:
    """Return what became of a task, the first handover first."""
    found = select(TaskHandover).where(TaskHandover.task_id == task)
    return list(session.scalars(found.order_by(TaskHandover.handed_at_utc, TaskHandover.id)))


def handovers_on(session: Session, case_id: UUID) -> list[tuple[TaskHandover, UserTask]]:
    """Return every handover on a case with its task, the first first."""
    rows = session.execute(
        select(TaskHandover, UserTask)
        .join(UserTask, UserTask.id == TaskHandover.task_id)
        .where(TaskHandover.case_id == case_id)
        .order_by(TaskHandover.handed_at_utc, TaskHandover.id)
    )
    return [(handover, task) for handover, task in rows]


def reason_of(key: Key, handover: TaskHandover) -> str:
    """Return why a task was handed on."""
    reason, _ = key.open_content(handover.reason, as_what=_name(handover.id))
    return str(reason)


def _name(handover: UUID) -> str:
    return f"task_handover {handover}"

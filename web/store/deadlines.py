"""Why something is due when it is, sealed; and deadlines that somebody extended."""

from datetime import date, datetime
from uuid import UUID, uuid4

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.deadline import Deadline, deadline_from
from web.store.case_files import CaseFile
from web.store.encryption import Key
from web.store.models import Extension, Timer, UserTask


def sealed_why(key: Key, of: str, why: Deadline | None) -> bytes | None:
    """Return why the task or timer of that id is due when it is, sealed; None where nothing is known."""
    if why is None:
        return None
    return key.seal(orjson.dumps(why.as_json()), as_what=_name(of))


def why_due(key: Key, waiting: UserTask | Timer) -> Deadline | None:
    """Return why the task or timer is due when it is; None of one from before this was kept."""
    if waiting.why_due is None:
        return None
    return deadline_from(orjson.loads(key.open(waiting.why_due, as_what=_name(waiting.id))))


def keep_extension(
    session: Session,
    file: CaseFile,
    task: UserTask,
    *,
    before: date | None,
    after: date,
    reason: str,
    by: UUID,
    at: datetime,
) -> bytes:
    """Keep that a deadline was extended, and why; return the reason's salted digest."""
    extension_id = uuid4()
    sealed, digest = file.key.seal_content(reason, as_what=f"extension {extension_id}")
    session.add(
        Extension(
            id=extension_id,
            case_id=file.case.id,
            task_id=task.id,
            due_before=before,
            due_after=after,
            reason=sealed,
            extended_by=by,
            extended_at_utc=at,
        )
    )
    return digest


def extensions_of(session: Session, case_id: UUID) -> list[tuple[Extension, UserTask]]:
    """Return every extension on a case with its task, the first first."""
    rows = session.execute(
        select(Extension, UserTask)
        .join(UserTask, UserTask.id == Extension.task_id)
        .where(Extension.case_id == case_id)
        .order_by(Extension.extended_at_utc, Extension.due_after)
    )
    return [(extension, task) for extension, task in rows]


def reason_of(key: Key, extension: Extension) -> str:
    """Return why a deadline was extended."""
    reason, _ = key.open_content(extension.reason, as_what=f"extension {extension.id}")
    return str(reason)


def _name(waiting: str) -> str:
    return f"why_due {waiting}"

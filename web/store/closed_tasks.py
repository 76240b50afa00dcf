"""Close a user task: whether it was completed or withdrawn, nobody drafts anything for it any more."""

from datetime import datetime
from typing import Final, cast
from uuid import UUID

from sqlalchemy import BindParameter, Table, bindparam, delete, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from web.store.models import Draft, DraftFile, TaskOpening, UserTask


def close_task(
    session: Session,
    task: UserTask,
    *,
    at: datetime,
    withdrawn: bool = False,
    by: UUID | None = None,
    stands_for: UUID | None = None,
) -> None:
    """Close the task, and erase every draft for it, whoever wrote it, and who had it open.

    Files handed in for it stay documents. `by` is who completed it, `stands_for` whom a deputy did it for.
    """
    closed = {
        "closed_at_utc": at,
        "withdrawn": withdrawn,
        "completed_by": by,
        "completed_for": stands_for,
    }
    session.connection().execute(_CLOSE, {"of_task": task.id} | closed)
    for name, value in closed.items():
        set_committed_value(task, name, value)


# Built once, on the tables themselves, and executed on the connection: most steps of a case close a task,
# and what else is pending is written later, together.
_TASK: Final = cast(Table, UserTask.__table__)
_OF_TASK: Final[BindParameter[str]] = bindparam("of_task")
_CLOSE: Final = (
    update(_TASK)
    .where(_TASK.c.id == _OF_TASK)
    .values(
        {
            name: bindparam(name)
            for name in ("closed_at_utc", "withdrawn", "completed_by", "completed_for")
        }
    )
    .add_cte(
        *(
            delete(table).where(table.c.task_id == _OF_TASK).cte(f"of_{table.name}")
            for table in (cast(Table, each.__table__) for each in (Draft, DraftFile, TaskOpening))
        )
    )
)

"""The queue of jobs: Procrastinate's, written to in the transaction that changes the case."""

from datetime import datetime
from typing import Final

from procrastinate import SyncPsycopgConnector
from procrastinate.jobs import Job
from procrastinate.manager import JobManager
from sqlalchemy import text
from sqlalchemy.orm import Session

FIRE_TIMER: Final = "fire_timer"
SEND_NOTICE: Final = "send_notice"
RECORD_LATE_NOW: Final = "record_late_tasks_now"
TELL_OF_TASK: Final = "tell_of_task"
SEND_TASK_MAIL: Final = "send_task_mail"
LOOK_AROUND: Final = "look_around_for_mails"
QUEUE: Final = "review_desk"

# Never opened: every call brings the connection of its own transaction.
_manager: Final = JobManager(SyncPsycopgConnector())


def defer(session: Session, task: str, *, at: datetime | None, **arguments: str | int) -> int:
    """Queue a job in the session's transaction, for a time by the real clock; return its id.

    No job carries a `lock`: a killed worker would keep it, and the lock on the case's row is enough.
    """
    connection = session.connection().connection.driver_connection
    job = Job(
        queue=QUEUE,
        lock=None,
        queueing_lock=None,
        task_name=task,
        task_kwargs=dict(arguments),
        scheduled_at=at,
    )
    queued = _manager.defer_job(job, connection=connection)
    if queued.id is None:
        raise RuntimeError("the queue gave the job no number")
    return queued.id


def cancel(session: Session, job: int) -> None:
    """Take a job that has not begun off the queue; one that has begun finds its timer withdrawn."""
    session.execute(text("select procrastinate_cancel_job_v1(:job, false, true)"), {"job": job})

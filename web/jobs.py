"""The worker: timers that fall due, notices and mails that go out, and jobs that a killed worker left behind.

Jobs are queued by web.store.queue in the transaction that needs them, and done here by any number of worker
processes. A job that fails is tried again, each time later, and then asks for attention.
"""

import asyncio
from collections.abc import Callable
from typing import Any, Final, cast
from uuid import UUID

import psycopg
import structlog
from flask import Flask
from procrastinate import (
    App,
    BaseRetryStrategy,
    JobContext,
    PsycopgConnector,
    RetryDecision,
)
from procrastinate.jobs import Job
from sqlalchemy import make_url

from web.config import Config
from web.services import due_work
from web.store import queue
from web.use_cases.due_work import DueWork

# Nothing tells a worker that a job has fallen due: it looks this often.
LOOK_EVERY_SECONDS: Final = 1.0
# A worker that has not been heard of for this long was killed, and its jobs are done by another.
KILLED_AFTER_SECONDS: Final = 30.0
RESCUE: Final = "rescue_jobs"
SUM_UP: Final = "sum_up_tallies"
RECORD_LATE: Final = "record_late_tasks"

_log = structlog.get_logger()


class BackOff(BaseRetryStrategy):
    """Tries again after each of `waits`, and then no more."""

    def __init__(self, *waits: int) -> None:
        """Take the waits in seconds."""
        self.waits = waits

    def is_last(self, job: Job) -> bool:
        """Say whether the job is not tried again after this time."""
        return job.attempts >= len(self.waits)

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """Return when the job is tried again."""
        if self.is_last(job):
            return None
        return RetryDecision(retry_in=cast(Any, {"seconds": self.waits[job.attempts]}))


# A timer that is refused is refused for a reason that seldom goes away; a mail server often comes back.
TIMER_BACK_OFF: Final = BackOff(1, 5, 25)
NOTICE_BACK_OFF: Final = BackOff(1, 5, 25, 125, 625)


def fire_timer(context: JobContext, timer_id: str) -> None:
    """Let a timer's time come."""
    due = _due_work(context)
    _try(
        context,
        TIMER_BACK_OFF,
        lambda: due.fire_timer(timer_id),
        lambda error: due.ask_for_attention(error, timer=timer_id),
    )


def send_notice(context: JobContext, notice_id: str) -> None:
    """Send a notice."""
    due, notice = _due_work(context), UUID(notice_id)
    _try(
        context,
        NOTICE_BACK_OFF,
        lambda: due.send_notice(notice),
        lambda error: due.ask_for_attention(error, notice=notice),
    )


def tell_of_task(context: JobContext, task_id: str) -> None:
    """Make the mails on a new task."""
    due = _due_work(context)
    _try(context, NOTICE_BACK_OFF, lambda: due.task_mails.tell_of_task(task_id), _let_go)


def send_task_mail(context: JobContext, mail_id: str) -> None:
    """Send a mail about tasks."""
    due, mail = _due_work(context), UUID(mail_id)
    _try(
        context,
        NOTICE_BACK_OFF,
        lambda: due.task_mails.send(mail),
        lambda _: due.task_mails.give_up(mail),
    )


def look_around_for_mails(context: JobContext) -> None:
    """Make the mails about tasks that are due by now."""
    due = _due_work(context)
    _try(context, NOTICE_BACK_OFF, lambda: _look_around(due), _let_go)


async def rescue_jobs(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 (when it was due)
    """Queue again what a killed worker had begun, and what is due and has no job; make mails due by now."""
    manager = context.app.job_manager
    stalled = await manager.get_stalled_jobs(seconds_since_heartbeat=KILLED_AFTER_SECONDS)
    for job in stalled:
        _log.warning("job_rescued", job=job.id, task=job.task_name)
        await manager.retry_job(job)
    left_behind = await asyncio.to_thread(_due_work(context).queue_what_was_left_behind)
    if left_behind:
        _log.warning("jobs_were_missing", number=left_behind)
    await asyncio.to_thread(_look_around, _due_work(context))


async def sum_up(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 (when it was due)
    """Sum up the counts that actions have added to, so that few rows are read for them."""
    await asyncio.to_thread(_due_work(context).sum_up)


async def record_late_tasks(context: JobContext, timestamp: int) -> None:  # noqa: ARG001
    """Record the steps that have become late since the last time."""
    await asyncio.to_thread(_due_work(context).record_late_tasks)


async def record_late_tasks_now(context: JobContext) -> None:
    """Record the steps that have become late because the clock was moved on."""
    await asyncio.to_thread(_due_work(context).record_late_tasks)


def work(app: Flask, *, until_empty: bool = False) -> None:
    """Do jobs until SIGTERM or SIGINT; with `until_empty` only those that are due now."""
    config: Config = app.config["REVIEW_DESK"]
    with app.app_context():
        run(config.database_app_url, due_work(), until_empty=until_empty)


def run(database_url: str, due: DueWork, *, until_empty: bool = False, at_once: int = 2) -> None:
    """Do jobs of a database with the use cases given, so many at once.

    With `until_empty` it ends when no job is due that was not tried yet: what jobs lead to is done too, and
    what failed is left to wait for its turn.
    """
    while True:
        queue_of(database_url).run_worker(
            queues=[queue.QUEUE],
            name="review-desk",
            wait=not until_empty,
            concurrency=at_once,
            fetch_job_polling_interval=LOOK_EVERY_SECONDS,
            stalled_worker_timeout=KILLED_AFTER_SECONDS,
            # What is done is in the audit trail; a job that failed for good is kept to be looked at.
            delete_jobs="successful",
            install_signal_handlers=not until_empty,
            additional_context={"due": due},
        )
        if not until_empty or not _something_is_due(database_url):
            return


def queue_of(database_url: str) -> App:
    """Return Procrastinate's application on a database."""
    app = App(connector=PsycopgConnector(conninfo=_conninfo(database_url), min_size=1, max_size=4))
    app.task(name=queue.FIRE_TIMER, queue=queue.QUEUE, pass_context=True, retry=TIMER_BACK_OFF)(
        fire_timer
    )
    app.task(name=queue.SEND_NOTICE, queue=queue.QUEUE, pass_context=True, retry=NOTICE_BACK_OFF)(
        send_notice
    )
    for name, do in (
        (queue.TELL_OF_TASK, tell_of_task),
        (queue.SEND_TASK_MAIL, send_task_mail),
        (queue.LOOK_AROUND, look_around_for_mails),
    ):
        app.task(name=name, queue=queue.QUEUE, pass_context=True, retry=NOTICE_BACK_OFF)(do)
    rescue = app.task(name=RESCUE, queue=queue.QUEUE, pass_context=True, queueing_lock=RESCUE)(
        rescue_jobs
    )
    app.periodic(cron="* * * * *")(rescue)
    summing = app.task(name=SUM_UP, queue=queue.QUEUE, pass_context=True, queueing_lock=SUM_UP)(
        sum_up
    )
    app.periodic(cron="* * * * *")(summing)
    late = app.task(
        name=RECORD_LATE, queue=queue.QUEUE, pass_context=True, queueing_lock=RECORD_LATE
    )(record_late_tasks)
    # Hourly: a day passes at midnight in London, which jobs do not know, and a worker may have slept.
    app.periodic(cron="2 * * * *")(late)
    app.task(name=queue.RECORD_LATE_NOW, queue=queue.QUEUE, pass_context=True)(
        record_late_tasks_now
    )
    return app


def _conninfo(database_url: str) -> str:
    return make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)


def _something_is_due(database_url: str) -> bool:
    with psycopg.connect(_conninfo(database_url)) as connection:
        found = connection.execute(
            "select 1 from procrastinate_jobs where status = 'todo' and attempts = 0"
            " and queue_name = %s and (scheduled_at is null or scheduled_at <= now()) limit 1",
            (queue.QUEUE,),
        )
        return found.fetchone() is not None


def _due_work(context: JobContext) -> DueWork:
    due: DueWork = context.additional_context["due"]
    return due


def _look_around(due: DueWork) -> None:
    due.task_mails.look_around()


def _let_go(error: BaseException) -> None:
    """Leave it at the log: the tasks stand in their lists, and the next look around finds what is due."""


def _try(
    context: JobContext,
    back_off: BackOff,
    do: Callable[[], None],
    give_up: Callable[[BaseException], None],
) -> None:
    try:
        do()
    except (
        Exception
    ) as error:  # The top of a job: whatever it was, the case must not be stuck unseen.
        _log.warning(
            "job_failed", job=context.job.id, task=context.job.task_name, error=type(error).__name__
        )
        if back_off.is_last(context.job):
            give_up(error)
        raise

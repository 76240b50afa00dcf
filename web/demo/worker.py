"""The worker of the board: does the jobs that are due by the board's clock, one after the other."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from web.store import queue
from web.store.store import Store
from web.use_cases.due_work import DueWork

_DUE: Final = text(
    "select id, task_name, args from procrastinate_jobs"
    " where status = 'todo' and (scheduled_at is null or scheduled_at <= :now)"
    " order by scheduled_at nulls first, id limit 1"
)
_FIRST: Final = text(
    "select min(coalesce(scheduled_at, :now)) from procrastinate_jobs where status = 'todo'"
)
_DONE: Final = text("delete from procrastinate_jobs where id = :id")


@dataclass(frozen=True, slots=True)
class BoardWorker:
    """Does what the worker of an installation does. A refusal stops the board: nothing is tried again."""

    store: Store
    due: DueWork

    def each_night(self) -> None:
        """Do what the worker does of itself: record what has become late since yesterday."""
        self.due.record_late_tasks()

    def first_due(self, *, from_now: datetime) -> datetime | None:
        """Return when the next job is due, or None; what is due already is due from now."""
        with Session(self.store.engine) as session:
            found: datetime | None = session.scalar(_FIRST, {"now": from_now})
        return None if found is None else max(found, from_now)

    def do_what_is_due(self, now: datetime) -> bool:
        """Do every job that is due, and what that leads to; say whether a timer was among them."""
        fired = False
        while (job := self._next(now)) is not None:
            number, name, arguments = job
            self._jobs()[name](arguments)
            with self.store.transaction() as session:
                session.execute(_DONE, {"id": number})
            fired |= name == queue.FIRE_TIMER
        return fired

    def _jobs(self) -> Mapping[str, Callable[[Mapping[str, str]], object]]:
        return {
            queue.FIRE_TIMER: lambda given: self.due.fire_timer(given["timer_id"]),
            queue.SEND_NOTICE: lambda given: self.due.send_notice(UUID(given["notice_id"])),
            queue.RECORD_LATE_NOW: lambda _: self.due.record_late_tasks(),
            queue.TELL_OF_TASK: lambda given: self.due.task_mails.tell_of_task(given["task_id"]),
            queue.SEND_TASK_MAIL: lambda given: self.due.task_mails.send(UUID(given["mail_id"])),
            queue.LOOK_AROUND: lambda _: self.due.task_mails.look_around(),
        }

    def _next(self, now: datetime) -> tuple[int, str, Mapping[str, str]] | None:
        with Session(self.store.engine) as session:
            row = session.execute(_DUE, {"now": now}).first()
        return None if row is None else (row.id, row.task_name, row.args)

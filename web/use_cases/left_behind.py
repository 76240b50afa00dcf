"""Work that fell due and that no job is there for: found each minute, so that no case is stuck unseen."""

from datetime import timedelta
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from web.store import queue
from web.store.store import Store

# Long after a job would have been done or tried again.
OVERDUE: Final = timedelta(minutes=30)

# A job that failed for good, or vanished, is no job; an item that asks for attention waits for a person.
_TIMERS: Final = """
    select timer.id from timer
    where timer.state = 'waiting' and timer.due_at_utc < :before
    and not exists (
        select 1 from procrastinate_jobs
        where task_name = :task and status in ('todo', 'doing') and args ->> 'timer_id' = timer.id
    )
    and not exists (
        select 1 from needs_attention where timer_id = timer.id and resolved_at_utc is null
    )
"""
_NOTICES: Final = """
    select notice.id from notice
    where notice.sent_at_utc is null and notice.due_at_utc < :before
    and not exists (
        select 1 from procrastinate_jobs
        where task_name = :task and status in ('todo', 'doing')
        and args ->> 'notice_id' = notice.id::text
    )
    and not exists (
        select 1 from needs_attention where notice_id = notice.id and resolved_at_utc is null
    )
"""
_TASK_MAILS: Final = """
    select task_mail.id from task_mail
    where task_mail.sent_at_utc is null and task_mail.dropped is null and task_mail.due_at_utc < :before
    and not exists (
        select 1 from procrastinate_jobs
        where task_name = :task and status in ('todo', 'doing')
        and args ->> 'mail_id' = task_mail.id::text
    )
"""


def queue_what_was_left_behind(store: Store) -> int:
    """Queue again what fell due, has no job and asks for no attention; return how many.

    These are timers, notices and mails about tasks. A job can be gone where the database failed just when
    its last attempt was to ask for attention.
    """
    with store.transaction() as session:
        timers = _found(session, store, _TIMERS, queue.FIRE_TIMER)
        notices = _found(session, store, _NOTICES, queue.SEND_NOTICE)
        for timer in timers:
            queue.defer(session, queue.FIRE_TIMER, at=None, timer_id=timer)
        for notice in notices:
            queue.defer(session, queue.SEND_NOTICE, at=None, notice_id=notice)
        mails = _found(session, store, _TASK_MAILS, queue.SEND_TASK_MAIL)
        for mail in mails:
            queue.defer(session, queue.SEND_TASK_MAIL, at=None, mail_id=mail)
        return len(timers) + len(notices) + len(mails)


def _found(session: Session, store: Store, query: str, task: str) -> list[str]:
    before = store.clock.now(session) - OVERDUE
    return [str(each) for each in session.scalars(text(query), {"task": task, "before": before})]

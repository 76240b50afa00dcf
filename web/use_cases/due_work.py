"""What happens without anybody acting: a timer whose time has come, a notice that is to go out.

Called by the jobs of web.jobs. Each is one transaction and safe to run again: a timer that fired or was
withdrawn, and a notice that was sent, are left as they are.
"""

import smtplib
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import execution
from engine.calendar import london_date
from engine.errors import EngineError, ExecutionError
from engine.roles import ROLE_TITLES
from web.store import audit, notices, queue, timers
from web.store.audit import Event
from web.store.case_files import CaseFile, open_case_by_id
from web.store.case_holders import CaseHolders
from web.store.instances import state_of
from web.store.models import (
    NeedsAttention,
    Notice,
    ProcessInstance,
    Timer,
)
from web.store.older_rows import read_older_rows
from web.store.review_types import read_review_types
from web.store.store import Store
from web.store.tallying import merge
from web.use_cases.action import CaseAction
from web.use_cases.late_tasks import record_late_tasks
from web.use_cases.left_behind import queue_what_was_left_behind
from web.use_cases.mails import Post, hand_over, mail_of
from web.use_cases.task_mails import TaskMails

UNEXPECTED: Final = (
    "Something unexpected stopped it. Read the worker's log, put that right, then try again."
)
NOT_TAKEN: Final = (
    "The mail server did not take the notice. Check MAIL_SERVER and the address, then try again."
)


class DueWork:
    """Does what falls due."""

    def __init__(self, store: Store, post: Post) -> None:
        """Take the store and the way out for notices and mails about tasks."""
        self._store, self.post = store, post
        self.task_mails = TaskMails(store, post)

    def fire_timer(self, timer_id: str) -> None:
        """Let the timer's time come, if it has; what that leads to is written with it or not at all."""
        with self._store.transaction() as session:
            found = session.get(Timer, timer_id)
            if found is None:
                return
            file = open_case_by_id(session, self._store.vault, found.case_id, lock=True)
            session.refresh(found)
            action = CaseAction(
                self._store, session, file, now=self._store.clock.now(session), by=None
            )
            if found.state != "waiting" or found.due_at_utc is None:
                return
            if found.due_at_utc > action.now:
                # It was moved while this job was on its way, or the clocks of two machines differ.
                timers.schedule(session, self._store.clock, found)
                return
            _fire(session, action, found)

    def send_notice(self, notice_id: UUID) -> None:
        """Send the notice, once.

        Into the outbox exactly once: the mail is a row of the same transaction. To a mail server at
        least once, always under the same Message-ID: where the program is killed after the server took
        the mail and before that is written down, it is sent again, and only who receives it can tell
        that it is one mail.
        """
        with self._store.transaction() as session:
            self._find_recipients(session, notice_id)
        with self._store.transaction() as session:
            # Not the case's row: nobody waits for a mail server. Its key may be referred to meanwhile.
            notice = session.get(Notice, notice_id, with_for_update={"key_share": True})
            if notice is None or notice.sent_at_utc is not None:
                return
            message = mail_of(session, self._store, self.post, notice)
            at = self._store.clock.now(session)
            hand_over(session, self.post, message, at=at, notice=notice.id)
            file = open_case_by_id(session, self._store.vault, notice.case_id, lock=True)
            notice.sent_at_utc = self._store.clock.now(session)
            _settle(session, file, notice)

    def ask_for_attention(
        self, error: BaseException, *, timer: str | None = None, notice: UUID | None = None
    ) -> None:
        """Show what could not be done, with the refusal's sentence, until it is done."""
        with self._store.transaction() as session:
            subject = session.get(Timer, timer) if timer else session.get(Notice, notice)
            if subject is None:
                return
            open_case_by_id(session, self._store.vault, subject.case_id, lock=True)
            session.refresh(subject)
            known = session.scalar(
                select(NeedsAttention.id).where(
                    NeedsAttention.resolved_at_utc.is_(None),
                    NeedsAttention.timer_id == timer
                    if timer
                    else NeedsAttention.notice_id == notice,
                )
            )
            if known is not None or _done(subject):
                return
            now = self._store.clock.now(session)
            session.add(
                NeedsAttention(
                    id=uuid4(),
                    case_id=subject.case_id,
                    what="timer" if timer else "notice",
                    timer_id=timer,
                    notice_id=notice,
                    process=subject.process,
                    element=subject.element,
                    sentence=sentence_of(error),
                    since_utc=now,
                )
            )
            audit.append(
                session,
                str(subject.case_id),
                [Event("attention_needed", subject.element, "timer" if timer else "notice")],
                at=now,
            )

    def queue_what_was_left_behind(self) -> int:
        """Queue again what fell due and has no job; return how many."""
        return queue_what_was_left_behind(self._store)

    def sum_up(self) -> None:
        """Sum up the tallies, and read of older cases what is counted and was not kept beside their data."""
        read_review_types(self._store)
        read_older_rows(self._store)
        with self._store.transaction() as session:
            merge(session, today=london_date(self._store.clock.now(session)))

    def record_late_tasks(self) -> int:
        """Record the steps that have become late; return on how many cases there was one to look at."""
        return record_late_tasks(self._store)

    def _find_recipients(self, session: Session, notice_id: UUID) -> None:
        """Address a notice to whom its word stands for now, where nobody held the role when it was due."""
        found = session.get(Notice, notice_id)
        if found is None or found.person_id or found.body or found.sent_at_utc:
            return
        file = open_case_by_id(session, self._store.vault, found.case_id, lock=True)
        action = CaseAction(self._store, session, file, now=self._store.clock.now(session), by=None)
        holders = CaseHolders(session, file.case.id, today=action.today)
        people = notices.people_named(session, file.case, found.to_word, found.agency_key, holders)
        if not people:
            raise ExecutionError(found.element, _nobody(found.to_word))
        first, *others = people
        found.person_id = first.id
        for other in others:
            another = _addressed_to(found, other.id)
            session.add(another)
            queue.defer(session, queue.SEND_NOTICE, at=None, notice_id=str(another.id))


def sentence_of(error: BaseException) -> str:
    """Return what people read of an error: never what was in an answer."""
    if isinstance(error, ExecutionError):
        return error.sentence
    if isinstance(error, EngineError):
        return f"The step was refused: {error}."
    if isinstance(error, smtplib.SMTPException | OSError):
        return NOT_TAKEN
    return UNEXPECTED


def _fire(session: Session, action: CaseAction, timer: Timer) -> None:
    instance = session.get_one(ProcessInstance, timer.process_instance_id)
    step = execution.fire(
        action.version_of(instance),
        state_of(action.file.key, instance),
        timer.id,
        world=action.world,
    )
    used = f"data version {action.file.case.data_version}"
    # The trail is what a correction plays again: it says which timer of several it was.
    action.note("timer_fired", timer.element, f"{used} timer {timer.id}")
    action.move(instance, step)
    action.finish()


def _settle(session: Session, file: CaseFile, notice: Notice) -> None:
    """Audit that a notice was sent, and close what needed attention because of it."""
    at = notice.sent_at_utc
    assert at is not None  # noqa: S101
    items = session.scalars(
        select(NeedsAttention).where(
            NeedsAttention.notice_id == notice.id, NeedsAttention.resolved_at_utc.is_(None)
        )
    )
    for item in items:
        item.resolved_at_utc = at
    audit.append(
        session, str(file.case.id), [Event("notice_sent", notice.element, str(notice.id))], at=at
    )


def _done(subject: Timer | Notice) -> bool:
    if isinstance(subject, Timer):
        return subject.state != "waiting"
    return subject.sent_at_utc is not None


def _nobody(word: str) -> str:
    who = {"notifier": "the notifier", "agency": "the agency's lead"}.get(word)
    role = ROLE_TITLES.get(word.removeprefix("role:"), "the notifier's agency lead")
    return (
        f"Nobody can receive this notice: there is no active person who is {who or role} on this case."
        " Give somebody the role on the people page, then try again."
    )


def _addressed_to(notice: Notice, person: UUID) -> Notice:
    return Notice(
        id=uuid4(),
        case_id=notice.case_id,
        process_instance_id=notice.process_instance_id,
        process=notice.process,
        element=notice.element,
        message=notice.message,
        to_word=notice.to_word,
        agency_key=notice.agency_key,
        person_id=person,
        due_at_utc=notice.due_at_utc,
    )

"""Mails about tasks to those who hold them, as each of them chooses; never instead of a notice.

What a diagram draws is sent by `web.use_cases.due_work`, whatever anybody chooses. A mail here is left out
where a notice tells the same person of the same thing (decision 0151).
"""

from datetime import datetime, time, timedelta
from typing import Final
from urllib.parse import quote
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.calendar import LONDON, london_date, working_days_after, working_days_before
from engine.messages import RenderedNotice
from engine.reminding import Reminder, reminders_drawn
from engine.task_mails import MailTimes, mail_times
from engine.version import Version
from web.store import notices
from web.store.case_holders import CaseHolders
from web.store.directory import Holder
from web.store.models import (
    Case,
    Notice,
    Person,
    ProcessInstance,
    TaskMail,
    Timer,
    UserTask,
)
from web.store.store import Store
from web.store.task_mails import (
    choice_of,
    last_digest,
    queue_task_mail,
    who_wants_one_a_day,
)
from web.use_cases.mails import Post, hand_over, mail_to
from web.use_cases.task_lists import pressing
from web.words import day

# So many tasks at a time: their rows are locked no longer than it takes to look at them.
AT_ONCE: Final = 50
NO_DATE: Final = "no date yet"
_FIRST_DIGEST: Final = timedelta(days=1)


class TaskMails:
    """Makes and sends mails about tasks; each step is one transaction and safe to run again."""

    def __init__(self, store: Store, post: Post) -> None:
        """Take the store and the way out."""
        self._store, self._post = store, post

    def tell_of_task(self, task_id: str) -> None:
        """Make a mail on a new task to everybody who holds it, or to who took it meanwhile.

        Nobody gets one whom a notice told of the case in the same step.
        """
        with self._store.transaction() as session:
            task = session.get(UserTask, task_id)
            if task is None or task.closed_at_utc is not None or self._times(session) is None:
                return
            now = self._store.clock.now(session)
            told = _told_in_the_step(session, task)
            for person in _whose_it_is(session, task, now=now):
                if person.id not in told and choice_of(session, person.id) == "each":
                    queue_task_mail(session, "new", person.id, about=task.id, task=task, at=now)

    def look_around(self) -> int:
        """Make the mails that are due by now: before due dates, and one a day; return how many."""
        made = 0
        while True:
            found, mails = self._remind()
            made += mails
            if found < AT_ONCE:
                return made + self._make_digests()

    def send(self, mail_id: UUID) -> None:
        """Send a mail, once; or note why it is not sent: nothing waits for the person any more."""
        with self._store.transaction() as session:
            mail = session.get(TaskMail, mail_id, with_for_update=True)
            if mail is None or mail.sent_at_utc is not None or mail.dropped is not None:
                return
            now = self._store.clock.now(session)
            written = self._written(session, mail, now=now)
            if isinstance(written, str):
                mail.dropped = written
                return
            person = session.get_one(Person, mail.person_id)
            message = mail_to(
                self._post, person.email, written, id_=mail.id, at=self._store.clock.real()
            )
            hand_over(session, self._post, message, at=now, task_mail=mail.id)
            mail.sent_at_utc = now

    def give_up(self, mail_id: UUID) -> None:
        """Note that the mail server did not take a mail; the task stands in the list all the same."""
        with self._store.transaction() as session:
            mail = session.get(TaskMail, mail_id, with_for_update=True)
            if mail is not None and mail.sent_at_utc is None:
                mail.dropped = "not taken"

    def _version(self, session: Session) -> Version:
        return self._store.versions.version(session, self._store.versions.current_number(session))

    def _times(self, session: Session) -> MailTimes | None:
        """Return when mails go by the newest version; None where it asks for none."""
        return mail_times(self._version(session))

    def _remind(self) -> tuple[int, int]:
        """Look at some of the tasks that are due soon; return how many, and how many mails were made."""
        with self._store.transaction() as session:
            times = self._times(session)
            if times is None:
                return 0, 0
            now = self._store.clock.now(session)
            today = london_date(now)
            last = working_days_after(today, times.working_days_before)
            due_soon = (
                select(UserTask)
                .where(UserTask.closed_at_utc.is_(None), UserTask.due.between(today, last))
                .where(UserTask.reminded_for.is_distinct_from(UserTask.due))
                .order_by(UserTask.due)
                .limit(AT_ONCE)
                # A mail or departure that refers to the task meanwhile does not make it be passed over.
                .with_for_update(skip_locked=True, key_share=True)
            )
            tasks = session.scalars(due_soon).all()
            return len(tasks), sum(self._remind_of(session, task, times, now=now) for task in tasks)

    def _remind_of(
        self, session: Session, task: UserTask, times: MailTimes, *, now: datetime
    ) -> int:
        assert task.due is not None  # noqa: S101
        task.reminded_for = task.due
        first = working_days_before(task.due, times.working_days_before)
        if london_date(task.opened_at_utc) >= first:
            return 0  # The mail on the new task said the date.
        drawn = self._reminders(session, task)
        return sum(
            queue_task_mail(
                session, "due_soon", person.id, about=f"{task.id} {task.due}", task=task, at=now
            )
            for person in _whose_it_is(session, task, now=now)
            if choice_of(session, person.id) == "each"
            and not _reminded_by_the_diagram(session, task, drawn, person.id, now=now)
        )

    def _reminders(self, session: Session, task: UserTask) -> tuple[Reminder, ...]:
        version = self._version_of(session, task)
        diagram = version.diagram(task.process)
        return reminders_drawn(diagram, diagram.elements[task.element])

    def _version_of(self, session: Session, task: UserTask) -> Version:
        instance = session.get_one(ProcessInstance, task.process_instance_id)
        return self._store.versions.version(session, instance.deployment_number)

    def _make_digests(self) -> int:
        with self._store.transaction() as session:
            times = self._times(session)
            now = self._store.clock.now(session)
            today = london_date(now)
            if times is None:
                return 0
            hour = datetime.combine(today, time(times.digest_hour), LONDON)
            if now < hour:
                return 0
            return sum(
                queue_task_mail(session, "digest", person, about=str(today), task=None, at=now)
                for person in who_wants_one_a_day(session, of=str(today), by=hour)
            )

    def _written(self, session: Session, mail: TaskMail, *, now: datetime) -> RenderedNotice | str:
        """Return the mail as it is written now, or in a word why it is not sent."""
        version = self._version(session)
        person = session.get_one(Person, mail.person_id)
        names = version.settings.task_mails
        if names is None:
            return "no text"
        text = version.messages[names.messages()[mail.kind]]
        wanted = "daily" if mail.kind == "digest" else "each"
        if not person.active or choice_of(session, person.id) != wanted:
            return "not wanted"
        if mail.kind == "digest":
            lines = self._lines(session, mail.person_id, now=now)
            link = f"{self._post.public_address}/"
            if not lines:
                return "nothing waits"
            return text.render_list(lines, link=link, recipient=person.name)
        task = session.get_one(UserTask, mail.task_id)
        if task.closed_at_utc is not None or person.id not in {
            each.id for each in _whose_it_is(session, task, now=now)
        }:
            return "not theirs"
        case = session.get_one(Case, task.case_id)
        element = self._version_of(session, task).element(task.process, task.element)
        return text.render(
            reference=case.reference,
            task=element.label or task.element,
            due=day(task.due) or NO_DATE,
            link=self._link(case.reference, task.id),
            recipient=person.name,
        )

    def _lines(self, session: Session, person: UUID, *, now: datetime) -> list[str]:
        """Return a line for each task that presses: by reference, step, date and link only."""
        since = last_digest(session, person) or now - _FIRST_DIGEST
        tasks, more = pressing(self._store, session, person, now=now, since=since)
        lines = [
            f"{each.reference}: {each.label}, {'late, it was ' if each.late else ''}due"
            f" {day(each.due) or NO_DATE}: {self._link(each.reference, each.task_id)}"
            for each in tasks
        ]
        return [*lines, "There are more in your list."] if more else lines

    def _link(self, reference: str, task: str) -> str:
        return f"{self._post.public_address}/cases/{reference}/tasks/{quote(task, safe='')}"


def _whose_it_is(session: Session, task: UserTask, *, now: datetime) -> tuple[Holder, ...]:
    """Return who took the task, while they may still complete it, and otherwise everybody who holds it."""
    holders = CaseHolders(session, task.case_id, today=london_date(now)).of_task(task)
    return tuple(each for each in holders if each.id == task.taken_by) or holders


def _told_in_the_step(session: Session, task: UserTask) -> frozenset[UUID]:
    """Return whom a notice tells of the case that fell due in the step that opened the task."""
    found = session.scalars(
        select(Notice.person_id).where(
            Notice.case_id == task.case_id,
            Notice.due_at_utc == task.opened_at_utc,
            Notice.person_id.is_not(None),
        )
    )
    return frozenset(person for person in found if person)


def _reminded_by_the_diagram(
    session: Session, task: UserTask, drawn: tuple[Reminder, ...], person: UUID, *, now: datetime
) -> bool:
    """Say whether a reminder that the diagram draws went to the person, or goes by the day it is due."""
    if not drawn:
        return False
    assert task.due is not None  # noqa: S101
    end = datetime.combine(task.due + timedelta(days=1), time.min, LONDON)
    # Timers first: one that fires meanwhile has left its notice by the time those are read.
    waiting = session.scalars(
        select(Timer.element).where(
            Timer.process_instance_id == task.process_instance_id,
            Timer.process == task.process,
            Timer.element.in_([each.timer.id for each in drawn]),
            Timer.state == "waiting",
            Timer.due_at_utc < end,
        )
    ).all()
    went = session.execute(
        select(Notice.person_id, Notice.to_word).where(
            Notice.process_instance_id == task.process_instance_id,
            Notice.process == task.process,
            Notice.element.in_([each.notice.id for each in drawn]),
            Notice.body.is_(None),
            Notice.due_at_utc >= task.opened_at_utc,
        )
    ).all()
    if any(told == person for told, _ in went):
        return True
    words = {word for told, word in went if told is None}
    words |= {
        word
        for reminder in drawn
        if reminder.timer.id in waiting and reminder.notice.notice is not None
        for word in reminder.notice.notice.to
    }
    case = session.get_one(Case, task.case_id)
    holders = CaseHolders(session, task.case_id, today=london_date(now))
    return any(
        person
        in {each.id for each in notices.people_named(session, case, word, task.agency_key, holders)}
        for word in words
        if not word.startswith("body:")
    )

"""Mails about tasks as rows and jobs: made once for what they are about, found again when left behind."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from web.store import queue
from web.store.models import Person, TaskMail, TaskMailChoice, UserTask
from web.store.models.task_lists import MailChoice, MailKind

# Without a choice of their own people get each mail.
UNLESS_CHOSEN: MailChoice = "each"


def queue_task_mail(
    session: Session,
    kind: MailKind,
    person: UUID,
    *,
    about: str,
    task: UserTask | None,
    at: datetime,
) -> bool:
    """Keep a mail to a person and queue its job; return False where there was one about this already."""
    mail_id = uuid4()
    made = session.scalar(
        insert(TaskMail)
        .values(
            id=mail_id,
            person_id=person,
            kind=kind,
            about=about,
            task_id=task.id if task else None,
            due_at_utc=at,
        )
        .on_conflict_do_nothing()
        .returning(TaskMail.id)
    )
    if made is None:
        return False
    queue.defer(session, queue.SEND_TASK_MAIL, at=None, mail_id=str(mail_id))
    return True


def choice_of(session: Session, person: UUID) -> MailChoice:
    """Return how the person wants mails about tasks."""
    kept = session.get(TaskMailChoice, person)
    return kept.choice if kept else UNLESS_CHOSEN


def choose(session: Session, person: UUID, choice: MailChoice, *, at: datetime) -> None:
    """Keep how the person wants mails about tasks; the same choice again changes nothing."""
    kept = insert(TaskMailChoice).values(person_id=person, choice=choice, chosen_at_utc=at)
    session.execute(
        kept.on_conflict_do_update(
            index_elements=[TaskMailChoice.person_id],
            set_={"choice": choice, "chosen_at_utc": at},
            where=TaskMailChoice.choice != choice,
        )
    )


def who_wants_one_a_day(session: Session, *, of: str, by: datetime) -> list[UUID]:
    """Return who wanted one mail a day by the moment of a day, and has none yet of that day."""
    had = select(TaskMail.person_id).where(TaskMail.kind == "digest", TaskMail.about == of)
    found = (
        select(TaskMailChoice.person_id)
        .join(Person, Person.id == TaskMailChoice.person_id)
        .where(TaskMailChoice.choice == "daily", TaskMailChoice.chosen_at_utc <= by)
        .where(Person.active)
        .where(TaskMailChoice.person_id.not_in(had))
    )
    return list(session.scalars(found))


def last_digest(session: Session, person: UUID) -> datetime | None:
    """Return when the last mail of a day was sent to the person."""
    return session.scalar(
        select(TaskMail.sent_at_utc)
        .where(
            TaskMail.person_id == person,
            TaskMail.kind == "digest",
            TaskMail.sent_at_utc.is_not(None),
        )
        .order_by(TaskMail.about.desc())
        .limit(1)
    )

"""Mails: a notice written as the mail that carries it, by reference only."""

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.messages import RenderedNotice
from engine.version import Version
from web.store.models import Case, Notice, OutboxMail, Person, ProcessInstance, UserTask
from web.store.store import Store


class Mail(Protocol):
    """Where mails are handed in (`web.mail_server.MailServer` is one)."""

    def send(self, message: EmailMessage) -> None:
        """Hand a mail over; raise OSError or smtplib.SMTPException where it is not taken."""


@dataclass(frozen=True, slots=True)
class Post:
    """How notices leave: by a mail server, or into the local outbox where there is none."""

    server: Mail | None
    sender: str
    public_address: str


def mail_of(session: Session, store: Store, post: Post, notice: Notice) -> EmailMessage:
    """Return the mail of a notice; its Message-ID is the same at every attempt."""
    instance = session.get_one(ProcessInstance, notice.process_instance_id)
    case = session.get_one(Case, notice.case_id)
    version = store.versions.version(session, instance.deployment_number)
    name, address = _recipient(session, version, notice)
    task, due = _task_of(session, version, notice)
    rendered = version.messages[notice.message].render(
        reference=case.reference,
        task=task,
        due=due,
        link=f"{post.public_address}/cases/{case.reference}",
        recipient=name,
    )
    return mail_to(post, address, rendered, id_=notice.id, at=store.clock.real())


def mail_to(
    post: Post, address: str, written: RenderedNotice, *, id_: UUID, at: datetime
) -> EmailMessage:
    """Return the mail that carries what was written to a person; `id_` makes its Message-ID."""
    mail = EmailMessage()
    mail["From"] = post.sender
    mail["To"] = address
    mail["Subject"] = written.subject
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{id_}@{post.sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(written.body)
    return mail


def hand_over(
    session: Session,
    post: Post,
    message: EmailMessage,
    *,
    at: datetime,
    notice: UUID | None = None,
    task_mail: UUID | None = None,
) -> None:
    """Give a mail to the mail server, or put it into the outbox: as that of a notice or about a task."""
    if post.server is not None:
        post.server.send(message)
        return
    session.add(
        OutboxMail(
            notice_id=notice,
            task_mail_id=task_mail,
            message_id=message["Message-ID"],
            recipient=message["To"],
            subject=message["Subject"],
            text=message.get_content(),
            at_utc=at,
        )
    )


def _recipient(session: Session, version: Version, notice: Notice) -> tuple[str, str]:
    """Return name and address of who receives it."""
    if notice.person_id is not None:
        person = session.get_one(Person, notice.person_id)
        return person.name, person.email
    body = version.settings.bodies[notice.body or ""]
    return body.name, body.email


def _task_of(session: Session, version: Version, notice: Notice) -> tuple[str, str]:
    """Return the open task of the case that is due first, and its day: what `{task}` and `{due}` say.

    Where no task is open, the step that sends the notice, and no day.
    """
    task = session.scalar(
        select(UserTask)
        .where(UserTask.case_id == notice.case_id, UserTask.closed_at_utc.is_(None))
        .order_by(UserTask.due.asc().nulls_last(), UserTask.number)
        .limit(1)
    )
    if task is None:
        return version.element(notice.process, notice.element).label or notice.element, ""
    due = f"{task.due.day} {task.due:%B %Y}" if task.due else ""
    return version.element(task.process, task.element).label or task.element, due

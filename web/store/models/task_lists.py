"""Lists of tasks: who handed one on, who has one open, what is new to whom, and mails about tasks."""

from datetime import datetime
from typing import Literal
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from web.store.database import Model, Sealed, UtcTime

MailChoice = Literal["each", "daily", "none"]
MailKind = Literal["new", "handed", "due_soon", "digest"]


class TaskHandover(Model):
    """The Business Manager gave a task to one holder of its role, or to all of them again (`to_person` null).

    `reason` is sealed. Never changed or erased.
    """

    __tablename__ = "task_handover"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    task_id: Mapped[str] = mapped_column(ForeignKey("user_task.id"))
    from_person: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    to_person: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[bytes] = mapped_column(Sealed)
    handed_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    handed_at_utc: Mapped[datetime] = mapped_column(UtcTime)


class TaskOpening(Model):
    """When a person last had the page of an open task before them; erased with the task's drafts."""

    __tablename__ = "task_opening"

    task_id: Mapped[str] = mapped_column(ForeignKey("user_task.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    at_utc: Mapped[datetime] = mapped_column(UtcTime)


class TaskListLook(Model):
    """When a person last looked at their tasks, and since when a task is new to them (null: every one is)."""

    __tablename__ = "task_list_look"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    looked_at_utc: Mapped[datetime] = mapped_column(UtcTime)
    new_since_utc: Mapped[datetime | None] = mapped_column(UtcTime)


class TaskMailChoice(Model):
    """How a person wants mails about tasks: each, one a day, or none. Without a row it is each.

    Who chose one a day after the day's hour gets the first one the next day.
    """

    __tablename__ = "task_mail_choice"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    choice: Mapped[MailChoice] = mapped_column(String(10))
    chosen_at_utc: Mapped[datetime] = mapped_column(UtcTime)


class TaskMail(Model):
    """A mail about tasks to one person, once for what it is `about`: a task, a handover, a due date, a day.

    `sent_at_utc` is when it was sent; `dropped` says why it was not: nothing waited for the person any more,
    they chose otherwise meanwhile, or the mail server did not take it.
    """

    __tablename__ = "task_mail"
    __table_args__ = (
        UniqueConstraint("person_id", "kind", "about"),
        Index(
            "ix_task_mail_waiting",
            "due_at_utc",
            postgresql_where=text("sent_at_utc IS NULL AND dropped IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[MailKind] = mapped_column(String(10))
    about: Mapped[str] = mapped_column(String(260))
    task_id: Mapped[str | None] = mapped_column(ForeignKey("user_task.id"))
    due_at_utc: Mapped[datetime] = mapped_column(UtcTime)
    sent_at_utc: Mapped[datetime | None] = mapped_column(UtcTime)
    dropped: Mapped[str | None] = mapped_column(String(20))

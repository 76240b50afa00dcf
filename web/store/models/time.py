"""What happens by itself: timers, meetings, notices, the clock, and what failed and needs attention."""

from datetime import datetime
from typing import Literal
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from web.store.database import Model, Sealed, UtcTime


class Timer(Model):
    """A timer that waits until `due_at_utc`, which is null while no meeting of `waits_for` is known.

    It is null as well while a hold stops the timer. `why_due` is sealed, and says how the date came about.
    """

    __tablename__ = "timer"
    __table_args__ = (
        Index("ix_timer_waiting", "due_at_utc", postgresql_where=text("state = 'waiting'")),
    )

    id: Mapped[str] = mapped_column(String(200), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    process_instance_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id"))
    process: Mapped[str] = mapped_column(String(100))
    element: Mapped[str] = mapped_column(String(100))
    due_at_utc: Mapped[datetime | None] = mapped_column(UtcTime)
    waits_for: Mapped[str | None] = mapped_column(String(40))
    why_due: Mapped[bytes | None] = mapped_column(Sealed)
    state: Mapped[str] = mapped_column(String(10), default="waiting")  # waiting, fired, withdrawn
    job_id: Mapped[int | None] = mapped_column(BigInteger)


class Meeting(Model):
    """A meeting of a kind (engine.meetings) that is planned, was held or was cancelled.

    `case_id` is the case that a meeting of its Panel is about, null for a meeting about many.
    """

    __tablename__ = "meeting"
    __table_args__ = (Index("ix_meeting_kind", "kind", "starts_at_utc"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[str] = mapped_column(String(40))
    starts_at_utc: Mapped[datetime] = mapped_column(UtcTime)
    state: Mapped[Literal["planned", "held", "cancelled"]] = mapped_column(
        String(10), default="planned"
    )
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case.id"))


class Notice(Model):
    """One notice to one recipient: a person, or a body outside the Board."""

    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_step", "process", "element", "case_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    process_instance_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id"))
    process: Mapped[str] = mapped_column(String(100))
    element: Mapped[str] = mapped_column(String(100))
    message: Mapped[str] = mapped_column(String(100))
    to_word: Mapped[str] = mapped_column(String(100))
    agency_key: Mapped[str | None] = mapped_column(String(60))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    body: Mapped[str | None] = mapped_column(String(60))
    due_at_utc: Mapped[datetime] = mapped_column(UtcTime)
    sent_at_utc: Mapped[datetime | None] = mapped_column(UtcTime)


class OutboxMail(Model):
    """A mail as it would have gone out, where no mail server is configured: of a notice, or about tasks."""

    __tablename__ = "outbox_mail"

    message_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    notice_id: Mapped[UUID | None] = mapped_column(ForeignKey("notice.id"), unique=True)
    task_mail_id: Mapped[UUID | None] = mapped_column(ForeignKey("task_mail.id"), unique=True)
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    at_utc: Mapped[datetime] = mapped_column(UtcTime)


class Clock(Model):
    """How far `make run`'s clock has been moved; one row, and nought on a real installation."""

    __tablename__ = "clock"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    offset_seconds: Mapped[int]


class NeedsAttention(Model):
    """What failed outside a person's action, or waits for a meeting nobody has arranged.

    `sentence` is the refusal's; `what` is timer, notice or meeting and says which id is set. `step` is the
    label of the element where the case stands.
    """

    __tablename__ = "needs_attention"
    __table_args__ = (
        Index(
            "ix_needs_attention_open", "since_utc", postgresql_where=text("resolved_at_utc IS NULL")
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    what: Mapped[Literal["timer", "notice", "meeting"]] = mapped_column(String(10))
    timer_id: Mapped[str | None] = mapped_column(ForeignKey("timer.id"))
    notice_id: Mapped[UUID | None] = mapped_column(ForeignKey("notice.id"))
    process: Mapped[str] = mapped_column(String(100))
    element: Mapped[str] = mapped_column(String(100))
    sentence: Mapped[str] = mapped_column(Text)
    since_utc: Mapped[datetime] = mapped_column(UtcTime)
    resolved_at_utc: Mapped[datetime | None] = mapped_column(UtcTime)
    resolved_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))

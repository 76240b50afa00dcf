"""What people submitted, what they have begun to write, and which submissions were taken already."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from web.store.database import Model, Sealed, UtcTime


class Submission(Model):
    """The answers of one completed form, sealed.

    `task_id` is null for a start form; `submitted_for` is whom a deputy stood for. `content` is what was
    submitted, for ever; `corrected` is what stands in its place since the correction of that id took effect.
    """

    __tablename__ = "submission"
    __table_args__ = (
        Index("ix_submission_by", "submitted_by", text("submitted_at_utc DESC"), "id"),
        # Whether somebody ever did a step, in their own name or by a deputy.
        Index("ix_submission_step", "process", "element", "submitted_by"),
        Index(
            "ix_submission_step_for",
            "process",
            "element",
            "submitted_for",
            postgresql_where=text("submitted_for IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    process_instance_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id"))
    process: Mapped[str] = mapped_column(String(100))
    element: Mapped[str] = mapped_column(String(100))
    task_id: Mapped[str | None] = mapped_column(String(200))
    agency_key: Mapped[str | None] = mapped_column(String(60))
    submitted_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    submitted_for: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    submitted_at_utc: Mapped[datetime] = mapped_column(UtcTime)
    content: Mapped[bytes] = mapped_column(Sealed)
    corrected: Mapped[bytes | None] = mapped_column(Sealed)
    correction_id: Mapped[UUID | None]


class Draft(Model):
    """What a person has begun to write: for a user task, for what they would begin on a case, or for a case.

    Before a case exists `key` is the draft's own wrapped key; otherwise it is null and the case's key is
    used. `case_id` stands where something is begun on a case. The row is erased when the form is submitted.
    """

    __tablename__ = "draft"
    __table_args__ = (
        UniqueConstraint("person_id", "task_id"),
        Index("ix_draft_task_id", "task_id"),
        UniqueConstraint("person_id", "case_id", "process"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    task_id: Mapped[str | None] = mapped_column(ForeignKey("user_task.id"))
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case.id"))
    process: Mapped[str] = mapped_column(String(100))
    element: Mapped[str] = mapped_column(String(100))
    key: Mapped[bytes | None] = mapped_column(Sealed)
    content: Mapped[bytes] = mapped_column(Sealed)
    saved_at_utc: Mapped[datetime] = mapped_column(UtcTime)


class Idempotency(Model):
    """A submission that was taken: the same key again gets the same answer and has no effect.

    `request` is a keyed digest of what was submitted, so that a changed text under the same key is noticed.
    """

    __tablename__ = "idempotency"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    request: Mapped[bytes]
    answer: Mapped[dict[str, object] | None] = mapped_column(JSONB)
    at_utc: Mapped[datetime] = mapped_column(UtcTime)

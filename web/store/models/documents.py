"""Documents of a case: those made from its answers, and the files people handed in."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from web.store.database import Model, Sealed, UtcTime


class Document(Model):
    """One version of one document in one format; its bytes are in `document_content`.

    `kind` is "made" (from a template of workflows/documents, which `name` names) or "uploaded" (`name` says
    for which question). Versions count from 1 for each case, kind and name; the formats of one version share
    its number. `about` is sealed and holds what could tell of a child: the file's own name, its sources.
    `digest` is salted, and the salt sealed with the bytes. `sources` is a digest of what a made document was
    made of: the same sources are not made into a document twice. `task_id` is the task a file was uploaded
    for, `deployment_number` the version of the protocol that a document was made by.
    """

    __tablename__ = "document"
    __table_args__ = (
        UniqueConstraint("case_id", "kind", "name", "version", "content_type"),
        CheckConstraint("kind in ('made', 'uploaded')", name="kind"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"))
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(300))
    version: Mapped[int]
    content_type: Mapped[str] = mapped_column(String(120))
    size: Mapped[int]
    digest: Mapped[bytes]
    about: Mapped[bytes] = mapped_column(Sealed)
    sources: Mapped[bytes | None]
    deployment_number: Mapped[int | None] = mapped_column(ForeignKey("deployment.number"))
    process_instance_id: Mapped[UUID | None] = mapped_column(ForeignKey("process_instance.id"))
    process: Mapped[str | None] = mapped_column(String(100))
    element: Mapped[str | None] = mapped_column(String(100))
    task_id: Mapped[str | None] = mapped_column(ForeignKey("user_task.id"), index=True)
    agency_key: Mapped[str | None] = mapped_column(String(60))
    kept_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    kept_at_utc: Mapped[datetime] = mapped_column(UtcTime)


class DocumentContent(Model):
    """The bytes of a document, sealed; apart from its row, so that lists of documents stay small."""

    __tablename__ = "document_content"

    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"), primary_key=True)
    content: Mapped[bytes] = mapped_column(Sealed)


class DraftFile(Model):
    """A file that stands in a person's draft for a task, before it is submitted.

    The document itself is never changed or erased: what is taken out of a draft leaves only this row.
    """

    __tablename__ = "draft_file"
    __table_args__ = (Index("ix_draft_file_task_id", "task_id", "person_id"),)

    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    task_id: Mapped[str] = mapped_column(ForeignKey("user_task.id"))
    path: Mapped[str] = mapped_column(String(200))

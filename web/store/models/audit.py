"""The audit trail: append-only, chained by hashes, without personal data."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Identity, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from web.store.database import Model, UtcTime


class AuditEvent(Model):
    """One thing that happened, in the past tense. `chain` is a case's id or `system`.

    `actor` is a person's id, or null where a timer or the program acted; `subject` is an id (of an
    element, task, person, meeting or version); `digest` is a salted digest of the content meant.
    """

    __tablename__ = "audit_event"
    __table_args__ = (UniqueConstraint("chain", "seq"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    chain: Mapped[str] = mapped_column(String(36))
    seq: Mapped[int]
    at_utc: Mapped[datetime] = mapped_column(UtcTime)
    kind: Mapped[str] = mapped_column(String(60))
    actor: Mapped[UUID | None]
    subject: Mapped[str | None] = mapped_column(String(200))
    detail: Mapped[str | None] = mapped_column(String(200))
    digest: Mapped[bytes | None]
    previous: Mapped[bytes]
    hash: Mapped[bytes]

"""Submitted answers that were corrected, or are proposed to be."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, ForeignKey, Identity, String
from sqlalchemy.orm import Mapped, mapped_column

from web.store.database import Model, Sealed, UtcTime


class Correction(Model):
    """A submitted answer and what was entered in its place; never changed but for what becomes of it.

    `number` grows in the order in which they were made. `outcome` is at once, opened, proposed, accepted,
    noted or refused. `content` (the corrected answers) and `reason` are sealed. `process_instance_id` is the
    process that decides on it. Where it opened the case again, `base` says, sealed, where the case
    then stood, and `after_event` the last event of the case's audit trail before that.
    """

    __tablename__ = "correction"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submission.id"), index=True)
    process_instance_id: Mapped[UUID | None] = mapped_column(ForeignKey("process_instance.id"))
    outcome: Mapped[str] = mapped_column(String(10))
    corrected_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    corrected_for: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    corrected_at_utc: Mapped[datetime] = mapped_column(UtcTime)
    settled_at_utc: Mapped[datetime | None] = mapped_column(UtcTime)
    settled_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[bytes] = mapped_column(Sealed)
    content: Mapped[bytes] = mapped_column(Sealed)
    number: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    base: Mapped[bytes | None] = mapped_column(Sealed)
    after_event: Mapped[int | None]

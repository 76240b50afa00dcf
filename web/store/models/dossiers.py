"""Dossiers: the last one that was made of a case for a person."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from web.store.database import Model, Sealed, UtcTime


class Dossier(Model):
    """The dossier that was made last of a case for a person; the next one takes its place.

    `digest` is the SHA-256 of its bytes, which are sealed with the case's key in `content`. The audit trail
    keeps the digest of every dossier.
    """

    __tablename__ = "dossier"
    __table_args__ = (UniqueConstraint("case_id", "person_id", name="uq_dossier_case_person"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    made_at_utc: Mapped[datetime] = mapped_column(UtcTime)
    digest: Mapped[bytes]
    size: Mapped[int]
    files: Mapped[int]
    redacted: Mapped[int]
    content: Mapped[bytes] = mapped_column(Sealed)

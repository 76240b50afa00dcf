"""Deployed versions: what ran can always be shown."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from web.store.database import Model, UtcTime


class Deployment(Model):
    """One numbered version: every file as it was deployed, packed, and the digest over them."""

    __tablename__ = "deployment"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    digest: Mapped[str] = mapped_column(String(64))
    files: Mapped[bytes] = mapped_column(LargeBinary)
    deployed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    deployed_at_utc: Mapped[datetime] = mapped_column(UtcTime)

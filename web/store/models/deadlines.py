"""Deadlines that somebody extended."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from web.store.database import Model, Sealed, UtcTime


class Extension(Model):
    """The due date of a user task was moved to a later day; `reason` is sealed. Never changed or erased.

    `due_before` is null where it waited for a meeting that nobody had arranged.
    """

    __tablename__ = "extension"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    task_id: Mapped[str] = mapped_column(ForeignKey("user_task.id"))
    due_before: Mapped[date | None]
    due_after: Mapped[date]
    reason: Mapped[bytes] = mapped_column(Sealed)
    extended_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    extended_at_utc: Mapped[datetime] = mapped_column(UtcTime)

"""Agendas of meetings: which cases stand on one, in which order, and who attended."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from web.store.database import Model, UtcTime


class AgendaItem(Model):
    """A case that somebody put on a meeting's agenda or gave a place on it, or that was on it when it met.

    What waits for a meeting stands on its agenda without a row; once the meeting was held, only these do.
    """

    __tablename__ = "agenda_item"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), primary_key=True)
    position: Mapped[int]
    by_hand: Mapped[bool]
    put_on_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    put_on_at_utc: Mapped[datetime] = mapped_column(UtcTime)


class Attendance(Model):
    """Whether somebody was at a meeting, as it was recorded last; the audit trail has what was before."""

    __tablename__ = "attendance"
    __table_args__ = (
        CheckConstraint("standing in ('present', 'apologies', 'absent')", name="standing"),
    )

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    standing: Mapped[str] = mapped_column(String(10))
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    recorded_at_utc: Mapped[datetime] = mapped_column(UtcTime)

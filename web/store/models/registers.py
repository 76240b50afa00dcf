"""Registers: rows that forms and diagrams write, kept with their case."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from web.store.database import Model, Sealed, UtcTime


class RegisterEntry(Model):
    """One row of a register as one step left it; the newest version is how it stands.

    `row` counts within the register and the process instance. `content` is sealed: the row's fields, and
    whether a later answer left the row out. `element` is the step that wrote it, `written_by` null where a
    timer or a meeting did.
    """

    __tablename__ = "register_entry"
    __table_args__ = (
        UniqueConstraint(
            "case_id",
            "process_instance_id",
            "register",
            "row",
            "version",
            name="uq_register_entry_version",
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"))
    process_instance_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id"))
    register: Mapped[str] = mapped_column(String(60), index=True)
    row: Mapped[int]
    version: Mapped[int]
    process: Mapped[str] = mapped_column(String(100))
    element: Mapped[str] = mapped_column(String(100))
    written_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    written_at_utc: Mapped[datetime] = mapped_column(UtcTime)
    content: Mapped[bytes] = mapped_column(Sealed)


class RegisterStanding(Model):
    """A row of a register stood in a state from a day on, and until a day (null: it still does).

    A copy of how the sealed rows stand, kept with each write so that states can be counted; it holds the
    key of the state and nothing that people wrote. A row that was left out stands nowhere.
    """

    __tablename__ = "register_standing"
    __table_args__ = (
        Index("ix_register_standing_case", "case_id"),
        Index("ix_register_standing_since", "register", "state", "since", "id"),
        Index(
            "uq_register_standing_now",
            "process_instance_id",
            "register",
            "row",
            unique=True,
            postgresql_where=text("until IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"))
    process_instance_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id"))
    register: Mapped[str] = mapped_column(String(60))
    row: Mapped[int]
    state: Mapped[str] = mapped_column(String(60))
    since: Mapped[date]
    until: Mapped[date | None]

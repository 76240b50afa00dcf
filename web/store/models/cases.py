"""Cases: one incident each, with its own key, and who is kept away from it or stands in on it."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from web.store.database import Model, Sealed, UtcTime


class Case(Model):
    """One incident. No column says anything of a child; `key` is the case's own, wrapped.

    `data_version` is the newest of its case_data; `shown_to` holds the roles that see the case from some
    step on (property `seen-by` of the diagram's elements). `closed_by_*` name the end that closed it.
    While it is on hold, `held_since` says since when; `held_days` are those of the holds that have ended.
    `review_type` is the field of the case of that name, "" while it has no value; it is null only for a
    case of before that column, until the worker has read it (web/store/review_types.py). `rows_unread` is
    true only where rows of registers are older than the table of their standings, until the worker has read
    them (web/store/older_rows.py).
    """

    __tablename__ = "case"
    __table_args__ = (
        # Lists go through them without reading each case.
        Index(
            "ix_case_listing",
            "received_on",
            "reference",
            postgresql_include=["id", "notifier_id", "closed_at_utc"],
        ),
        Index(
            "ix_case_listing_open",
            "received_on",
            "reference",
            postgresql_include=["id", "notifier_id"],
            postgresql_where=text("closed_at_utc IS NULL"),
        ),
        Index("ix_case_review_type_unread", "id", postgresql_where=text("review_type IS NULL")),
        Index("ix_case_rows_unread", "id", postgresql_where=text("rows_unread")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    deployment_number: Mapped[int] = mapped_column(ForeignKey("deployment.number"))
    notifier_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    received_on: Mapped[date]
    opened_at_utc: Mapped[datetime] = mapped_column(UtcTime)
    closed_at_utc: Mapped[datetime | None] = mapped_column(UtcTime)
    closed_by_process: Mapped[str | None] = mapped_column(String(100))
    closed_by_element: Mapped[str | None] = mapped_column(String(100))
    shown_to: Mapped[list[str]] = mapped_column(ARRAY(String(40)), default=list)
    held_since: Mapped[date | None]
    held_days: Mapped[int] = mapped_column(default=0)
    review_type: Mapped[str | None] = mapped_column(String(60), default="")
    rows_unread: Mapped[bool] = mapped_column(default=False)
    key: Mapped[bytes] = mapped_column(Sealed)
    data_version: Mapped[int] = mapped_column(default=0)


class CaseData(Model):
    """The facts and the fields of `case` after an action changed them, sealed; never overwritten.

    An action reads the newest, and its audit events name the version they used.
    """

    __tablename__ = "case_data"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(Sealed)
    at_utc: Mapped[datetime] = mapped_column(UtcTime)


class ReferenceCounter(Model):
    """The last number given in a year, so that references run without gaps."""

    __tablename__ = "reference_counter"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class Conflict(Model):
    """A person declared a conflict of interest on a case, and does not see it until it is withdrawn.

    `task_id` is the task in whose form they said so, null where they declared it of themselves;
    `done_before` are the tasks that they, or a deputy for them, had completed on the case by then; `nature`
    and `withdrawal` are what they and who withdrew it wrote, sealed.
    """

    __tablename__ = "conflict"
    __table_args__ = (
        Index(
            "ix_conflict_standing",
            "case_id",
            "person_id",
            unique=True,
            postgresql_where=text("withdrawn_at_utc IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    declared_at_utc: Mapped[datetime] = mapped_column(UtcTime)
    task_id: Mapped[str | None] = mapped_column(String(200))
    done_before: Mapped[list[str]] = mapped_column(ARRAY(String(200)), default=list)
    nature: Mapped[bytes | None] = mapped_column(Sealed)
    withdrawn_at_utc: Mapped[datetime | None] = mapped_column(UtcTime)
    withdrawn_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    withdrawal: Mapped[bytes | None] = mapped_column(Sealed)


class StandIn(Model):
    """Who was appointed last to a role on one case: one person, or several where the role is for several.

    `independent` says that the role must be held by nobody who works for an agency under review; `reason`
    is kept, sealed, where no form asked for the appointment.
    """

    __tablename__ = "stand_in"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), primary_key=True)
    role: Mapped[str] = mapped_column(ForeignKey("role.name"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    appointed_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    appointed_at_utc: Mapped[datetime] = mapped_column(UtcTime)
    independent: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[bytes | None] = mapped_column(Sealed)


class CaseAgency(Model):
    """An agency under review on a case: a form listed it."""

    __tablename__ = "case_agency"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), primary_key=True)
    agency_key: Mapped[str] = mapped_column(ForeignKey("agency.key"), primary_key=True)
    listed_at_utc: Mapped[datetime] = mapped_column(UtcTime)

"""Departures from the protocol: each recorded as it happens, and how many there were of each kind."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, String, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from web.store.database import Model, Sealed, UtcTime


class Departure(Model):
    """One departure, found by the rule of that key in the departures.yaml of the version, at its `place`.

    `on_day` is the day on which it happened, of a late step the first day on which it was late. `task_id`
    is the task concerned, if there is one, and `due` the day that was to be kept, of a deadline that was
    missed or extended; `days_late` is set of a late step once it is done, withdrawn or due later.
    `reason` is sealed; `reason_at` holds the answers (`process/element/question`) of a later step that will
    give it. `by` is who took the step, null where nobody did. `review_type` is the one the case has now.
    """

    __tablename__ = "departure"
    __table_args__ = (
        Index(
            "ix_departure_unexplained",
            "case_id",
            postgresql_where=text("reason IS NULL AND reason_at <> '{}'"),
        ),
        Index(
            "ix_departure_still_late",
            "on_day",
            "number",
            postgresql_where=text("late AND days_late IS NULL"),
        ),
        Index("ix_departure_listing", "on_day", "number"),
        Index("ix_departure_review_type", "review_type", "on_day", "number"),
        Index("ix_departure_rule", "rule", "on_day", "number"),
        Index("ix_departure_element", "process", "element", "on_day", "number"),
        Index("ix_departure_case", "case_id", "number"),
        Index(
            "ix_departure_late_once",
            "task_id",
            "rule",
            "on_day",
            unique=True,
            postgresql_where=text("late"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    number: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"))
    process_instance_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id"))
    deployment_number: Mapped[int] = mapped_column(ForeignKey("deployment.number"))
    process: Mapped[str] = mapped_column(String(100))
    element: Mapped[str] = mapped_column(String(100))
    review_type: Mapped[str] = mapped_column(String(60), default="")
    rule: Mapped[str] = mapped_column(String(60))
    place: Mapped[int]
    clause: Mapped[str] = mapped_column(String(20))
    task_id: Mapped[str | None] = mapped_column(String(200))
    on_day: Mapped[date]
    at_utc: Mapped[datetime] = mapped_column(UtcTime)
    due: Mapped[date | None]
    late: Mapped[bool] = mapped_column(default=False)
    days_late: Mapped[int | None]
    reason: Mapped[bytes | None] = mapped_column(Sealed)
    reason_at: Mapped[list[str]] = mapped_column(ARRAY(String(300)), default=list)
    by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class DepartureTally(Model):
    """How many departures of a rule at an element happened in a month (its first day), by version.

    `review_type` is the one the case has now, all its past included. Counted up in the transaction that
    records them, so that no page counts cases.
    """

    __tablename__ = "departure_tally"

    month: Mapped[date] = mapped_column(primary_key=True)
    rule: Mapped[str] = mapped_column(String(60), primary_key=True)
    process: Mapped[str] = mapped_column(String(100), primary_key=True)
    element: Mapped[str] = mapped_column(String(100), primary_key=True)
    deployment_number: Mapped[int] = mapped_column(
        ForeignKey("deployment.number"), primary_key=True
    )
    review_type: Mapped[str] = mapped_column(String(60), primary_key=True)
    count: Mapped[int]

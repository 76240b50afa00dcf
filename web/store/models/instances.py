"""Process instances, and what the pages read of them: user tasks, visits, flows, decisions."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, String, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from web.store.database import Model, Sealed, UtcTime


class ProcessInstance(Model):
    """One run of a process on a case, pinned to a version; `state` is the engine's, sealed.

    `version` is compared when the state is saved: whoever saves second over the same state is refused.
    `begun_by` is the person who began it on the case, `cancelled` says that it ended because the case did.
    """

    __tablename__ = "process_instance"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    deployment_number: Mapped[int] = mapped_column(ForeignKey("deployment.number"))
    process: Mapped[str] = mapped_column(String(100))
    position: Mapped[int]  # 1 is the process that began the case
    state: Mapped[bytes] = mapped_column(Sealed)
    version: Mapped[int] = mapped_column(default=1)
    started_at_utc: Mapped[datetime] = mapped_column(UtcTime)
    ended_at_utc: Mapped[datetime | None] = mapped_column(UtcTime)
    begun_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    cancelled: Mapped[bool] = mapped_column(default=False)


class UserTask(Model):
    """A user task that waits, was completed or was withdrawn; who holds it is worked out when read.

    `number` grows in the order in which tasks were opened, also within one action. `due` is null while a
    hold stops it, too; `why_due` is sealed, and says how the date came about.
    `completed_for` is whom a deputy stood for; `not_by` holds the tasks (`process/element`) whose doer may
    not do this one.
    `taken_by` is who of its holders took it, or was handed it by `handed_by`: while they hold it, nobody else
    completes it. `reminded_for` is the due date that mails before it were last thought about for.
    """

    __tablename__ = "user_task"
    __table_args__ = (
        # Lists read one lane at a time, in the order in which tasks are due.
        Index(
            "ix_user_task_role_due",
            "role",
            "due",
            "number",
            postgresql_where=text(
                "closed_at_utc IS NULL AND person_id IS NULL AND agency_key IS NULL"
            ),
        ),
        Index(
            "ix_user_task_role_opened",
            "role",
            "opened_at_utc",
            postgresql_where=text(
                "closed_at_utc IS NULL AND person_id IS NULL AND agency_key IS NULL"
            ),
        ),
        Index(
            "ix_user_task_agency_due",
            "agency_key",
            "role",
            "due",
            "number",
            postgresql_where=text("closed_at_utc IS NULL AND agency_key IS NOT NULL"),
        ),
        Index(
            "ix_user_task_agency_opened",
            "agency_key",
            "role",
            "opened_at_utc",
            postgresql_where=text("closed_at_utc IS NULL AND agency_key IS NOT NULL"),
        ),
        Index(
            "ix_user_task_person_opened",
            "person_id",
            "opened_at_utc",
            postgresql_where=text("closed_at_utc IS NULL AND person_id IS NOT NULL"),
        ),
        Index(
            "ix_user_task_person_due",
            "person_id",
            "due",
            "number",
            postgresql_where=text("closed_at_utc IS NULL AND person_id IS NOT NULL"),
        ),
        Index(
            "ix_user_task_taken",
            "taken_by",
            "due",
            "number",
            postgresql_where=text("closed_at_utc IS NULL AND taken_by IS NOT NULL"),
        ),
        Index("ix_user_task_case_open", "case_id", postgresql_where=text("closed_at_utc IS NULL")),
        Index(
            "ix_user_task_agency_case",
            "agency_key",
            "case_id",
            postgresql_where=text("agency_key IS NOT NULL"),
        ),
        # What another person must do than did a step before, by whose it is.
        Index(
            "ix_user_task_two_people",
            "agency_key",
            "person_id",
            "role",
            "not_by",
            postgresql_where=text("closed_at_utc IS NULL AND not_by <> '{}'"),
        ),
        Index("ix_user_task_due", "due", postgresql_where=text("closed_at_utc IS NULL")),
        Index(
            "ix_user_task_open",
            "role",
            "due",
            "opened_at_utc",
            postgresql_where=text("closed_at_utc IS NULL"),
        ),
        Index(
            "ix_user_task_standing",
            "process",
            "element",
            postgresql_where=text("closed_at_utc IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(String(200), primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    process_instance_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id"), index=True)
    process: Mapped[str] = mapped_column(String(100))
    element: Mapped[str] = mapped_column(String(100))
    role: Mapped[str] = mapped_column(String(40))
    agency_key: Mapped[str | None] = mapped_column(String(60))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    due: Mapped[date | None]
    why_due: Mapped[bytes | None] = mapped_column(Sealed)
    instance_index: Mapped[int | None]
    opened_at_utc: Mapped[datetime] = mapped_column(UtcTime)
    closed_at_utc: Mapped[datetime | None] = mapped_column(UtcTime)
    withdrawn: Mapped[bool] = mapped_column(default=False)
    completed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    completed_for: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    not_by: Mapped[list[str]] = mapped_column(ARRAY(String(201)), default=list)
    taken_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    taken_at_utc: Mapped[datetime | None] = mapped_column(UtcTime)
    handed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    reminded_for: Mapped[date | None]


# Left after the day by which it was due; lists say it in the words of the index, which is found by them.
LATE_VISIT = "element_visit.due < (timezone('Europe/London', element_visit.left_at_utc))::date"


class ElementVisit(Model):
    """A token stood on an element from `entered_at_utc`; it stands there while `left_at_utc` is null.

    `due` is by when the task of a person was due that it left; null where it was not, or was withdrawn.
    """

    __tablename__ = "element_visit"
    __table_args__ = (
        Index("ix_element_visit_instance", "process_instance_id", "id"),
        Index("ix_element_visit_left", "process", "element", "left_at_utc", "id"),
        Index(
            "ix_element_visit_late",
            "process",
            "element",
            "left_at_utc",
            "id",
            postgresql_where=text(LATE_VISIT),
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    process_instance_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id"))
    process: Mapped[str] = mapped_column(String(100))
    element: Mapped[str] = mapped_column(String(100))
    task_id: Mapped[str] = mapped_column(String(200))
    entered_at_utc: Mapped[datetime] = mapped_column(UtcTime)
    left_at_utc: Mapped[datetime | None] = mapped_column(UtcTime)
    cancelled: Mapped[bool] = mapped_column(default=False)
    due: Mapped[date | None]


class FlowTaken(Model):
    """A token passed along a sequence flow; ids are the modeller's own."""

    __tablename__ = "flow_taken"
    __table_args__ = (
        Index("ix_flow_taken_instance", "process_instance_id", "id"),
        Index("ix_flow_taken_at", "process", "flow", "at_utc", "id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    process_instance_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id"))
    process: Mapped[str] = mapped_column(String(100))
    flow: Mapped[str] = mapped_column(String(100))
    at_utc: Mapped[datetime] = mapped_column(UtcTime)


class DecisionEvaluation(Model):
    """A decision as it was taken: inputs, rows matched and outputs are sealed in `content`.

    `number` grows in the order in which decisions were taken, also within one action.
    """

    __tablename__ = "decision_evaluation"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    process_instance_id: Mapped[UUID] = mapped_column(ForeignKey("process_instance.id"))
    deployment_number: Mapped[int] = mapped_column(ForeignKey("deployment.number"))
    process: Mapped[str] = mapped_column(String(100))
    element: Mapped[str] = mapped_column(String(100))
    decision: Mapped[str] = mapped_column(String(100))
    variable: Mapped[str] = mapped_column(String(100))
    number: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    at_utc: Mapped[datetime] = mapped_column(UtcTime)
    content: Mapped[bytes] = mapped_column(Sealed)

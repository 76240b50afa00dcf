"""Where cases stand and how often steps and flows were taken: copies, kept so that no page counts anew."""

from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from web.store.database import Model

NO_DUE: Final = date.max  # In place of null, so that keys can be compared.
OVERDUE: Final = date.min  # In place of days that have passed: late is late.


class CaseStanding(Model):
    """A case stands at an element of a process now; written whenever that, or when it is due, changes.

    `element` is "" for the process as a whole and `process` too for the case as a whole. `since` is the day
    on which the first of what stands there came, and `due` the first due date of a task that waits there.
    """

    __tablename__ = "case_standing"
    __table_args__ = (Index("ix_case_standing_list", "process", "element", "due", "reference"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), primary_key=True)
    deployment_number: Mapped[int] = mapped_column(
        ForeignKey("deployment.number"), primary_key=True
    )
    process: Mapped[str] = mapped_column(String(100), primary_key=True)
    element: Mapped[str] = mapped_column(String(100), primary_key=True)
    reference: Mapped[str] = mapped_column(String(20))
    review_type: Mapped[str] = mapped_column(String(60))
    since: Mapped[date]
    due: Mapped[date]


class Tally(Model):
    """What is to be added to a count, or taken from it. Counts are sums of these rows.

    `kind` is standing (`number` cases, by the month of `since` and by `due`), left (`number` times, with the
    sums of web.store.tallies.Left) or taken; `what` is an element or a flow, "" as in CaseStanding. For came
    and gone it is a state that a row of a register (in `process`) came to, or stands in no longer. Actions
    only ever add rows, so that no two of them wait for each other; the worker sums them up (`merged`).
    """

    __tablename__ = "tally"
    __table_args__ = (
        Index("ix_tally_read", "kind", "process", "what"),
        Index("ix_tally_added", "kind", "process", postgresql_where=text("NOT merged")),
        Index(
            "ix_tally_merged",
            "deployment_number",
            "kind",
            "process",
            "what",
            "review_type",
            "month",
            "due",
            unique=True,
            postgresql_where=text("merged"),
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    deployment_number: Mapped[int] = mapped_column(ForeignKey("deployment.number"))
    kind: Mapped[str] = mapped_column(String(10))
    process: Mapped[str] = mapped_column(String(100))
    what: Mapped[str] = mapped_column(String(100))
    review_type: Mapped[str] = mapped_column(String(60))
    month: Mapped[date]
    due: Mapped[date]
    number: Mapped[int]
    days: Mapped[int] = mapped_column(BigInteger, default=0)
    targeted: Mapped[int] = mapped_column(default=0)
    within: Mapped[int] = mapped_column(default=0)
    target_days: Mapped[int] = mapped_column(BigInteger, default=0)
    merged: Mapped[bool] = mapped_column(default=False)


class TallyTotal(Model):
    """The sum of merged tallies over all months and types of review, so that few rows are read for a map.

    What is due before the day of the last merge stands together under `OVERDUE`.
    """

    __tablename__ = "tally_total"

    deployment_number: Mapped[int] = mapped_column(
        ForeignKey("deployment.number"), primary_key=True
    )
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    process: Mapped[str] = mapped_column(String(100), primary_key=True)
    what: Mapped[str] = mapped_column(String(100), primary_key=True)
    due: Mapped[date] = mapped_column(primary_key=True)
    number: Mapped[int]
    days: Mapped[int] = mapped_column(BigInteger)
    targeted: Mapped[int]
    within: Mapped[int]
    target_days: Mapped[int] = mapped_column(BigInteger)

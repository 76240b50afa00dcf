"""The cases behind a count of the annual report, and those of which somebody is still to be told something.

What is listed for a line is what the tallies of its year count (web/store/recount.py says so in full): as
many rows as the count, but for cases that the reader may not see.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    String,
    and_,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import Session

from engine.annual import Awaited, Line, Source
from engine.calendar import LONDON
from engine.errors import NotFoundError
from web.store.models import (
    Case,
    ElementVisit,
    FlowTaken,
    Notice,
    ProcessInstance,
    RegisterStanding,
    UserTask,
)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One thing that a line counts: where it happened, on what day, by when it was due if that is asked."""

    reference: str
    review_type: str
    run: int
    deployment: int
    process: str
    what: str
    on: date
    due: date | None
    place: str

    @property
    def cursor(self) -> str:
        """Return where a page goes on that ends with this."""
        return f"{self.on.isoformat()}~{self.place}"


@dataclass(frozen=True, slots=True)
class Waits:
    """A case of which somebody is still to be told something, since a day."""

    id: UUID
    reference: str
    review_type: str
    since: date

    @property
    def cursor(self) -> str:
        """Return where a page goes on that ends with this."""
        return f"{self.since.isoformat()}~{self.reference}"


def occurrences(
    session: Session,
    line: Line,
    year: int,
    *,
    among: ColumnElement[bool],
    review_type: str | None,
    in_time: bool | None,
    after: str,
    limit: int | None,
) -> Sequence[Occurrence]:
    """Return what a line counts in a year, the first first, among the cases that a condition chooses.

    ``in_time`` chooses what was done by its day, or later, where the line counts deadlines. A line that
    counts departures has a list of its own (web/store/departures.py).
    """
    rows = _counted(line, year).subquery()
    asked: list[ColumnElement[bool]] = [among]
    if review_type is not None:
        asked.append(func.coalesce(Case.review_type, "") == review_type)
    if in_time is not None:
        asked.append(rows.c.on_day <= rows.c.due if in_time else rows.c.on_day > rows.c.due)
    if after:
        asked.append(tuple_(rows.c.on_day, rows.c.place) > _beyond(after))
    found = session.execute(
        select(Case.reference, func.coalesce(Case.review_type, ""), *rows.c[1:])
        .join(Case, Case.id == rows.c.case_id)
        .where(*asked)
        .order_by(rows.c.on_day, rows.c.place)
        .limit(limit)
    )
    return [Occurrence(*row) for row in found]


def waiting(
    session: Session,
    awaited: Awaited,
    *,
    among: ColumnElement[bool],
    after: str,
    limit: int | None,
) -> Sequence[Waits]:
    """Return the cases of which no awaited notice has been sent to who waits; who waits longest is first."""
    begun = (
        select(ProcessInstance.case_id, func.min(_day(ElementVisit.left_at_utc)).label("since"))
        .join(ElementVisit, ElementVisit.process_instance_id == ProcessInstance.id)
        .where(
            tuple_(ElementVisit.process, ElementVisit.element).in_(_split(awaited.since)),
            ElementVisit.left_at_utc.is_not(None),
            ElementVisit.cancelled.is_(False),
        )
        .group_by(ProcessInstance.case_id)
        .subquery()
    )
    told = exists().where(
        Notice.case_id == Case.id,
        tuple_(Notice.process, Notice.element).in_(_split(awaited.until)),
        Notice.to_word == awaited.to,
        Notice.sent_at_utc.is_not(None),
    )
    asked: list[ColumnElement[bool]] = [among, ~told]
    if after:
        asked.append(tuple_(begun.c.since, Case.reference) > _beyond(after))
    found = session.execute(
        select(Case.id, Case.reference, func.coalesce(Case.review_type, ""), begun.c.since)
        .join(begun, begun.c.case_id == Case.id)
        .where(*asked)
        .order_by(begun.c.since, Case.reference)
        .limit(limit)
    )
    return [Waits(*row) for row in found]


def _counted(line: Line, year: int) -> Select[Any]:
    """Return everything a line counts, in columns that are the same for each source."""
    begins, ends = (
        datetime(each, 1, 1, tzinfo=LONDON).astimezone(UTC) for each in (year, year + 1)
    )
    places = _split(line.places)
    match line.source:
        case Source.LEFT | Source.DEADLINE:
            visit = ElementVisit
            rows = _of_a_run(
                visit.process, visit.element, visit.left_at_utc, UserTask.due, visit.id
            )
            rows = (
                rows.join(ElementVisit, ElementVisit.process_instance_id == ProcessInstance.id)
                .outerjoin(UserTask, _is_task_of(visit))
                .where(
                    tuple_(visit.process, visit.element).in_(places),
                    visit.left_at_utc >= begins,
                    visit.left_at_utc < ends,
                    visit.cancelled.is_(False),
                )
            )
            return rows.where(UserTask.due.is_not(None)) if line.source is Source.DEADLINE else rows
        case Source.TAKEN:
            flow = FlowTaken
            rows = _of_a_run(flow.process, flow.flow, flow.at_utc, null(), flow.id)
            return rows.join(FlowTaken, flow.process_instance_id == ProcessInstance.id).where(
                tuple_(flow.process, flow.flow).in_(places),
                flow.at_utc >= begins,
                flow.at_utc < ends,
            )
        case Source.CAME | Source.STANDING:
            stood = RegisterStanding
            rows = _of_a_run(stood.register, stood.state, stood.since, null(), stood.id)
            rows = rows.join(
                RegisterStanding, stood.process_instance_id == ProcessInstance.id
            ).where(
                tuple_(stood.register, stood.state).in_(places), stood.since <= date(year, 12, 31)
            )
            if line.source is Source.CAME:
                return rows.where(stood.since >= date(year, 1, 1))
            return rows.where(or_(stood.until.is_(None), stood.until > date(year, 12, 31)))
    raise NotFoundError("list")


def _of_a_run(process: Any, what: Any, at: Any, due: Any, place: Any) -> Select[Any]:
    """Return the columns of something that happened in a process instance."""
    on = at if isinstance(at.type, Date) else _day(at)
    return select(
        ProcessInstance.case_id.label("case_id"),
        ProcessInstance.position.label("run"),
        ProcessInstance.deployment_number.label("deployment"),
        process.label("process"),
        what.label("what"),
        on.label("on_day"),
        cast(due, Date).label("due"),
        func.lpad(cast(place, String), 40, "0").label("place"),
    ).select_from(ProcessInstance)


def _is_task_of(visit: type[ElementVisit]) -> ColumnElement[bool]:
    return and_(
        UserTask.id == visit.task_id,
        UserTask.process == visit.process,
        UserTask.element == visit.element,
    )


def _day(instant: Any) -> ColumnElement[date]:
    return cast(func.timezone(literal("Europe/London"), instant), Date)


def _split(places: Sequence[str]) -> list[tuple[str, str]]:
    return [(each.partition("/")[0], each.partition("/")[2]) for each in places]


def _beyond(after: str) -> Any:
    day, _, place = after.partition("~")
    try:
        return tuple_(literal(date.fromisoformat(day)), literal(place))
    except ValueError:
        raise NotFoundError("page") from None

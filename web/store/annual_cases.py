"""The cases behind a count of the annual report, and those of which somebody is still to be told something.

What is listed for a line is what the tallies of its year count (web/store/recount.py says so in full): as
many rows as the count, but for cases that the reader may not see.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    Select,
    SQLColumnExpression,
    String,
    Uuid,
    cast,
    exists,
    func,
    literal,
    literal_column,
    null,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.orm import Session

from engine.annual import Awaited, Line, Source
from engine.calendar import LONDON, london_date
from engine.errors import NotFoundError
from web.store.models import (
    Case,
    ElementVisit,
    FlowTaken,
    Notice,
    ProcessInstance,
    RegisterStanding,
)
from web.store.models.instances import LATE_VISIT

_LATE: Final[ColumnElement[bool]] = literal_column(LATE_VISIT, Boolean())

# A place in a list is written with so many letters, so that numbers and ids are in order as words.
_DIGITS: Final = 40


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One thing that a line counts: where it happened and when, by when it was due if that is asked."""

    reference: str
    review_type: str
    run: int
    deployment: int
    process: str
    what: str
    at: datetime | date
    due: date | None
    place: str

    @property
    def on(self) -> date:
        """Return the day in London."""
        return london_date(self.at) if isinstance(self.at, datetime) else self.at

    @property
    def cursor(self) -> str:
        """Return where a page goes on that ends with this."""
        return f"{self.at.isoformat()}~{self.place}"


@dataclass(frozen=True, slots=True)
class Waits:
    """A case of which somebody is still to be told something, since a day."""

    id: UUID
    reference: str
    review_type: str
    received_on: date
    since: date

    @property
    def cursor(self) -> str:
        """Return where a page goes on that ends with this."""
        return f"{self.received_on.isoformat()}~{self.reference}"


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
    # Each place by itself: the index that begins with it has its rows in order, and only the first are read.
    of_places = []
    for written in line.places:
        counted = _counted(line.source, *_split(written), year)
        place = counted.at, counted.id
        asked = [among, *_filters(review_type, in_time)]
        if after:
            asked.append(tuple_(*place) > _given(after, *place))
        of_places.append(counted.rows.where(*asked).order_by(*place).limit(limit).subquery())
    every = union_all(*(select(each) for each in of_places)).subquery()
    found = session.execute(select(every).order_by(every.c.at, every.c.place).limit(limit))
    return [Occurrence(*row) for row in found]


def waiting(
    session: Session,
    awaited: Awaited,
    *,
    among: ColumnElement[bool],
    after: str,
    limit: int | None,
) -> Sequence[Waits]:
    """Return the cases of which no awaited notice has been sent to who waits; what came first is first."""
    told = exists().where(
        Notice.case_id == Case.id,
        tuple_(Notice.process, Notice.element).in_(map(_split, awaited.until)),
        Notice.to_word == awaited.to,
        Notice.sent_at_utc.is_not(None),
    )
    asked: list[ColumnElement[bool]] = [among, ~told]
    if after:
        day, reference = _cursor(after)
        beyond = tuple_(literal(day), literal(reference))
        asked.append(tuple_(Case.received_on, Case.reference) > beyond)
    type_of = func.coalesce(Case.review_type, "").label("review_type")
    # The offset keeps the two questions apart: since when is asked only of those who were not told.
    untold = (
        select(Case.id, Case.reference, type_of, Case.received_on)
        .where(*asked)
        .order_by(Case.received_on, Case.reference)
        .offset(0)
        .subquery()
    )
    begun = (
        select(func.min(_day(ElementVisit.left_at_utc)))
        .join(ProcessInstance, ProcessInstance.id == ElementVisit.process_instance_id)
        .where(
            ProcessInstance.case_id == untold.c.id,
            tuple_(ElementVisit.process, ElementVisit.element).in_(map(_split, awaited.since)),
            ElementVisit.left_at_utc.is_not(None),
            ElementVisit.cancelled.is_(False),
        )
        .scalar_subquery()
    )
    found = session.execute(
        select(untold, begun)
        .where(begun.is_not(None))
        .order_by(untold.c.received_on, untold.c.reference)
        .limit(limit)
    )
    return [Waits(*row) for row in found]


@dataclass(frozen=True, slots=True)
class _Counted:
    """What is counted at one place: its rows, and the columns by which they are ordered and chosen."""

    rows: Select[Any]
    at: SQLColumnExpression[Any]
    id: SQLColumnExpression[Any]


def _counted(source: Source, process: str, what: str, year: int) -> _Counted:
    """Return everything that is counted at a place in a year, in columns that are the same everywhere.

    Only of steps that are left there is a day by which they were due.
    """
    begins, ends = (
        datetime(each, 1, 1, tzinfo=LONDON).astimezone(UTC) for each in (year, year + 1)
    )
    first, last = date(year, 1, 1), date(year, 12, 31)
    match source:
        case Source.LEFT | Source.DEADLINE:
            visit = ElementVisit
            found = _of_a_run(visit, visit.process, visit.element, visit.left_at_utc, visit.due)
            rows = found.rows.where(
                visit.process == process,
                visit.element == what,
                visit.cancelled.is_(False),
                visit.left_at_utc >= begins,
                visit.left_at_utc < ends,
            )
            if source is Source.DEADLINE:
                rows = rows.where(visit.due.is_not(None))
        case Source.TAKEN:
            flow = FlowTaken
            found = _of_a_run(flow, flow.process, flow.flow, flow.at_utc, null())
            rows = found.rows.where(
                flow.process == process,
                flow.flow == what,
                flow.at_utc >= begins,
                flow.at_utc < ends,
            )
        case Source.CAME | Source.STANDING:
            stood = RegisterStanding
            found = _of_a_run(stood, stood.register, stood.state, stood.since, null())
            rows = found.rows.where(
                stood.register == process, stood.state == what, stood.since <= last
            )
            if source is Source.CAME:
                rows = rows.where(stood.since >= first)
            else:
                rows = rows.where(or_(stood.until.is_(None), stood.until > last))
        case _:
            raise NotFoundError("list")
    return replace(found, rows=rows)


def _of_a_run(
    table: type[ElementVisit | FlowTaken | RegisterStanding],
    process: Any,
    what: Any,
    at: Any,
    due: Any,
) -> _Counted:
    """Return the columns of something that happened in a process instance."""
    rows = (
        select(
            Case.reference,
            func.coalesce(Case.review_type, "").label("review_type"),
            ProcessInstance.position.label("run"),
            ProcessInstance.deployment_number.label("deployment"),
            process.label("process"),
            what.label("what"),
            at.label("at"),
            cast(due, Date).label("due"),
            func.lpad(cast(table.id, String), _DIGITS, "0").label("place"),
        )
        .select_from(table)
        .join(ProcessInstance, ProcessInstance.id == table.process_instance_id)
        .join(Case, Case.id == ProcessInstance.case_id)
    )
    return _Counted(rows, at, table.id)


def _filters(review_type: str | None, in_time: bool | None) -> Iterator[ColumnElement[bool]]:
    if review_type is not None:
        yield func.coalesce(Case.review_type, "") == review_type
    if in_time is not None:
        yield ~_LATE if in_time else _LATE


def _given(after: str, at: Any, id_: Any) -> ColumnElement[Any]:
    """Return the place of a list that a page ended with, as its columns have it."""
    day, place = _cursor(after)
    try:
        instant = day if isinstance(at.type, Date) else _instant(after)
        number = UUID(place[-36:]) if isinstance(id_.type, Uuid) else int(place)
    except ValueError:
        raise NotFoundError("page") from None
    return tuple_(literal(instant), literal(number))


def _cursor(after: str) -> tuple[date, str]:
    day, _, place = after.partition("~")
    try:
        return datetime.fromisoformat(day).date(), place
    except ValueError:
        raise NotFoundError("page") from None


def _instant(after: str) -> datetime:
    return datetime.fromisoformat(after.partition("~")[0]).astimezone(UTC)


def _day(instant: Any) -> ColumnElement[date]:
    return cast(func.timezone(literal("Europe/London"), instant), Date)


def _split(written: str) -> tuple[str, str]:
    process, _, what = written.partition("/")
    return process, what

"""The cases that stand at one step: a page of them, found by an index."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, tuple_
from sqlalchemy.orm import Session

from engine.errors import NotFoundError
from web.store.models import Case, CaseStanding, ElementVisit, ProcessInstance
from web.store.sight import visible_to
from web.use_cases.map_reading import MapReading

PAGE: Final = 50


def cases_standing(
    reading: MapReading, process: str, element: str, *, late: bool, after: str | None
) -> Sequence[CaseStanding]:
    """Return the cases at a step that the filters choose and the person may see: one more than PAGE."""
    first, last = reading.months
    where: list[ColumnElement[bool]] = [
        CaseStanding.process == process,
        CaseStanding.element == element,
        visible_to(reading.session, reading.person, today=reading.today),
    ]
    if reading.filters.version is not None:
        where.append(CaseStanding.deployment_number == reading.filters.version)
    if reading.review_type is not None:
        where.append(CaseStanding.review_type == reading.review_type)
    if first is not None:
        where.append(CaseStanding.since >= first)
    if last is not None:
        where.append(CaseStanding.since < (last + timedelta(days=31)).replace(day=1))
    if late:
        where.append(CaseStanding.due < reading.today)
    if after is not None:
        where.append(_beyond(after))
    return reading.session.scalars(
        select(CaseStanding)
        .join(Case, Case.id == CaseStanding.case_id)
        .where(*where)
        .order_by(CaseStanding.due, CaseStanding.reference)
        .limit(PAGE + 1)
    ).all()


def _beyond(after: str) -> ColumnElement[bool]:
    day, _, reference = after.partition("~")
    try:
        due = date.fromisoformat(day)
    except ValueError:
        raise NotFoundError("page") from None
    return tuple_(CaseStanding.due, CaseStanding.reference) > (due, reference)


def runs_of(
    session: Session, cases: Sequence[UUID], process: str, element: str
) -> dict[UUID, int | None]:
    """Return on which process instance of each case it stands there; the last, where on several."""
    rows = session.execute(
        select(ProcessInstance.case_id, func.max(ProcessInstance.position))
        .join(ElementVisit, ElementVisit.process_instance_id == ProcessInstance.id)
        .where(
            ProcessInstance.case_id.in_(cases),
            ElementVisit.process == process,
            ElementVisit.element == element,
            ElementVisit.left_at_utc.is_(None),
        )
        .group_by(ProcessInstance.case_id)
    )
    return {row[0]: row[1] for row in rows}

"""The cases that stand at one step: a page of them, found by an index."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, select, tuple_
from sqlalchemy.orm import Session

from engine.errors import NotFoundError
from web.store.models import Case, CaseStanding, ElementVisit, ProcessInstance
from web.store.sight import visible_to
from web.use_cases.map_reading import MapReading

PAGE: Final = 25


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
    # By the processes of these few cases: where thousands stand at a step, none of the others is looked at.
    instances = {
        row.id: row
        for row in session.execute(
            select(ProcessInstance.id, ProcessInstance.case_id, ProcessInstance.position).where(
                ProcessInstance.case_id.in_(cases)
            )
        )
    }
    standing = session.scalars(
        select(ElementVisit.process_instance_id).where(
            ElementVisit.process_instance_id.in_(list(instances)),
            ElementVisit.process == process,
            ElementVisit.element == element,
            ElementVisit.left_at_utc.is_(None),
        )
    )
    found: dict[UUID, int | None] = {}
    for each in sorted((instances[one] for one in standing), key=lambda row: row.position):
        found[each.case_id] = each.position
    return found

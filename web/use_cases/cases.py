"""Cases: those I may see, and one of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Subquery, and_, exists, or_, select, true
from sqlalchemy.orm import Session

from engine.calendar import london_date
from engine.errors import NotFoundError
from web.access import sees_every_case
from web.store.case_holders import CaseHolders
from web.store.directory import Actor, actor
from web.store.models import Case, UserTask
from web.store.sight import seen_whole_by, visible_to
from web.store.store import Store
from web.use_cases.case_beginnings import CaseBeginnings
from web.use_cases.case_corrections import CaseCorrections
from web.use_cases.case_list_views import CaseFilters, CaseLine, CasePage
from web.use_cases.case_reading import CaseReading
from web.use_cases.case_views import CaseView
from web.use_cases.held_days import days_of
from web.use_cases.readers import open_for

# How many pages of the newest cases are asked first whether the reader may know of them.
_ASKED_FIRST: Final = 2


class _Seen(NamedTuple):
    """A case, and whether its reader sees all of it."""

    case: Case
    whole: bool


class Cases:
    """Read cases. Whoever may not know of a case gets NotFoundError."""

    def __init__(self, store: Store) -> None:
        """Take the store."""
        self._store = store

    def cases(self, filters: CaseFilters, *, by: UUID) -> CasePage:
        """Return the cases this person may see, newest first, without personal data."""
        with self._store.transaction() as session:
            today = london_date(self._store.clock.now(session))
            reader = actor(session, by, today=today)
            found = _newest(session, reader, filters, today)
            shown = found[: filters.limit]
            more = len(found) > filters.limit
            return CasePage(
                lines=self._lines(session, shown, today),
                next_after=_cursor(shown[-1].case) if more else None,
            )

    def case(self, reference: str, *, by: UUID) -> CaseView:
        """Return the case, cut to what this person may see of it."""
        with self._store.transaction() as session:
            opened = open_for(self._store, session, reference, by=by)
            file, reader, today = opened.file, opened.reader, opened.today
            reading = CaseReading(self._store, session, file, reader, today=today)
            view = reading.view()
            begins = CaseBeginnings(self._store, session, file, reader, now=opened.now)
            holders = CaseHolders(session, file.case.id, today=today)
            corrections = CaseCorrections(session, file, reader, holders)
            view = corrections.beside(view, whole=reading.submissions.whole)
            return replace(view, may_begin=begins.offered())

    def _lines(self, session: Session, cases: Sequence[_Seen], today: date) -> tuple[CaseLine, ...]:
        tasks = session.scalars(
            select(UserTask)
            .where(
                UserTask.case_id.in_([seen.case.id for seen in cases]),
                UserTask.closed_at_utc.is_(None),
            )
            .order_by(UserTask.due.asc().nulls_last(), UserTask.number)
        ).all()
        by_case: dict[UUID, list[UserTask]] = {}
        for task in tasks:
            by_case.setdefault(task.case_id, []).append(task)
        return tuple(
            self._line(session, seen, by_case.get(seen.case.id, []), today) for seen in cases
        )

    def _line(self, session: Session, found: _Seen, tasks: list[UserTask], today: date) -> CaseLine:
        case, whole = found
        version = self._store.versions.version(session, case.deployment_number)
        seen = tasks if whole else []
        dues = [task.due for task in seen if task.due is not None]
        labels = dict.fromkeys(
            version.element(task.process, task.element).label or task.element for task in seen
        )
        elapsed, held = days_of(case, today)
        return CaseLine(
            reference=case.reference,
            received_on=case.received_on,
            closed=case.closed_at_utc is not None,
            standing=tuple(labels),
            next_due=min(dues, default=None),
            late=any(due < today for due in dues),
            held_since=case.held_since if whole else None,
            held_days=held if whole else 0,
            elapsed_days=elapsed if whole else 0,
        )


def _newest(session: Session, reader: Actor, filters: CaseFilters, today: date) -> Sequence[_Seen]:
    """Return the newest cases that the filters choose and the reader may know of, one more than a page.

    Of somebody who sees a part of the cases, only so many of the newest are asked first whether they may:
    mostly that is a page. Where it is not, all are gone through, but read only where they are shown.
    """
    newest = Case.received_on.desc(), Case.reference.desc()
    chosen = select(Case.id).where(*_chosen(filters, today)).order_by(*newest)
    may_know = visible_to(session, reader, today=today)
    found: list[_Seen] = []
    if not sees_every_case(reader.roles):
        first = chosen.limit(_ASKED_FIRST * filters.limit).subquery()
        found = _read(session, reader, first, may_know, limit=filters.limit + 1)
    if len(found) <= filters.limit:
        theirs = chosen.where(may_know).limit(filters.limit + 1).subquery()
        found = _read(session, reader, theirs, true(), limit=None)
    return found


def _read(
    session: Session,
    reader: Actor,
    among: Subquery,
    which: ColumnElement[bool],
    *,
    limit: int | None,
) -> list[_Seen]:
    """Return the cases of a list of ids that fit, the newest first."""
    rows = session.execute(
        select(Case, seen_whole_by(reader))
        .join(among, among.c.id == Case.id)
        .where(which)
        .order_by(Case.received_on.desc(), Case.reference.desc())
        .limit(limit)
    )
    return [_Seen(*row) for row in rows]


def _chosen(filters: CaseFilters, today: date) -> list[ColumnElement[bool]]:
    chosen: list[ColumnElement[bool]] = []
    if filters.status == "open":
        chosen.append(Case.closed_at_utc.is_(None))
    if filters.status == "closed":
        chosen.append(Case.closed_at_utc.is_not(None))
    if filters.reference:
        chosen.append(Case.reference.contains(filters.reference.strip().upper(), autoescape=True))
    waiting = [UserTask.case_id == Case.id, UserTask.closed_at_utc.is_(None)]
    if filters.element:
        process, _, element = filters.element.partition("/")
        chosen.append(
            exists().where(*waiting, UserTask.process == process, UserTask.element == element)
        )
    if filters.late:
        chosen.append(exists().where(*waiting, UserTask.due < today))
    if filters.after:
        day, _, reference = filters.after.partition("~")
        chosen.append(_beyond(day, reference))
    return chosen


def _beyond(day: str, reference: str) -> ColumnElement[bool]:
    try:
        received_on = date.fromisoformat(day)
    except ValueError:
        raise NotFoundError("page") from None
    return or_(
        Case.received_on < received_on,
        and_(Case.received_on == received_on, Case.reference < reference),
    )


def _cursor(case: Case) -> str:
    return f"{case.received_on.isoformat()}~{case.reference}"

"""Cases: those I may see, and one of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from engine.calendar import london_date
from engine.errors import NotFoundError
from web.access import Sight, sees_every_case, sight_of
from web.store.case_holders import CaseHolders
from web.store.directory import Actor, actor
from web.store.models import Case, UserTask
from web.store.sight import standing_of, visible_to
from web.store.store import Store
from web.use_cases.case_beginnings import CaseBeginnings
from web.use_cases.case_corrections import CaseCorrections
from web.use_cases.case_list_views import CaseFilters, CaseLine, CasePage
from web.use_cases.case_reading import CaseReading
from web.use_cases.case_views import CaseView
from web.use_cases.held_days import days_of
from web.use_cases.readers import open_for


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
            found = session.scalars(
                select(Case)
                .where(visible_to(session, reader, today=today), *_chosen(filters, today))
                .order_by(Case.received_on.desc(), Case.reference.desc())
                .limit(filters.limit + 1)
            ).all()
            shown = found[: filters.limit]
            more = len(found) > filters.limit
            return CasePage(
                lines=self._lines(session, shown, reader, today),
                next_after=_cursor(shown[-1]) if more else None,
            )

    def case(self, reference: str, *, by: UUID) -> CaseView:
        """Return the case, cut to what this person may see of it."""
        with self._store.transaction() as session:
            opened = open_for(self._store, session, reference, by=by)
            file, reader, today = opened.file, opened.reader, opened.today
            view = CaseReading(self._store, session, file, reader, today=today).view()
            begins = CaseBeginnings(self._store, session, file, reader, now=opened.now)
            holders = CaseHolders(session, file.case.id, today=today)
            view = CaseCorrections(session, file, reader, holders).beside(view)
            return replace(view, may_begin=begins.offered())

    def _lines(
        self, session: Session, cases: Sequence[Case], reader: Actor, today: date
    ) -> tuple[CaseLine, ...]:
        tasks = session.scalars(
            select(UserTask)
            .where(
                UserTask.case_id.in_([case.id for case in cases]), UserTask.closed_at_utc.is_(None)
            )
            .order_by(UserTask.due.asc().nulls_last(), UserTask.number)
        ).all()
        by_case: dict[UUID, list[UserTask]] = {}
        for task in tasks:
            by_case.setdefault(task.case_id, []).append(task)
        return tuple(
            self._line(session, case, by_case.get(case.id, []), reader, today) for case in cases
        )

    def _line(
        self, session: Session, case: Case, tasks: list[UserTask], reader: Actor, today: date
    ) -> CaseLine:
        version = self._store.versions.version(session, case.deployment_number)
        everything = sees_every_case(reader.roles) or (
            sight_of(standing_of(session, case, reader, today=today)) is Sight.ALL
        )
        seen = tasks if everything else []
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
            held_since=case.held_since if everything else None,
            held_days=held if everything else 0,
            elapsed_days=elapsed if everything else 0,
        )


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

"""Late steps, recorded when the day passes: every open task whose due date is over, case by case.

Safe to run at any time and as often as one likes: what is recorded is not recorded again, and a task that
became late while nothing ran is recorded with the day on which it did.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.calendar import london_date
from engine.departures import Moment
from web.store.case_files import open_case_by_id
from web.store.models import Departure, ProcessInstance, UserTask
from web.store.store import Store
from web.use_cases.action import CaseAction

AT_ONCE = 500


def record_late_tasks(store: Store) -> int:
    """Record every open task that is late by now; return on how many cases there was one to look at."""
    seen = 0
    after: UUID | None = None
    while True:
        with store.transaction() as session:
            cases = _cases(session, store, after)
        for case_id in cases:
            with store.transaction() as session:
                _record(session, store, case_id)
        seen += len(cases)
        if len(cases) < AT_ONCE:
            return seen
        after = cases[-1]


def _cases(session: Session, store: Store, after: UUID | None) -> Sequence[UUID]:
    """Return cases with an open task past its due date of which something may not be recorded yet."""
    today = london_date(store.clock.now(session))
    version = store.versions.version(session, store.versions.current_number(session))
    kinds = sum(rule.looks_at is Moment.OVERDUE for rule in version.departures.values())
    recorded = (
        select(func.count())
        .where(Departure.task_id == UserTask.id, Departure.late, Departure.due == UserTask.due)
        .scalar_subquery()
    )
    return session.scalars(
        select(UserTask.case_id)
        .where(UserTask.closed_at_utc.is_(None), UserTask.due < today, recorded < max(1, kinds))
        .where(*([] if after is None else [UserTask.case_id > after]))
        .distinct()
        .order_by(UserTask.case_id)
        .limit(AT_ONCE)
    ).all()


def _record(session: Session, store: Store, case_id: UUID) -> None:
    """Record the late tasks of a case, under its lock: somebody may be completing one just now."""
    file = open_case_by_id(session, store.vault, case_id, lock=True)
    action = CaseAction(store, session, file, now=store.clock.now(session), by=None)
    rows = session.execute(
        select(UserTask, ProcessInstance)
        .join(ProcessInstance, ProcessInstance.id == UserTask.process_instance_id)
        .where(
            UserTask.case_id == case_id,
            UserTask.closed_at_utc.is_(None),
            UserTask.due < action.today,
        )
        .order_by(UserTask.number)
    )
    for task, instance in rows:
        action.departures.look_if_late(task, instance)
    action.finish()

"""Lists of tasks for people with little time: what waits for me, my role, my agency, and for others."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, and_, exists, or_, select, true
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from engine.calendar import london_date
from engine.errors import NotFoundError
from engine.version import Version
from web.access import Sight, sight_of
from web.store.case_files import CaseKeys
from web.store.case_holders import CaseHolders
from web.store.directory import Actor, actor
from web.store.holding import held_by
from web.store.models import Case, ProcessInstance, Submission, UserTask
from web.store.sight import standing_of, visible_to
from web.store.store import Store
from web.store.task_lists import WEEK, HeldTasks, TaskFilters, Which, cursor, looked, new_since
from web.use_cases.open_tasks import TaskLabels
from web.use_cases.task_list_views import PAGE, Count, TaskListPage, WaitingCase, WaitingPage
from web.use_cases.views import OpenTask

# So many of the person's newest submissions are looked at for what waits for others.
LOOKED_BACK: Final = 500


class TaskLists:
    """Read lists of tasks; nobody sees what waits on a case on which they have a conflict."""

    def __init__(self, store: Store) -> None:
        """Take the store."""
        self._store = store

    def page(
        self,
        filters: TaskFilters,
        *,
        by: UUID,
        after: str | None = None,
        limit: int = PAGE,
        looks: bool = False,
    ) -> TaskListPage:
        """Return tasks that the person holds, those due first at the top.

        With `looks` it is noted that they looked: what comes later is new to them.
        """
        with self._store.transaction() as session:
            now = self._store.clock.now(session)
            today = london_date(now)
            person = actor(session, by, today=today)
            since = looked(session, by, at=now) if looks else new_since(session, by)
            held = HeldTasks(session, person, today=today, new_since=since)
            ids = held.page(filters, after=after, limit=limit + 1)
            reading = _Reading(self._store, session, person, now=now)
            rows = reading.rows(ids[:limit])
            tasks = [task for task, _, _ in rows]
            more = len(ids) > limit
            whole = after is None and not more and filters.which == "all"
            counts = {
                which: _among(tasks, which, by, today=today, since=since)
                if whole
                else _counted(held, TaskFilters(filters.whose, which))
                for which in _COUNTED
            }
            return TaskListPage(
                filters=filters,
                tasks=reading.shown(rows, takes=held.takes_that_count(_taken(tasks, by))),
                new=frozenset(task.id for task in tasks if _is_new(task, by, since)),
                next_after=cursor(tasks[-1]) if more else None,
                late=counts["late"],
                week=counts["week"],
                new_count=counts["new"],
                today=today,
                week_ends=today + WEEK,
                new_since_utc=since,
                of_an_agency=person.agency is not None and "agency_lead" in person.acting_roles,
            )

    def waiting(self, *, by: UUID, after: str | None = None, limit: int = PAGE) -> WaitingPage:
        """Return open cases on which the person did something, and that now wait for somebody else only.

        Where the person did something last stands at the top. The newest 500 of their submissions count.
        """
        with self._store.transaction() as session:
            now = self._store.clock.now(session)
            person = actor(session, by, today=london_date(now))
            found = _waiting_for_others(session, person, today=london_date(now), after=after)
            rows = session.execute(found.limit(limit + 1)).all()
            reading = _Reading(self._store, session, person, now=now)
            cases = tuple(reading.waiting(case, did) for case, did, _ in rows[:limit])
            last = rows[limit - 1] if len(rows) > limit else None
            return WaitingPage(
                cases, f"{last[1].submitted_at_utc.isoformat()}~{last[1].id}" if last else None
            )


_COUNTED: Final[tuple[Which, ...]] = ("late", "week", "new")
_Row = tuple[UserTask, Case, ProcessInstance]


class _Reading:
    """Rows of tasks made ready for one reader."""

    def __init__(self, store: Store, session: Session, person: Actor, *, now: datetime) -> None:
        self._store, self._session, self._person = store, session, person
        self._today = london_date(now)
        self._labels = TaskLabels(session, today=self._today, reader=person.id, now=now)
        self._keys = CaseKeys(store.vault)

    def rows(self, ids: Sequence[str]) -> list[_Row]:
        """Return the tasks with their cases and processes, in the order of the ids."""
        if not ids:
            return []
        found = self._session.execute(_WITH_CASE.where(UserTask.id.in_(ids)))
        by_id = {task.id: (task, case, instance) for task, case, instance in found}
        return [by_id[each] for each in ids]

    def shown(self, rows: Sequence[_Row], *, takes: frozenset[str]) -> tuple[OpenTask, ...]:
        """Return the tasks, all of which this person holds, as pages show them."""
        self._labels.read_ahead([task for task, _, _ in rows], takes_that_count=takes)
        # For whom they would act has to be asked of a deputy's tasks alone.
        lanes: dict[UUID, CaseHolders] = {}
        if self._person.deputising:
            lanes = {
                case.id: CaseHolders(self._session, case.id, today=self._today)
                for _, case, _ in rows
            }
        return tuple(shown for row in rows for shown in self._show(row, lanes.get(row[1].id)))

    def waiting(self, case: Case, did: Submission) -> WaitingCase:
        """Return a case that waits for others, with whom it waits for if the person sees all of it."""
        version = self._version(case.deployment_number)
        standing = standing_of(self._session, case, self._person, today=self._today)
        tasks: list[OpenTask] = []
        if sight_of(standing) is Sight.ALL:
            holders = CaseHolders(self._session, case.id, today=self._today)
            open_ones = _WITH_CASE.where(
                UserTask.case_id == case.id, UserTask.closed_at_utc.is_(None)
            ).order_by(UserTask.due.asc().nulls_last(), UserTask.number)
            for row in self._session.execute(open_ones):
                tasks += self._show((row[0], row[1], row[2]), holders)
        instance = self._session.get_one(ProcessInstance, did.process_instance_id)
        version = self._version(instance.deployment_number)
        return WaitingCase(
            reference=case.reference,
            did=_what_was_done(version, did),
            did_at_utc=did.submitted_at_utc,
            tasks=tuple(tasks),
        )

    def _show(self, row: _Row, holders: CaseHolders | None) -> tuple[OpenTask, ...]:
        task, case, instance = row
        return self._labels.show(
            [task],
            reference=case.reference,
            run=instance.position,
            version=self._version(instance.deployment_number),
            holders=holders,
            key=self._keys.of(case),
        )

    def _version(self, number: int) -> Version:
        return self._store.versions.version(self._session, number)


_WITH_CASE = (
    select(UserTask, Case, ProcessInstance)
    .join(Case, Case.id == UserTask.case_id)
    .join(ProcessInstance, ProcessInstance.id == UserTask.process_instance_id)
)


def _what_was_done(version: Version, did: Submission) -> str:
    """Return the label of the step, or the title of the form that began a process."""
    if did.task_id is not None:
        return version.element(did.process, did.element).label or did.element
    return version.diagram(did.process).name.partition(",")[0]


def _waiting_for_others(
    session: Session, person: Actor, *, today: date, after: str | None
) -> Select[Case, Submission, datetime]:
    mine = (
        select(Submission.id, Submission.case_id, Submission.submitted_at_utc)
        .where(Submission.submitted_by == person.id)
        .order_by(Submission.submitted_at_utc.desc(), Submission.id)
        .limit(LOOKED_BACK)
        .cte("mine")
    )
    newest = (
        select(mine.c.id, mine.c.case_id, mine.c.submitted_at_utc)
        .ext(distinct_on(mine.c.case_id))
        .order_by(mine.c.case_id, mine.c.submitted_at_utc.desc(), mine.c.id)
        .subquery()
    )
    theirs = exists().where(UserTask.case_id == Case.id, held_by(session, person, today=today))
    waits = exists().where(UserTask.case_id == Case.id, UserTask.closed_at_utc.is_(None))
    return (
        select(Case, Submission, newest.c.submitted_at_utc)
        .join(newest, newest.c.case_id == Case.id)
        .join(Submission, Submission.id == newest.c.id)
        .where(Case.closed_at_utc.is_(None), waits, ~theirs)
        .where(visible_to(session, person, today=today))
        .where(_before(newest, after) if after else true())
        .order_by(newest.c.submitted_at_utc.desc(), newest.c.id)
    )


def _before(newest: Subquery, after: str) -> ColumnElement[bool]:
    moment, _, last = after.partition("~")
    try:
        at, submission = datetime.fromisoformat(moment), UUID(last)
    except ValueError:
        raise NotFoundError("page") from None
    return or_(
        newest.c.submitted_at_utc < at,
        and_(newest.c.submitted_at_utc == at, newest.c.id > submission),
    )


def _counted(held: HeldTasks, filters: TaskFilters) -> Count:
    found = held.count(filters, at_most=PAGE + 1)
    return Count(min(found, PAGE), more=found > PAGE)


def _among(
    tasks: Sequence[UserTask], which: Which, person: UUID, *, today: date, since: datetime | None
) -> Count:
    """Return how many of the tasks are so: all there are stand on the page."""

    def is_so(task: UserTask) -> bool:
        if which == "new":
            return _is_new(task, person, since)
        if task.due is None:
            return False
        return task.due < today if which == "late" else today <= task.due <= today + WEEK

    return Count(sum(map(is_so, tasks)))


def _is_new(task: UserTask, person: UUID, since: datetime | None) -> bool:
    if since is None or task.opened_at_utc > since:
        return True
    handed = task.taken_by == person and task.handed_by is not None
    return handed and task.taken_at_utc is not None and task.taken_at_utc > since


def _taken(tasks: Sequence[UserTask], person: UUID) -> list[str]:
    return [task.id for task in tasks if task.taken_by not in (None, person)]

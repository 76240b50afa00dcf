"""Lists of tasks for people with little time: what waits for me, my role, my agency, and for others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from engine.calendar import london_date
from engine.version import Version
from web.store.case_files import CaseKeys
from web.store.case_holders import CaseHolders
from web.store.directory import Actor, actor, people_holding
from web.store.models import Case, ProcessInstance, Submission, UserTask
from web.store.store import Store
from web.store.task_lists import (
    WEEK,
    HeldTasks,
    Listed,
    TaskFilters,
    Which,
    Whose,
    cursor,
    looked,
    new_since,
    takes_that_count,
)
from web.use_cases.open_task_views import OpenTask
from web.use_cases.open_tasks import TaskLabels
from web.use_cases.task_list_views import PAGE, Count, TaskListPage, WaitingCase, WaitingPage
from web.use_cases.waiting_for_others import Waiting, WaitingForOthers


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

        With `looks` it is noted that they looked: what comes later is new to them. A `limit` of 0 asks
        for the counts alone.
        """
        with self._store.transaction() as session:
            now = self._store.clock.now(session)
            today = london_date(now)
            person = actor(session, by, today=today)
            since = looked(session, by, at=now) if looks else new_since(session, by)
            held = HeldTasks(session, person, today=today, new_since=since)
            reading = _Reading(self._store, session, person, now=now)
            found = _find(held, reading, filters, after=after, limit=limit, since=since)
            tasks = [task for task, _, _ in found.rows]
            return TaskListPage(
                filters=filters,
                tasks=reading.shown(found.rows),
                shared=reading.shared(tasks),
                new=frozenset(task.id for task in tasks if _is_so(task, "new", by, today, since)),
                next_after=cursor(tasks[-1]) if found.more and tasks else None,
                late=found.counts["late"],
                week=found.counts["week"],
                new_count=found.counts["new"],
                today=today,
                week_ends=today + WEEK,
                new_since_utc=since,
                of_an_agency=person.agency is not None and "agency_lead" in person.acting_roles,
            )

    def waiting(self, *, by: UUID, after: str | None = None, limit: int = PAGE) -> WaitingPage:
        """Return open cases on which the person did something, and that now wait for somebody else only.

        Where the person did something last stands at the top. The newest 200 of their submissions count.
        """
        with self._store.transaction() as session:
            now = self._store.clock.now(session)
            person = actor(session, by, today=london_date(now))
            waiting = WaitingForOthers(session, person, today=london_date(now))
            rows = waiting.after(after, limit=limit + 1)
            reading = _Reading(self._store, session, person, now=now)
            last = rows[limit - 1].did if len(rows) > limit else None
            return WaitingPage(
                reading.waiting(rows[:limit]),
                f"{last.submitted_at_utc.isoformat()}~{last.id}" if last else None,
            )


def pressing(
    store: Store, session: Session, person_id: UUID, *, now: datetime, since: datetime
) -> tuple[tuple[OpenTask, ...], bool]:
    """Return what presses for a person: late, due within the week, or theirs since then; and whether of more.

    At most a page of them, those due first at the top.
    """
    today = london_date(now)
    person = actor(session, person_id, today=today)
    held = HeldTasks(session, person, today=today, new_since=since)
    ids = [
        each.id
        for which in _COUNTED
        for each in held.page(TaskFilters("all", which), after=None, limit=PAGE + 1)
    ]
    reading = _Reading(store, session, person, now=now)
    rows = reading.rows(list(dict.fromkeys(ids)))
    rows.sort(key=_in_order)
    return reading.shown(rows[:PAGE]), len(rows) > PAGE


_COUNTED: Final[tuple[Which, ...]] = ("late", "week", "new")
_Row = tuple[UserTask, Case, ProcessInstance]


@dataclass(frozen=True, slots=True)
class _Found:
    """A page of rows, whether there are more, and how many tasks of the list press."""

    rows: list[_Row]
    more: bool
    counts: dict[Which, Count]


class _Reading:
    """Rows of tasks made ready for one reader."""

    def __init__(self, store: Store, session: Session, person: Actor, *, now: datetime) -> None:
        self._store, self._session, self._person = store, session, person
        self.person, self.today = person.id, london_date(now)
        self._labels = TaskLabels(session, today=self.today, reader=person.id, now=now)
        self._keys = CaseKeys(store.vault)

    def rows(self, ids: Sequence[str]) -> list[_Row]:
        """Return the tasks with their cases and processes, in the order of the ids."""
        if not ids:
            return []
        by_id = {row[0].id: row for row in self._rows(_WITH_CASE.where(UserTask.id.in_(ids)))}
        return [by_id[each] for each in ids]

    def shown(self, rows: Sequence[_Row]) -> tuple[OpenTask, ...]:
        """Return the tasks, all of which this person holds, as pages show them."""
        self._read_ahead(rows)
        # For whom they would act has to be asked of a deputy's tasks alone.
        lanes: dict[UUID, CaseHolders] = {}
        if self._person.deputising:
            lanes = {
                case.id: CaseHolders(self._session, case.id, today=self.today)
                for _, case, _ in rows
            }
        return tuple(shown for row in rows for shown in self._show(row, lanes.get(row[1].id)))

    def shared(self, tasks: Sequence[UserTask]) -> frozenset[str]:
        """Return which of the tasks somebody else who holds the role could do too."""
        roles = {task.role for task in tasks if task.person_id is None}
        holders = {
            role: people_holding(self._session, role, today=self.today) for role in sorted(roles)
        }
        return frozenset(
            task.id
            for task in tasks
            if task.person_id is None
            and any(
                each.id != self.person and task.agency_key in (None, each.agency)
                for each in holders[task.role]
            )
        )

    def waiting(self, found: Sequence[Waiting]) -> tuple[WaitingCase, ...]:
        """Return cases that wait for others, with what they wait for if the person sees all of it."""
        whole = [each.case.id for each in found if each.whole]
        rows = self._rows(
            _WITH_CASE.where(UserTask.case_id.in_(whole), UserTask.closed_at_utc.is_(None))
        )
        rows.sort(key=_in_order)
        self._read_ahead(rows)
        return tuple(
            WaitingCase(
                reference=each.case.reference,
                did=_what_was_done(self._version(each.instance.deployment_number), each.did),
                did_at_utc=each.did.submitted_at_utc,
                tasks=tuple(
                    shown
                    for row in rows
                    if row[1].id == each.case.id
                    for shown in self._show(row, None)
                ),
            )
            for each in found
        )

    def _rows(self, query: Select[UserTask, Case, ProcessInstance]) -> list[_Row]:
        return [(task, case, instance) for task, case, instance in self._session.execute(query)]

    def _read_ahead(self, rows: Sequence[_Row]) -> None:
        tasks = [task for task, _, _ in rows]
        counting = takes_that_count(self._session, tasks, today=self.today)
        self._labels.read_ahead(tasks, takes_that_count=counting)

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
    """Return the label of the step, or of the start whose form began a process."""
    if did.task_id is not None:
        return version.element(did.process, did.element).label or did.element
    diagram = version.diagram(did.process)
    labels = [start.label for start in diagram.start_events() if start.label]
    return labels[0] if labels else diagram.name


def _find(
    held: HeldTasks,
    reading: _Reading,
    filters: TaskFilters,
    *,
    after: str | None,
    limit: int,
    since: datetime | None,
) -> _Found:
    """Return a page of the list, and how many of all its tasks press.

    Most people's lists are short: the whole of one is read at once, and the rest is worked out from it.
    """
    person, today = reading.person, reading.today
    everything = TaskFilters(filters.whose, "all")
    first = held.page(everything, after=None, limit=max(limit, PAGE) + 1)
    if len(first) <= min(limit, PAGE) and after is None:
        rows = reading.rows([each.id for each in first])
        counts = {
            which: Count(sum(_is_so(task, which, person, today, since) for task, _, _ in rows))
            for which in _COUNTED
        }
        chosen = [row for row in rows if _is_so(row[0], filters.which, person, today, since)]
        return _Found(chosen, more=False, counts=counts)
    found = first
    if after is not None or filters.which != "all":
        found = held.page(filters, after=after, limit=limit + 1)
    counts = {
        "late": _at_most_a_page(sum(_is_due(each.due, "late", today) for each in first)),
        "week": _due_this_week(held, filters.whose, first, today),
        # Whoever never looked has read nothing: all of the list is new.
        "new": _counted(held, TaskFilters(filters.whose, "new"))
        if since
        else _at_most_a_page(len(first)),
    }
    rows = reading.rows([each.id for each in found[:limit]])
    return _Found(rows, more=len(found) > limit, counts=counts)


def _due_this_week(held: HeldTasks, whose: Whose, first: Sequence[Listed], today: date) -> Count:
    """Return how many are due this week, from the top of the list where it reaches beyond the week."""
    whole = len(first) <= PAGE
    if whole or (last := first[-1].due) is None or last > today + WEEK:
        return _at_most_a_page(sum(_is_due(each.due, "week", today) for each in first))
    return _counted(held, TaskFilters(whose, "week"))


def _counted(held: HeldTasks, filters: TaskFilters) -> Count:
    return _at_most_a_page(held.count(filters, at_most=PAGE + 1))


def _at_most_a_page(found: int) -> Count:
    return Count(min(found, PAGE), more=found > PAGE)


def _is_so(task: UserTask, which: Which, person: UUID, today: date, since: datetime | None) -> bool:
    """Say of one task what `HeldTasks` asks of many."""
    if which == "all":
        return True
    if which == "new":
        return _is_new(task, person, since)
    return _is_due(task.due, which, today)


def _is_due(due: date | None, which: Which, today: date) -> bool:
    """Say whether a task due then is late, or due within the week."""
    if due is None:
        return False
    return due < today if which == "late" else today <= due <= today + WEEK


def _is_new(task: UserTask, person: UUID, since: datetime | None) -> bool:
    if since is None or task.opened_at_utc > since:
        return True
    handed = task.taken_by == person and task.handed_by is not None
    return handed and task.taken_at_utc is not None and task.taken_at_utc > since


def _in_order(row: _Row) -> tuple[bool, date, int]:
    due = row[0].due
    return due is None, due or date.min, row[0].number

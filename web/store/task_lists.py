"""Lists of open tasks as PostgreSQL answers them: by whose they are, and by which of them.

Each list is read lane by lane, every lane from an index in the order in which tasks are due, so that a page
takes no longer where a hundred thousand cases wait.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, Final, Literal, NamedTuple, get_args
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    false,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from engine.errors import NotFoundError
from web.store.directory import Actor
from web.store.holding import holds_who_took_it, not_kept_out, ways_to_hold
from web.store.models import TaskListLook, UserTask

Whose = Literal["all", "mine", "role", "agency"]
Which = Literal["all", "late", "week", "new"]
WHOSE: Final[tuple[Whose, ...]] = get_args(Whose)
WHICH: Final[tuple[Which, ...]] = get_args(Which)

# A look at the list this long after the one before begins a new visit, and what came since is new.
VISIT: Final = timedelta(minutes=30)
# Today and the six days after it.
WEEK: Final = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class TaskFilters:
    """Which tasks to list.

    `whose`: all that wait for the person and nobody else took; mine, those they took, were handed or are
    asked by name; role and agency, those that anybody of their role or agency may do, taken or not. `which`:
    late, due within the week that begins today, or new since the person last looked.
    """

    whose: Whose = "all"
    which: Which = "all"


class Listed(NamedTuple):
    """A task of a list, and when it is due."""

    id: str
    due: date | None


class HeldTasks:
    """The open tasks that one person holds."""

    def __init__(
        self, session: Session, person: Actor, *, today: date, new_since: datetime | None
    ) -> None:
        """Take who asks, and since when a task is new to them (None: every one is)."""
        self._session, self._person, self._today = session, person, today
        self._new_since = new_since
        self._ways = ways_to_hold(session, person, today=today)

    def page(self, filters: TaskFilters, *, after: str | None, limit: int) -> list[Listed]:
        """Return tasks, those due first at the top; NotFoundError where `after` is no cursor."""
        beyond = _beyond(after) if after else true()
        columns = (UserTask.id, UserTask.due, UserTask.number)
        in_order = (UserTask.due.asc().nulls_last(), UserTask.number)
        lanes = [
            select(*columns).where(lane, beyond).order_by(*in_order).limit(limit)
            for lane in self._lanes(filters)
        ]
        if not lanes:
            return []
        found = union_all(*(lane.subquery().select() for lane in lanes)).subquery()
        ordered = select(found.c.id, found.c.due).order_by(
            found.c.due.asc().nulls_last(), found.c.number
        )
        return [Listed(*row) for row in self._session.execute(ordered.limit(limit))]

    def count(self, filters: TaskFilters, *, at_most: int) -> int:
        """Return how many tasks there are, and `at_most` where there are more."""
        lanes: list[Select[Any]] = [
            select(literal(1).label("one")).select_from(UserTask).where(lane).limit(at_most)
            for lane in self._lanes(filters)
        ]
        if not lanes:
            return 0
        found = union_all(*(lane.subquery().select() for lane in lanes)).limit(at_most).subquery()
        return self._session.scalar(select(func.count()).select_from(found)) or 0

    def _lanes(self, filters: TaskFilters) -> Iterator[ColumnElement[bool]]:
        """Yield the conditions of the lists that make up this one; each is served by an index."""
        me, wanted = self._person.id, self._which(filters.which)
        common = and_(UserTask.closed_at_utc.is_(None), not_kept_out(me), wanted)
        nobody_named = UserTask.person_id.is_(None)
        if filters.whose in ("all", "mine"):
            yield and_(common, UserTask.person_id == me)
        if filters.whose == "mine":
            yield and_(common, UserTask.taken_by == me, nobody_named, self._any_way())
        places: list[ColumnElement[bool]] = []
        if filters.whose in ("all", "role"):
            places.append(UserTask.agency_key.is_(None))
        if filters.whose in ("all", "agency") and self._person.agency is not None:
            places.append(UserTask.agency_key == self._person.agency)
        for place in places:
            for role, way in self._ways.items():
                free = self._free(role) if filters.whose == "all" else true()
                yield and_(common, nobody_named, place, free, way)

    def _any_way(self) -> ColumnElement[bool]:
        return or_(false(), *self._ways.values())

    def _free(self, role: str) -> ColumnElement[bool]:
        """Return the condition that nobody else took a task of the role who may still do it."""
        taken = self._taken_by_others.get(role)
        return UserTask.id.not_in(taken) if taken else true()

    @cached_property
    def _taken_by_others(self) -> dict[str, list[str]]:
        """Return by role the tasks that somebody else took who may still do them: few, and read once.

        Whether a taker may is asked only where somebody took something at all.
        """
        open_and_taken = and_(
            UserTask.closed_at_utc.is_(None),
            UserTask.taken_by.is_not(None),
            UserTask.taken_by != self._person.id,
            UserTask.role.in_(sorted(self._ways)),
        )
        roles = self._session.scalars(select(UserTask.role).where(open_and_taken).distinct()).all()
        if not roles:
            return {}
        found: dict[str, list[str]] = {}
        taken = select(UserTask.role, UserTask.id).where(
            open_and_taken, holds_who_took_it(sorted(roles), today=self._today)
        )
        for role, task in self._session.execute(taken):
            found.setdefault(role, []).append(task)
        return found

    def _which(self, which: Which) -> ColumnElement[bool]:
        if which == "late":
            return UserTask.due < self._today
        if which == "week":
            return UserTask.due.between(self._today, self._today + WEEK)
        if which == "new" and self._new_since is not None:
            return new_to(self._person.id, self._new_since)
        return true()


def takes_that_count(session: Session, tasks: Sequence[UserTask], *, today: date) -> frozenset[str]:
    """Return those of the tasks that somebody took who may still complete them."""
    taken = [task for task in tasks if task.taken_by is not None]
    if not taken:
        return frozenset()
    roles = sorted({task.role for task in taken})
    found = select(UserTask.id).where(
        UserTask.id.in_([task.id for task in taken]), holds_who_took_it(roles, today=today)
    )
    return frozenset(session.scalars(found))


def new_to(person: UUID, since: datetime) -> ColumnElement[bool]:
    """Return the condition that a task opened, or was handed to the person, after a moment."""
    handed = and_(
        UserTask.taken_by == person,
        UserTask.handed_by.is_not(None),
        UserTask.taken_at_utc > since,
    )
    return or_(UserTask.opened_at_utc > since, handed)


def cursor(task: UserTask) -> str:
    """Return what the next page begins after."""
    return f"{task.due.isoformat() if task.due else ''}~{task.number}"


def new_since(session: Session, person: UUID) -> datetime | None:
    """Return since when a task is new to the person; None before they ever looked."""
    look = session.get(TaskListLook, person)
    return look.new_since_utc if look else None


def looked(session: Session, person: UUID, *, at: datetime) -> datetime | None:
    """Note that the person looks at their tasks; return since when one is new, None at the first visit."""
    look = insert(TaskListLook).values(person_id=person, looked_at_utc=at, new_since_utc=None)
    statement = look.on_conflict_do_update(
        index_elements=[TaskListLook.person_id],
        set_={
            "new_since_utc": case(
                (TaskListLook.looked_at_utc < at - VISIT, TaskListLook.looked_at_utc),
                else_=TaskListLook.new_since_utc,
            ),
            "looked_at_utc": at,
        },
    ).returning(TaskListLook.new_since_utc)
    return session.scalar(statement)


def _beyond(after: str) -> ColumnElement[bool]:
    day, _, number = after.partition("~")
    try:
        due, last = date.fromisoformat(day) if day else None, int(number)
    except ValueError:
        raise NotFoundError("page") from None
    later = and_(UserTask.due.is_(None), UserTask.number > last)
    if due is None:
        return later
    return or_(
        UserTask.due > due,
        and_(UserTask.due == due, UserTask.number > last),
        UserTask.due.is_(None),
    )

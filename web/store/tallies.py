"""How often each step was left and each flow was taken, and how many cases stand where: read from tallies.

Tallies are kept in the same transaction as the step they count (web/store/tallying.py) and summed here, so
that no page counts cases anew. Numbers are exact and of all cases; whoever shows them hides small ones.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select, true, tuple_, union_all
from sqlalchemy.orm import Session

from web.store.models import Tally, TallyTotal

At = tuple[int, str, str]
"""A version, a process and an element or flow of it."""

Columns = Any
_MAPPED: Final = (
    "deployment_number",
    "process",
    "what",
    "due",
    "number",
    "days",
    "targeted",
    "within",
    "target_days",
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is summed; None chooses all.

    `first` and `last` are days; their whole months are meant. `review_types` are values of the case's field,
    "" for cases without a decided type: a case counts with the type it has now, all its past included.
    `whole` chooses processes as a whole and leaves out their steps; `places` are process and id.
    """

    first: date | None = None
    last: date | None = None
    review_types: Collection[str] | None = None
    deployment: int | None = None
    process: str | None = None
    whole: bool = False
    places: Collection[tuple[str, str]] | None = None


class Place(NamedTuple):
    """An element or a flow of a process, and the type of review of the cases that were counted there."""

    process: str
    id: str
    review_type: str


@dataclass(frozen=True, slots=True)
class Left:
    """How often a step was left (never when it was cancelled), and how long it had been stayed at.

    `days` are calendar days over all of them, on hold or not. `targeted` of them had a deadline when they
    were done, `target_days` after they began over all of those, and `within` were done by it.
    """

    times: int = 0
    days: int = 0
    targeted: int = 0
    within: int = 0
    target_days: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """How many cases stand somewhere now, and how many are late: a task there was due before today."""

    cases: int = 0
    late: int = 0


def left(session: Session, chosen: Chosen) -> dict[Place, Left]:
    """Return how each step was left, by the month in which it was left."""
    summed = (Tally.number, Tally.days, Tally.targeted, Tally.within, Tally.target_days)
    rows = session.execute(_grouped("left", chosen, *map(func.sum, summed)))
    return {Place(*row[:3]): Left(*map(int, row[3:])) for row in rows if row[3]}


def taken(session: Session, chosen: Chosen) -> dict[Place, int]:
    """Return how often each flow was taken, by the month in which it was."""
    rows = session.execute(_grouped("taken", chosen, func.sum(Tally.number)))
    return {Place(*row[:3]): row[3] for row in rows if row[3]}


def standing(session: Session, chosen: Chosen, *, today: date) -> dict[Place, Standing]:
    """Return the cases that stand at each step, by the month in which they came there.

    The id "" is the process as a whole: a case counts there once, at however many steps it stands; by the
    month in which it came to the first of them. The process "" is all processes, by the month of receipt.
    """
    late = func.coalesce(func.sum(Tally.number).filter(Tally.due < today), 0)
    rows = session.execute(_grouped("standing", chosen, func.sum(Tally.number), late))
    return {Place(*row[:3]): Standing(*row[3:]) for row in rows if row[3]}


def came(session: Session, chosen: Chosen) -> dict[Place, int]:
    """Return how often rows of registers came to a state: process is the register, id the state."""
    rows = session.execute(_grouped("came", chosen, func.sum(Tally.number)))
    return {Place(*row[:3]): row[3] for row in rows if row[3]}


def rows_standing(
    session: Session, *, on: date, places: Collection[tuple[str, str]] | None = None
) -> dict[Place, int]:
    """Return how many rows of registers stand in each state at the end of that day's month, or now."""
    until = Chosen(last=on, places=places)
    rows = came(session, until)
    for *place, gone in session.execute(_grouped("gone", until, func.sum(Tally.number))):
        rows[Place(*place)] -= gone
    return {place: number for place, number in rows.items() if number}


def left_on_map(session: Session, chosen: Chosen) -> dict[At, Left]:
    """Return how each step was left on each version, all types of review together."""
    names = ("number", "days", "targeted", "within", "target_days")
    rows = _on_map(session, "left", chosen, lambda table: [func.sum(table[each]) for each in names])
    return {(row[0], row[1], row[2]): Left(*map(int, row[3:])) for row in rows if row[3]}


def taken_on_map(session: Session, chosen: Chosen) -> dict[At, int]:
    """Return how often each flow was taken on each version, all types of review together."""
    rows = _on_map(session, "taken", chosen, lambda table: [func.sum(table.number)])
    return {(row[0], row[1], row[2]): row[3] for row in rows if row[3]}


def standing_on_map(session: Session, chosen: Chosen, *, today: date) -> dict[At, Standing]:
    """Return the cases that stand at each step of each version, all types of review together."""

    def sums(table: Columns) -> list[ColumnElement[Any]]:
        late = func.sum(table.number).filter(table.due < today)
        return [func.sum(table.number), func.coalesce(late, 0)]

    rows = _on_map(session, "standing", chosen, sums)
    return {(row[0], row[1], row[2]): Standing(*row[3:]) for row in rows if row[3]}


def versions_counted(session: Session, process: str) -> set[int]:
    """Return the versions on which a step of the process was ever left, or a case stands now; "" is any."""
    found: set[int] = set()
    for table, added in ((TallyTotal, true()), (Tally, Tally.merged.is_(False))):
        places = [table.process == process] if process else []
        found |= set(
            session.scalars(
                select(table.deployment_number)
                .where(table.kind.in_(["left", "standing"]), added, *places)
                .distinct()
            )
        )
    return found


def _on_map(
    session: Session,
    kind: str,
    chosen: Chosen,
    sums: Callable[[Columns], list[ColumnElement[Any]]],
) -> Sequence[Any]:
    """Sum by version, process and id; over all months and types from the totals and what was added since."""
    asked = [Tally.kind == kind, *_where(chosen)]
    columns = [getattr(Tally, name) for name in _MAPPED]
    rows: Any = select(*columns).where(*asked)
    if (chosen.first, chosen.last, chosen.review_types) == (None, None, None):
        asked_of_totals = [TallyTotal.kind == kind, *_where_it_is(TallyTotal, chosen)]
        totals = select(*(getattr(TallyTotal, name) for name in _MAPPED)).where(*asked_of_totals)
        # In one statement: a merge in between is seen whole or not at all.
        rows = union_all(totals, rows.where(Tally.merged.is_(False)))
    table = rows.subquery().c
    key = (table.deployment_number, table.process, table.what)
    return session.execute(select(*key, *sums(table)).group_by(*key)).all()


def _grouped(kind: str, chosen: Chosen, *sums: ColumnElement[Any]) -> Select[Any]:
    key = (Tally.process, Tally.what, Tally.review_type)
    return select(*key, *sums).where(Tally.kind == kind, *_where(chosen)).group_by(*key)


def _where(chosen: Chosen) -> Iterator[ColumnElement[bool]]:
    if chosen.first is not None:
        yield Tally.month >= chosen.first.replace(day=1)
    if chosen.last is not None:
        yield Tally.month <= chosen.last
    if chosen.review_types is not None:
        yield Tally.review_type.in_(chosen.review_types)
    yield from _where_it_is(Tally, chosen)


def _where_it_is(
    table: type[Tally] | type[TallyTotal], chosen: Chosen
) -> Iterator[ColumnElement[bool]]:
    if chosen.deployment is not None:
        yield table.deployment_number == chosen.deployment
    if chosen.process is not None:
        yield table.process == chosen.process
    if chosen.places is not None:
        yield tuple_(table.process, table.what).in_(chosen.places)
    if chosen.whole:
        yield table.what == ""

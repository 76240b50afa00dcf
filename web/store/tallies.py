"""How often each step was left and each flow was taken, and how many cases stand where: read from tallies.

Tallies are kept in the same transaction as the step they count (web/store/tallying.py) and summed here, so
that no page counts cases anew. Numbers are exact and of all cases; whoever shows them hides small ones.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select, tuple_
from sqlalchemy.orm import Session

from web.store.models import Tally


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
    rows = session.execute(_grouped("standing", chosen, func.sum(Tally.number), _late(today)))
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


def standing_by_version(
    session: Session, chosen: Chosen, *, today: date
) -> dict[tuple[int, str, str], Standing]:
    """Return the same by version, process and id, all types of review together."""
    key = (Tally.deployment_number, Tally.process, Tally.what)
    rows = session.execute(
        select(*key, func.sum(Tally.number), _late(today))
        .where(Tally.kind == "standing", *_where(chosen))
        .group_by(*key)
    )
    return {(row[0], row[1], row[2]): Standing(*row[3:]) for row in rows if row[3]}


def versions_counted(session: Session, process: str) -> set[int]:
    """Return the versions on which a step of the process was ever left, or a case stands now; "" is any."""
    places = [Tally.process == process] if process else []
    rows = session.scalars(
        select(Tally.deployment_number)
        .where(Tally.kind.in_(["left", "standing"]), *places)
        .distinct()
    )
    return set(rows)


def _late(today: date) -> ColumnElement[int]:
    return func.coalesce(func.sum(Tally.number).filter(Tally.due < today), 0)


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
    if chosen.deployment is not None:
        yield Tally.deployment_number == chosen.deployment
    if chosen.process is not None:
        yield Tally.process == chosen.process
    if chosen.places is not None:
        yield tuple_(Tally.process, Tally.what).in_(chosen.places)
    if chosen.whole:
        yield Tally.what == ""

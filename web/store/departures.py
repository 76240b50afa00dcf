"""Departures as they are kept: those of one case, and how many there are of each kind, without a scan."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, extract, func, select
from sqlalchemy.orm import Session

from web.store.encryption import Key
from web.store.models import Departure, DepartureTally
from web.store.tallies import Chosen

At = tuple[str, str]
"""An element: its process and its id."""

EVERYTHING: Final = Chosen()


def departures_of_case(session: Session, case_id: UUID) -> Sequence[Departure]:
    """Return every departure on a case, in the order in which they were recorded."""
    return session.scalars(
        select(Departure).where(Departure.case_id == case_id).order_by(Departure.number)
    ).all()


def reason_of(key: Key, departure: Departure) -> str | None:
    """Return the reason that was given; None where none has been given yet."""
    if departure.reason is None:
        return None
    reason, _ = key.open_content(departure.reason, as_what=f"departure {departure.id}")
    return str(reason)


def counts_by_element(
    session: Session, chosen: Chosen = EVERYTHING
) -> Mapping[At, Mapping[str, int]]:
    """Return how many departures there were at each element, by rule."""
    table = DepartureTally
    rows = session.execute(
        select(table.process, table.element, table.rule, func.sum(table.count))
        .where(*_conditions(chosen))
        .group_by(table.process, table.element, table.rule)
        .having(func.sum(table.count) > 0)
    )
    found: dict[At, dict[str, int]] = {}
    for process, element, rule, count in rows:
        found.setdefault((process, element), {})[rule] = int(count)
    return found


def counts_by_rule(session: Session, chosen: Chosen = EVERYTHING) -> Mapping[str, int]:
    """Return how many departures of each rule there were."""
    rows = session.execute(
        select(DepartureTally.rule, func.sum(DepartureTally.count))
        .where(*_conditions(chosen))
        .group_by(DepartureTally.rule)
        .having(func.sum(DepartureTally.count) > 0)
    )
    return {rule: int(count) for rule, count in rows}


def counts_by_rule_and_year(session: Session) -> Mapping[int, Mapping[str, int]]:
    """Return how many departures of each rule happened in each year."""
    year = extract("year", DepartureTally.month)
    rows = session.execute(
        select(year, DepartureTally.rule, func.sum(DepartureTally.count)).group_by(
            year, DepartureTally.rule
        )
    )
    found: dict[int, dict[str, int]] = {}
    for in_year, rule, count in rows:
        found.setdefault(int(in_year), {})[rule] = int(count)
    return found


def _conditions(chosen: Chosen) -> list[ColumnElement[bool]]:
    """Return what is asked of the tallies; `Chosen` is that of the map, so that both agree."""
    table = DepartureTally
    asked: list[ColumnElement[bool]] = []
    if chosen.first is not None:
        asked.append(table.month >= chosen.first.replace(day=1))
    if chosen.last is not None:
        asked.append(table.month <= chosen.last)
    if chosen.review_types is not None:
        asked.append(table.review_type.in_(chosen.review_types))
    if chosen.deployment is not None:
        asked.append(table.deployment_number == chosen.deployment)
    if chosen.process is not None:
        asked.append(table.process == chosen.process)
    return asked

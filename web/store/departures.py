"""Departures as they are kept: those of one case, and how many there are of each kind, without a scan."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, extract, func, select
from sqlalchemy.orm import Session

from web.store.encryption import Key
from web.store.models import Departure, DepartureTally

At = tuple[str, str]
"""An element: its process and its id."""


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
    session: Session,
    *,
    process: str | None = None,
    deployment: int | None = None,
    since: date | None = None,
    until: date | None = None,
) -> Mapping[At, Mapping[str, int]]:
    """Return how many departures there were at each element, by rule; whole months count."""
    rows = session.execute(
        select(
            DepartureTally.process,
            DepartureTally.element,
            DepartureTally.rule,
            func.sum(DepartureTally.count),
        )
        .where(*_chosen(since, until))
        .where(*([] if process is None else [DepartureTally.process == process]))
        .where(*([] if deployment is None else [DepartureTally.deployment_number == deployment]))
        .group_by(DepartureTally.process, DepartureTally.element, DepartureTally.rule)
    )
    found: dict[At, dict[str, int]] = {}
    for in_process, element, rule, count in rows:
        found.setdefault((in_process, element), {})[rule] = int(count)
    return found


def counts_by_rule(
    session: Session, *, since: date | None = None, until: date | None = None
) -> Mapping[str, int]:
    """Return how many departures of each rule happened between two days; whole months count."""
    rows = session.execute(
        select(DepartureTally.rule, func.sum(DepartureTally.count))
        .where(*_chosen(since, until))
        .group_by(DepartureTally.rule)
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


def _chosen(since: date | None, until: date | None) -> list[ColumnElement[bool]]:
    chosen: list[ColumnElement[bool]] = []
    if since is not None:
        chosen.append(DepartureTally.month >= since.replace(day=1))
    if until is not None:
        chosen.append(DepartureTally.month <= until)
    return chosen

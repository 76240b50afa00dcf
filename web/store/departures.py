"""Departures as they are kept: those of one case, and how many there are of each kind, without a scan."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, extract, func, literal, select, tuple_
from sqlalchemy.orm import Session

from web.store.encryption import Key
from web.store.models import AuditEvent, Case, Departure, DepartureTally, ProcessInstance
from web.store.tallies import Chosen

At = tuple[str, str]
"""An element: its process and its id."""

Listed = tuple[Departure, str, int]
"""A departure with the reference of its case and the position of its process on it."""

EVERYTHING: Final = Chosen()


def departures_of_case(session: Session, case_id: UUID) -> Sequence[Departure]:
    """Return every departure on a case, in the order in which they were recorded."""
    return session.scalars(
        select(Departure).where(Departure.case_id == case_id).order_by(Departure.number)
    ).all()


def listed(
    session: Session,
    *,
    among: ColumnElement[bool],
    kind: str,
    review_type: str | None,
    step: str,
    reference: str,
    first: date | None,
    last: date | None,
    still_late: bool,
    after: str,
    limit: int | None,
) -> tuple[list[Listed], str | None]:
    """Return departures on cases `among`, the newest first, and where the next page begins, if there is one.

    An empty text or None chooses all; `review_type` is "" for cases without one. `after` is what came back
    as that place.
    """
    process, _, element = step.partition("/")
    asked = [among]
    if kind:
        asked.append(Departure.rule == kind)
    if review_type is not None:
        asked.append(Departure.review_type == review_type)
    if step:
        asked += [Departure.process == process, Departure.element == element]
    if reference:
        asked.append(Case.reference == reference)
    if first is not None:
        asked.append(Departure.on_day >= first)
    if last is not None:
        asked.append(Departure.on_day <= last)
    if still_late:
        asked += [Departure.late.is_(True), Departure.days_late.is_(None)]
    if (place := _place(after)) is not None:
        asked.append(tuple_(Departure.on_day, Departure.number) < tuple_(*map(literal, place)))
    rows = session.execute(
        select(Departure, Case.reference, ProcessInstance.position)
        .join(Case, Case.id == Departure.case_id)
        .join(ProcessInstance, ProcessInstance.id == Departure.process_instance_id)
        .where(*asked)
        .order_by(Departure.on_day.desc(), Departure.number.desc())
        .limit(None if limit is None else limit + 1)
    ).all()
    found = [(row, case, position) for row, case, position in rows]
    if limit is None or len(found) <= limit:
        return found, None
    last_shown = found[limit - 1][0]
    return found[:limit], f"{last_shown.on_day.isoformat()}.{last_shown.number}"


def reason_of(key: Key, departure: Departure) -> str | None:
    """Return the reason that was given; None where none has been given yet."""
    if departure.reason is None:
        return None
    reason, _ = key.open_content(departure.reason, as_what=f"departure {departure.id}")
    return str(reason)


def explained_at(session: Session, departure: Departure) -> datetime | None:
    """Return when a departure was given its reason that had none at first; None where it had one."""
    return session.scalar(
        select(AuditEvent.at_utc)
        .where(
            AuditEvent.chain == str(departure.case_id),
            AuditEvent.kind == "departure_explained",
            AuditEvent.detail == str(departure.id),
        )
        .order_by(AuditEvent.seq)
        .limit(1)
    )


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


def _place(after: str) -> tuple[date, int] | None:
    """Return where a page ended; None for anything that is no such place."""
    day, _, number = after.partition(".")
    try:
        return date.fromisoformat(day), int(number)
    except ValueError:
        return None


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

"""Who holds which open task, as conditions that PostgreSQL answers: for lists that stay quick.

The same rule as `engine.holders`, which answers it for one case; a test holds the two together.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import Session

from engine.holders import tiers_of
from engine.roles import APPOINTED_ON_A_CASE, STANDS_IN_FOR
from web.store.directory import Actor, people_holding
from web.store.models import Conflict, Person, StandIn, UserTask


def held_by(session: Session, actor: Actor, *, today: date) -> ColumnElement[bool]:
    """Return the condition that an open task is held by this person."""
    own = actor.roles - APPOINTED_ON_A_CASE
    by_role = [and_(UserTask.role == role, _of_the_agency(actor)) for role in own]
    by_absence = [
        and_(UserTask.role == role, _nobody_appointed(role), _all_conflicted(session, tiers, today))
        for role, tiers in _tiers_before(actor)
    ]
    appointed = [
        and_(
            UserTask.role == role,
            _appointed(actor.id, role),
            true()
            if role in APPOINTED_ON_A_CASE
            else _all_conflicted(session, tiers_of(role), today),
        )
        for role in _roles_appointed_to(session, actor.id)
    ]
    return and_(
        UserTask.closed_at_utc.is_(None),
        ~_conflicted(actor.id),
        or_(
            UserTask.person_id == actor.id,
            and_(UserTask.person_id.is_(None), or_(false(), *by_role, *by_absence, *appointed)),
        ),
    )


def _of_the_agency(actor: Actor) -> ColumnElement[bool]:
    if actor.agency is None:
        return UserTask.agency_key.is_(None)
    return or_(UserTask.agency_key.is_(None), UserTask.agency_key == actor.agency)


def _tiers_before(actor: Actor) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Yield each role this person stands in for, with the roles that come before them."""
    for role in STANDS_IN_FOR:
        tiers = tiers_of(role)
        for position, tier in enumerate(tiers):
            if tier in actor.roles and tier != role:
                yield role, tiers[:position]


def _all_conflicted(session: Session, roles: Iterable[str], today: date) -> ColumnElement[bool]:
    people = {holder.id for role in roles for holder in people_holding(session, role, today=today)}
    if not people:
        return UserTask.role.is_not(None)
    conflicted = (
        select(func.count())
        .select_from(Conflict)
        .where(Conflict.case_id == UserTask.case_id, Conflict.person_id.in_(people))
        .scalar_subquery()
    )
    return conflicted == len(people)


def _conflicted(person: UUID) -> ColumnElement[bool]:
    return exists().where(Conflict.case_id == UserTask.case_id, Conflict.person_id == person)


def _appointed(person: UUID, role: str) -> ColumnElement[bool]:
    return exists().where(
        StandIn.case_id == UserTask.case_id,
        StandIn.person_id == person,
        StandIn.role == role,
    )


def _nobody_appointed(role: str) -> ColumnElement[bool]:
    """Return the condition that nobody appointed on the case comes before those who stand in."""
    if role not in APPOINTED_ON_A_CASE:
        return true()
    free = ~exists().where(
        Conflict.case_id == StandIn.case_id, Conflict.person_id == StandIn.person_id
    )
    return ~exists().where(
        StandIn.case_id == UserTask.case_id,
        StandIn.role == role,
        StandIn.person_id == Person.id,
        Person.active,
        free,
    )


def _roles_appointed_to(session: Session, person: UUID) -> list[str]:
    return list(session.scalars(select(StandIn.role).where(StandIn.person_id == person).distinct()))

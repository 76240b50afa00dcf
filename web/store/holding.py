"""Who holds which open task, as conditions that PostgreSQL answers: for lists that stay quick.

The same rule as `engine.holders`, which answers it for one case; a test holds the two together.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select
from sqlalchemy.orm import Session

from engine.roles import STANDS_IN_FOR
from web.store.directory import Actor, people_holding
from web.store.models import Conflict, StandIn, UserTask


def held_by(session: Session, actor: Actor, *, today: date) -> ColumnElement[bool]:
    """Return the condition that an open task is held by this person."""
    by_role = [and_(UserTask.role == role, _of_the_agency(actor)) for role in actor.roles]
    by_absence = [
        and_(UserTask.role == role, _all_conflicted(session, tiers, today))
        for role, tiers in _tiers_before(actor)
    ]
    appointed = [
        and_(
            UserTask.role == role,
            _appointed(actor.id, role),
            _all_conflicted(session, (role, *STANDS_IN_FOR.get(role, ())), today),
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
    for role, stand_ins in STANDS_IN_FOR.items():
        for position, stand_in in enumerate(stand_ins):
            if stand_in in actor.roles:
                yield role, (role, *stand_ins[:position])


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
        StandIn.case_id == UserTask.case_id, StandIn.person_id == person, StandIn.role == role
    )


def _roles_appointed_to(session: Session, person: UUID) -> list[str]:
    return list(session.scalars(select(StandIn.role).where(StandIn.person_id == person).distinct()))

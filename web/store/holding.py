"""Who holds which open task, as conditions that PostgreSQL answers: for lists that stay quick.

The same rule as `engine.holders`, which answers it for one case; a test holds the two together.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Exists, and_, any_, exists, false, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from engine.holders import deputy_is_next, tiers_of
from engine.roles import APPOINTED_ON_A_CASE, ROLE_TITLES
from web.store.directory import Actor, Deputising, held_on
from web.store.models import (
    Conflict,
    Deputy,
    Person,
    RoleAssignment,
    StandIn,
    Submission,
    UserTask,
)

_Id = UUID | ColumnElement[UUID] | Any
_DONE = aliased(Submission)
_STANDS_FOR = aliased(Person)


def held_by(session: Session, actor: Actor, *, today: date) -> ColumnElement[bool]:
    """Return the condition that an open task is held by this person."""
    ways = ways_to_hold(session, actor, today=today)
    return and_(
        UserTask.closed_at_utc.is_(None),
        not_kept_out(actor.id),
        or_(
            UserTask.person_id == actor.id,
            and_(UserTask.person_id.is_(None), or_(false(), *ways.values())),
        ),
    )


def ways_to_hold(session: Session, actor: Actor, *, today: date) -> dict[str, ColumnElement[bool]]:
    """Return, by the role of the lane, the condition that a task that names nobody comes to this person."""
    ways: dict[str, list[ColumnElement[bool]]] = {}
    capacities: list[tuple[str, Deputising | None]] = [(role, None) for role in actor.roles]
    capacities += [(each.role, each) for each in actor.deputising]
    for held, deputy in capacities:
        for role, tier in _tiers_held_by(held):
            ways.setdefault(role, []).append(_in_tier(role, tier, actor, deputy, today))
    for each in actor.deputising:
        if deputy_is_next(each.role):
            ways.setdefault(each.role, []).append(_is_next(each, actor, today))
    for role in _roles_appointed_to(session, actor.id):
        appointed = and_(_appointed(actor.id, role), _counts(role, today))
        ways.setdefault(role, []).append(appointed)
    return {role: and_(UserTask.role == role, or_(*each)) for role, each in ways.items()}


def not_kept_out(person: _Id) -> ColumnElement[bool]:
    """Return the condition that neither a conflict nor what they did before keeps a person from a task."""
    return ~_is_out(person)


def holds_who_took_it(roles: Iterable[str], *, today: date) -> ColumnElement[bool]:
    """Return the condition that who took an open task of one of the roles may complete it now.

    The same as `held_by`, of the person in the task's own column: a take ends with what it rests on.
    """
    taker = UserTask.taken_by
    return and_(
        exists().where(Person.id == taker, Person.active).correlate_except(Person),
        ~_is_out(taker),
        or_(
            UserTask.person_id == taker,
            and_(
                UserTask.person_id.is_(None),
                or_(
                    false(),
                    *(and_(UserTask.role == role, _taker_of(role, today)) for role in roles),
                ),
            ),
        ),
    )


def _taker_of(role: str, today: date) -> ColumnElement[bool]:
    """Return the condition that who took a task holds the lane of its role."""
    taker = UserTask.taken_by
    ways: list[ColumnElement[bool]] = []
    of_the_agency = exists().where(Person.id == taker, _of_the_agency(Person.agency_key))
    for position, tier in enumerate(tiers_of(role)):
        before = [_nobody_free(each, today) for each in tiers_of(role)[:position]]
        if role in APPOINTED_ON_A_CASE:
            before.append(~_somebody_appointed(role))
        holds = exists().where(
            RoleAssignment.person_id == taker, RoleAssignment.role == tier, held_on(today)
        )
        acts = _deputises(tier, today).where(~_is_out(Deputy.stands_for))
        ways.append(and_(of_the_agency, *before, or_(holds.correlate_except(RoleAssignment), acts)))
    if deputy_is_next(role):
        ways.append(and_(of_the_agency, _deputises(role, today), _nobody_free(role, today)))
    appointed = exists().where(
        StandIn.case_id == UserTask.case_id, StandIn.person_id == taker, StandIn.role == role
    )
    ways.append(and_(appointed.correlate_except(StandIn), _counts(role, today)))
    return or_(*ways)


def _deputises(role: str, today: date) -> Exists:
    """Return the condition that who took a task deputises in the role for somebody of its lane."""
    return (
        exists()
        .where(Deputy.person_id == UserTask.taken_by, Deputy.role == role)
        .where(held_on(today, Deputy))
        .where(RoleAssignment.person_id == Deputy.stands_for, RoleAssignment.role == role)
        .where(held_on(today), _STANDS_FOR.id == Deputy.stands_for, _STANDS_FOR.active)
        .where(_of_the_agency(_STANDS_FOR.agency_key))
        .correlate_except(Deputy, RoleAssignment, _STANDS_FOR)
    )


def held_by_nobody(today: date, *, roles: Iterable[str] = ROLE_TITLES) -> ColumnElement[bool]:
    """Return the condition that nobody may complete an open task, whose lane is of one of the roles.

    It asks every task; `web.store.vacancies` finds the same ones by where they stand.
    """
    vacant = (and_(UserTask.role == role, _is_vacant(role, today)) for role in roles)
    named = exists().where(Person.id == UserTask.person_id, Person.active, ~_is_out(Person.id))
    return and_(
        UserTask.closed_at_utc.is_(None),
        or_(
            and_(UserTask.person_id.is_(None), or_(false(), *vacant)),
            and_(UserTask.person_id.is_not(None), ~named),
        ),
    )


def in_conflict(case_id: _Id, person: _Id) -> ColumnElement[bool]:
    """Return the condition that the person has a conflict on the case."""
    standing = exists().where(
        Conflict.case_id == case_id,
        Conflict.person_id == person,
        Conflict.withdrawn_at_utc.is_(None),
    )
    return standing.correlate_except(Conflict)


def _in_tier(
    role: str, tier: int, actor: Actor, deputy: Deputising | None, today: date
) -> ColumnElement[bool]:
    """Return the condition that a task is theirs by the tier, whose holder they are or stand for."""
    before = tiers_of(role)[:tier]
    return and_(
        _of_the_agency(actor.agency),
        _stands_for_somebody_free(deputy),
        *(_nobody_free(each, today) for each in before),
        ~_somebody_appointed(role) if role in APPOINTED_ON_A_CASE else true(),
    )


def _is_next(deputy: Deputising, actor: Actor, today: date) -> ColumnElement[bool]:
    """Return the condition that the deputies are next, and this one stands for one of the lane's own."""
    return and_(
        _of_the_agency(actor.agency),
        exists().where(Person.id == deputy.stands_for, _of_the_agency(Person.agency_key)),
        _nobody_free(deputy.role, today),
    )


def _counts(role: str, today: date) -> ColumnElement[bool]:
    """Return the condition that the appointment to the role counts in the task's lane."""
    if role in APPOINTED_ON_A_CASE:
        return true()
    return and_(
        *(_nobody_free(tier, today) for tier in tiers_of(role)),
        ~_some_deputy_free(role, today) if deputy_is_next(role) else true(),
    )


def _is_vacant(role: str, today: date) -> ColumnElement[bool]:
    return and_(
        *(_nobody_free(tier, today) for tier in tiers_of(role)),
        ~_some_deputy_free(role, today) if deputy_is_next(role) else true(),
        ~_somebody_appointed(role),
    )


def _nobody_free(role: str, today: date) -> ColumnElement[bool]:
    """Return the condition that nobody who holds the role may act on the task's case.

    Asked first is what can be so for few tasks only: without a conflict on the case, and where nobody did a
    step before, whoever holds the role is free. So a list of many tasks asks of few who is out.
    """
    somebody = (
        select(RoleAssignment.id)
        .join(Person, Person.id == RoleAssignment.person_id)
        .where(RoleAssignment.role == role, held_on(today), Person.active)
        .correlate(None)
    )
    conflicted = select(Conflict.case_id).where(Conflict.withdrawn_at_utc.is_(None))
    may_be_so = or_(
        UserTask.agency_key.is_not(None),
        func.cardinality(UserTask.not_by) > 0,
        UserTask.case_id.in_(conflicted.correlate(None)),
        ~exists(somebody),
    )
    return and_(may_be_so, ~_somebody_free(role, today))


def _somebody_free(role: str, today: date) -> ColumnElement[bool]:
    """Return the condition that somebody who holds the role may act on the task's case."""
    return (
        exists()
        .where(RoleAssignment.role == role, held_on(today))
        .where(Person.id == RoleAssignment.person_id, Person.active)
        .where(_of_the_agency(Person.agency_key), ~_is_out(Person.id))
        .correlate_except(RoleAssignment, Person)
    )


def _some_deputy_free(role: str, today: date) -> ColumnElement[bool]:
    """Return the condition that a deputy of somebody who holds the role may act on the task's case."""
    return (
        exists()
        .where(Deputy.role == role, held_on(today, Deputy))
        .where(Person.id == Deputy.person_id, Person.active, ~_is_out(Person.id))
        .where(_of_the_agency(Person.agency_key))
        .where(RoleAssignment.person_id == Deputy.stands_for, RoleAssignment.role == role)
        .where(held_on(today), _STANDS_FOR.id == Deputy.stands_for, _STANDS_FOR.active)
        .where(_of_the_agency(_STANDS_FOR.agency_key))
        .correlate_except(Deputy, Person, RoleAssignment, _STANDS_FOR)
    )


def _stands_for_somebody_free(deputy: Deputising | None) -> ColumnElement[bool]:
    if deputy is None:
        return true()
    return and_(
        ~_is_out(deputy.stands_for),
        exists().where(Person.id == deputy.stands_for, _of_the_agency(Person.agency_key)),
    )


def _somebody_appointed(role: str) -> ColumnElement[bool]:
    """Return the condition that somebody appointed on the task's case to the role may act."""
    return (
        exists()
        .where(StandIn.case_id == UserTask.case_id, StandIn.role == role)
        .where(StandIn.person_id == Person.id, Person.active, ~_is_out(Person.id))
        .correlate_except(StandIn, Person)
    )


def _appointed(person: UUID, role: str) -> ColumnElement[bool]:
    return exists().where(
        StandIn.case_id == UserTask.case_id,
        StandIn.person_id == person,
        StandIn.role == role,
    )


def _is_out(person: _Id) -> ColumnElement[bool]:
    """Return the condition that a person may not do the task: a conflict, or what they did before."""
    did_it = exists().where(
        _DONE.case_id == UserTask.case_id,
        func.concat(_DONE.process, "/", _DONE.element) == any_(UserTask.not_by),
        or_(_DONE.submitted_by == person, _DONE.submitted_for == person),
    )
    may_not = and_(func.cardinality(UserTask.not_by) > 0, did_it.correlate_except(_DONE))
    return or_(in_conflict(UserTask.case_id, person), may_not)


def _of_the_agency(agency: Any) -> ColumnElement[bool]:
    """Return the condition that the task is for no agency in particular, or for this one."""
    if agency is None:
        return UserTask.agency_key.is_(None)
    return or_(UserTask.agency_key.is_(None), UserTask.agency_key == agency)


def _tiers_held_by(held: str) -> Iterable[tuple[str, int]]:
    """Yield each role whose lane may come to who holds this one, with how far on it comes."""
    for role in ROLE_TITLES:
        for position, tier in enumerate(tiers_of(role)):
            if tier == held:
                yield role, position


def _roles_appointed_to(session: Session, person: UUID) -> list[str]:
    return list(session.scalars(select(StandIn.role).where(StandIn.person_id == person).distinct()))

"""What a person may know of a case: the facts that web.access decides on, read from the tables."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true
from sqlalchemy.orm import Session

from engine.holders import deputy_is_next
from web.access import SIGHT, Sight, Standing, may_act, sees_every_case, sight_of
from web.store.directory import Actor, Deputising
from web.store.holding import held_by, in_conflict
from web.store.models import Case, Conflict, StandIn, UserTask


def standing_of(
    session: Session,
    case: Case,
    actor: Actor,
    *,
    today: date,
    conflicted: Collection[str] | None = None,
) -> Standing:
    """Return how this person stands to this case; `conflicted` are the ids of who may not see it, if known.

    Of somebody whose roles alone let them see and do everything, nothing but a conflict is asked.
    """
    if actor.deputising and conflicted is None:
        conflicted = _conflicted(session, case)
    roles = _roles_on_the_case(actor, conflicted or ())
    by_role = Standing(roles=roles)
    if conflicted is not None and sight_of(by_role) is Sight.ALL and may_act(by_role):
        return replace(
            by_role,
            notified_it=case.notifier_id == actor.id,
            shown_to=frozenset(case.shown_to),
            conflicted=str(actor.id) in conflicted,
        )
    found = session.execute(
        select(
            in_conflict(case.id, actor.id),
            exists().where(StandIn.case_id == case.id, StandIn.person_id == actor.id),
            _agency_was_asked(case, actor),
            exists().where(UserTask.case_id == case.id, held_by(session, actor, today=today)),
        )
    ).one()
    is_conflicted, stands_in, agency_has_a_task, holds_a_task = found
    return Standing(
        roles=roles,
        notified_it=case.notifier_id == actor.id,
        agency_has_a_task=agency_has_a_task,
        shown_to=frozenset(case.shown_to),
        stands_in=stands_in,
        holds_a_task=holds_a_task,
        conflicted=is_conflicted,
    )


def visible_to(session: Session, actor: Actor, *, today: date) -> ColumnElement[bool]:
    """Return the condition that a person may know of a case: the table of web.access in SQL.

    A test compares it with `sight_of` over every combination of what the table asks.
    """
    if sees_every_case(actor.roles):
        return ~in_conflict(Case.id, actor.id)
    # What their agency is asked shows them the case by itself: who of it may do the task need not be asked.
    by_agency = any(rule.condition == "agency" and rule.role in actor.roles for rule in SIGHT)
    holder = replace(actor, agency=None) if by_agency else actor
    holds_a_task = exists().where(
        UserTask.case_id == Case.id, held_by(session, holder, today=today)
    )
    return _seen(actor, Sight.STATUS, holds_a_task)


def seen_whole_by(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that a person sees all of a case, as `visible_to` that they know of it."""
    return _seen(actor, Sight.ALL, false())


def _seen(actor: Actor, at_least: Sight, otherwise: ColumnElement[bool]) -> ColumnElement[bool]:
    conflicted = in_conflict(Case.id, actor.id)
    if sees_every_case(actor.roles):
        return ~conflicted
    rules = [rule for rule in SIGHT if rule.sees >= at_least]
    seen = [
        exists().where(StandIn.case_id == Case.id, StandIn.person_id == actor.id),
        otherwise,
        *(
            _condition(rule.condition, rule.role, actor)
            for rule in rules
            if rule.role in actor.roles
        ),
        *(
            and_(_condition(rule.condition, rule.role, actor), _acts_for(each))
            for each in actor.deputising
            for rule in rules
            if rule.role == each.role
        ),
    ]
    return and_(~conflicted, or_(*seen))


def agency_was_asked(session: Session, case: Case, actor: Actor) -> bool:
    """Say whether a task of the case is or was one of this person's agency."""
    return bool(session.scalar(select(_agency_was_asked(case, actor))))


def may_know(standing: Standing) -> bool:
    """Say whether the person may know that there is such a case."""
    return sight_of(standing) > Sight.NOTHING


def _agency_was_asked(case: Case, actor: Actor) -> ColumnElement[bool]:
    return exists().where(
        UserTask.case_id == case.id,
        UserTask.agency_key == actor.agency,
        UserTask.agency_key.is_not(None),
    )


def _roles_on_the_case(actor: Actor, conflicted: Collection[str]) -> frozenset[str]:
    """Return the roles a person acts in here: a deputy is out where whom they stand for is."""
    return actor.roles | {
        each.role
        for each in actor.deputising
        if deputy_is_next(each.role) or str(each.stands_for) not in conflicted
    }


def _acts_for(deputy: Deputising) -> ColumnElement[bool]:
    if deputy_is_next(deputy.role):
        return true()
    return ~in_conflict(Case.id, deputy.stands_for)


def _conflicted(session: Session, case: Case) -> frozenset[str]:
    found = session.scalars(
        select(Conflict.person_id).where(
            Conflict.case_id == case.id, Conflict.withdrawn_at_utc.is_(None)
        )
    )
    return frozenset(map(str, found))


def _condition(condition: str, role: str, actor: Actor) -> ColumnElement[bool]:
    if condition == "own":
        return Case.notifier_id == actor.id
    if condition == "agency":
        if actor.agency is None:
            return false()
        return exists().where(UserTask.case_id == Case.id, UserTask.agency_key == actor.agency)
    if condition == "shown":
        return Case.shown_to.contains([role])
    return true()

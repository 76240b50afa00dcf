"""Who is who: people, what they hold today, and who holds a lane on a case."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BindParameter,
    ColumnElement,
    Select,
    String,
    and_,
    any_,
    bindparam,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from engine.errors import NotPermittedError
from web.store.models import Agency, Deputy, Person, RoleAssignment

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Deputising:
    """A role in which somebody acts today for who holds it."""

    role: str
    stands_for: UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who is signed in, with the roles they hold today, and those they act in as a deputy."""

    id: UUID
    name: str
    agency: str | None
    roles: frozenset[str]
    deputising: tuple[Deputising, ...] = ()

    @property
    def acting_roles(self) -> frozenset[str]:
        """Return every role they act in today, in their own name or as a deputy.

        What does not belong to one case goes by these; on a case the conflict of whom they stand for may
        take a role away (`web.store.sight`).
        """
        return self.roles | {each.role for each in self.deputising}


def in_name_of(name: str, stands_for: str | None) -> str:
    """Return somebody's name as it is shown where they act, with whom they stand for as a deputy."""
    return name if stands_for is None else f"{name}, deputy for {stands_for}"


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who may be asked to act; `deputy_for` is whom they stand for, with `stands_for` the name."""

    id: UUID
    name: str
    email: str
    agency: str | None
    deputy_for: UUID | None = None
    stands_for: str | None = None

    @property
    def called(self) -> str:
        """Return the name, with whom they stand for."""
        return in_name_of(self.name, self.stands_for)


def actor(session: Session, person_id: UUID, *, today: date) -> Actor:
    """Return who acts; NotPermittedError where there is no such person or they are deactivated."""
    rows = session.execute(_ACTOR, {"person": person_id, "day": today}).all()
    if not rows:
        raise NotPermittedError("person")
    name, agency, _, _ = rows[0]
    roles = frozenset(role for _, _, role, stands_for in rows if role and stands_for is None)
    deputising = (Deputising(role, each) for _, _, role, each in rows if each is not None)
    return Actor(person_id, name, agency, roles, tuple(dict.fromkeys(deputising)))


def acting_in(
    session: Session, roles: Collection[str], *, today: date
) -> tuple[dict[str, tuple[Holder, ...]], dict[tuple[str, UUID], tuple[Holder, ...]]]:
    """Return who holds each of the roles today, and who are deputies, by role and whom they stand for.

    Active people only; those who hold it longest, or have been deputies longest, are first.
    """
    holders: dict[str, dict[Holder, None]] = {role: {} for role in roles}
    deputies: dict[tuple[str, UUID], dict[Holder, None]] = {}
    for role, _, *columns in session.execute(_ACTING, {"roles": list(roles), "day": today}):
        holder = Holder(*columns)
        if holder.deputy_for is None:
            holders[role][holder] = None
        else:
            deputies.setdefault((role, holder.deputy_for), {})[holder] = None
    return _in_order(holders), _in_order(deputies)


def _in_order(found: dict[K, dict[Holder, None]]) -> dict[K, tuple[Holder, ...]]:
    return {key: tuple(each) for key, each in found.items()}


def held_on(
    day: date | BindParameter[date], assigned: type[RoleAssignment] | type[Deputy] = RoleAssignment
) -> ColumnElement[bool]:
    """Return the condition that an assignment, of a role or a deputy, holds on the day."""
    return and_(
        assigned.from_day <= day,
        or_(assigned.until_day.is_(None), assigned.until_day > day),
    )


def people_holding(session: Session, role: str, *, today: date) -> tuple[Holder, ...]:
    """Return the active people who hold the role today, those who hold it longest first."""
    found = session.execute(_HOLDING, {"role": role, "day": today})
    return tuple(dict.fromkeys(Holder(*row) for row in found))


def people(session: Session, ids: Collection[UUID]) -> tuple[Holder, ...]:
    """Return the active people among these."""
    found = session.execute(
        select(Person.id, Person.name, Person.email, Person.agency_key).where(
            Person.id.in_(ids), Person.active
        )
    )
    return tuple(Holder(*row) for row in found)


def names(session: Session, people: Collection[UUID | None]) -> dict[UUID, str]:
    """Return the names of people by id."""
    wanted = {person for person in people if person is not None}
    if not wanted:
        return {}
    found = session.execute(select(Person.id, Person.name).where(Person.id.in_(wanted)))
    return dict(found.all())


def agency_names(session: Session) -> dict[str, str]:
    """Return the names of all agencies by key."""
    return dict(session.execute(select(Agency.key, Agency.name)).all())


# Built once: every action on a case asks these.
_HOLDS_IT = and_(RoleAssignment.person_id == Deputy.stands_for, RoleAssignment.role == Deputy.role)
_DAY: BindParameter[date] = bindparam("day")
_STANDS_FOR = aliased(Person)
# In their own name, and as deputy of somebody active who holds the role.
_ACTS = union_all(
    select(RoleAssignment.person_id, RoleAssignment.role, null().label("stands_for")).where(
        held_on(_DAY)
    ),
    select(Deputy.person_id, Deputy.role, Deputy.stands_for)
    .join(RoleAssignment, _HOLDS_IT)
    .join(_STANDS_FOR, and_(_STANDS_FOR.id == Deputy.stands_for, _STANDS_FOR.active))
    .where(held_on(_DAY, Deputy), held_on(_DAY)),
).subquery()
_ACTOR = (
    select(Person.name, Person.agency_key, _ACTS.c.role, _ACTS.c.stands_for)
    .outerjoin(_ACTS, _ACTS.c.person_id == Person.id)
    .where(Person.id == bindparam("person"), Person.active)
    .order_by(_ACTS.c.role, _ACTS.c.stands_for)
)
_WHO = (Person.id, Person.name, Person.email, Person.agency_key)
_HOLDING = (
    select(*_WHO)
    .join(RoleAssignment, RoleAssignment.person_id == Person.id)
    .where(RoleAssignment.role == bindparam("role"), Person.active, held_on(_DAY))
    .order_by(RoleAssignment.from_day, Person.name)
)
_ROLES: BindParameter[Any] = bindparam("roles", type_=ARRAY(String))
_HELD: Select[*tuple[Any, ...]] = (
    select(
        RoleAssignment.role,
        RoleAssignment.from_day,
        *_WHO,
        null().label("deputy_for"),
        null().label("stands_for"),
    )
    .join(Person, Person.id == RoleAssignment.person_id)
    .where(RoleAssignment.role == any_(_ROLES), Person.active, held_on(_DAY))
)
_DEPUTISED: Select[*tuple[Any, ...]] = (
    select(Deputy.role, Deputy.from_day, *_WHO, Deputy.stands_for, _STANDS_FOR.name)
    .join(Person, Person.id == Deputy.person_id)
    .join(_STANDS_FOR, _STANDS_FOR.id == Deputy.stands_for)
    .where(Deputy.role == any_(_ROLES), Person.active, held_on(_DAY, Deputy))
)
_ACTING = union_all(_HELD, _DEPUTISED).order_by("from_day", "name")

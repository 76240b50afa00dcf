"""Who is who: people, what they hold today, and who holds a lane on a case."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, or_, select
from sqlalchemy.orm import Session, aliased

from engine.errors import NotPermittedError
from web.store.models import Agency, Deputy, Person, RoleAssignment


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
    name, agency, _ = rows[0]
    roles = frozenset(role for _, _, role in rows if role is not None)
    return Actor(person_id, name, agency, roles, deputising(session, person_id, today=today))


def deputising(session: Session, person: UUID, *, today: date) -> tuple[Deputising, ...]:
    """Return the roles in which the person acts today for somebody who holds them."""
    found = session.execute(_DEPUTISING, {"person": person, "day": today})
    return tuple(Deputising(*row) for row in found)


def deputies_on(session: Session, day: date) -> dict[tuple[str, UUID], list[Holder]]:
    """Return who may act as a deputy on the day, by the role and whom they stand for."""
    found: dict[tuple[str, UUID], list[Holder]] = {}
    for row in session.execute(_DEPUTIES, {"day": day}):
        found.setdefault((row[0], row[5]), []).append(Holder(*row[1:]))
    return found


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
_ACTOR = (
    select(Person.name, Person.agency_key, RoleAssignment.role)
    .outerjoin(RoleAssignment, and_(RoleAssignment.person_id == Person.id, held_on(_DAY)))
    .where(Person.id == bindparam("person"), Person.active)
)
_HOLDING = (
    select(Person.id, Person.name, Person.email, Person.agency_key)
    .join(RoleAssignment, RoleAssignment.person_id == Person.id)
    .where(RoleAssignment.role == bindparam("role"), Person.active, held_on(_DAY))
    .order_by(RoleAssignment.from_day, Person.name)
)
_STANDS_FOR = aliased(Person)
_DEPUTISING = (
    select(Deputy.role, Deputy.stands_for)
    .distinct()
    .join(RoleAssignment, _HOLDS_IT)
    .join(Person, Person.id == Deputy.stands_for)
    .where(Deputy.person_id == bindparam("person"), Person.active)
    .where(held_on(_DAY, Deputy), held_on(_DAY))
    .order_by(Deputy.role, Deputy.stands_for)
)
_DEPUTIES = (
    select(
        Deputy.role,
        Person.id,
        Person.name,
        Person.email,
        Person.agency_key,
        Deputy.stands_for,
        _STANDS_FOR.name,
    )
    .join(Person, Person.id == Deputy.person_id)
    .join(_STANDS_FOR, _STANDS_FOR.id == Deputy.stands_for)
    .where(Person.active, held_on(_DAY, Deputy))
    .order_by(Deputy.from_day, Person.name)
)

"""Who is who: people, what they hold today, and who holds a lane on a case."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from engine.errors import NotPermittedError
from engine.roles import STANDS_IN_FOR
from web.store.models import Agency, Conflict, Person, RoleAssignment, StandIn


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who is signed in, with the roles they hold today."""

    id: UUID
    name: str
    agency: str | None
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who may be asked to act."""

    id: UUID
    name: str
    email: str
    agency: str | None


def actor(session: Session, person_id: UUID, *, today: date) -> Actor:
    """Return who acts; NotPermittedError where there is no such person or they are deactivated."""
    person = session.get(Person, person_id)
    if person is None or not person.active:
        raise NotPermittedError("person")
    roles = session.scalars(
        select(RoleAssignment.role).where(RoleAssignment.person_id == person_id, held_on(today))
    )
    return Actor(person.id, person.name, person.agency_key, frozenset(roles))


def held_on(day: date) -> ColumnElement[bool]:
    """Return the condition that an assignment holds on the day."""
    return and_(
        RoleAssignment.from_day <= day,
        or_(RoleAssignment.until_day.is_(None), RoleAssignment.until_day > day),
    )


def holders_of(session: Session, role: str, *, today: date) -> tuple[Holder, ...]:
    """Return the active people who hold the role today, those who hold it longest first."""
    found = session.execute(
        select(Person.id, Person.name, Person.email, Person.agency_key)
        .join(RoleAssignment, RoleAssignment.person_id == Person.id)
        .where(RoleAssignment.role == role, Person.active, held_on(today))
        .order_by(RoleAssignment.from_day, Person.name)
    )
    return tuple(dict.fromkeys(Holder(*row) for row in found))


class CaseHolders:
    """Who holds each lane on one case: read once, asked for each task.

    The holders of the role without a conflict on the case; where there are none, those of the role that
    stands in for it; and then whom somebody appointed on this case (design.md section 4).
    """

    def __init__(self, session: Session, case_id: UUID, *, today: date) -> None:
        """Read the case's conflicts and stand-ins."""
        self._session, self._today = session, today
        self.conflicted: frozenset[UUID] = frozenset(
            session.scalars(select(Conflict.person_id).where(Conflict.case_id == case_id))
        )
        self.stand_ins: Mapping[str, Sequence[UUID]] = _by_role(session, case_id)
        self._holders: dict[str, tuple[Holder, ...]] = {}

    def of(self, role: str, *, agency: str | None, person: UUID | None) -> tuple[Holder, ...]:
        """Return who could complete a task of the role, narrowed to an agency or a person as drawn."""
        if person is not None:
            return tuple(
                holder for holder in self._people([person]) if holder.id not in self.conflicted
            )
        for tier in (role, *STANDS_IN_FOR.get(role, ())):
            free = self._free(self._role(tier), agency)
            if free:
                return free
        return self._free(self._people(self.stand_ins.get(role, ())), None)

    def _free(self, people: Sequence[Holder], agency: str | None) -> tuple[Holder, ...]:
        return tuple(
            holder
            for holder in people
            if holder.id not in self.conflicted and agency in (None, holder.agency)
        )

    def _role(self, role: str) -> tuple[Holder, ...]:
        if role not in self._holders:
            self._holders[role] = holders_of(self._session, role, today=self._today)
        return self._holders[role]

    def _people(self, ids: Collection[UUID]) -> tuple[Holder, ...]:
        found = self._session.execute(
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
    return dict(found.tuples())


def agency_names(session: Session) -> dict[str, str]:
    """Return the names of all agencies by key."""
    return dict(session.execute(select(Agency.key, Agency.name)).tuples())


def _by_role(session: Session, case_id: UUID) -> dict[str, list[UUID]]:
    appointed: dict[str, list[UUID]] = {}
    rows = session.execute(
        select(StandIn.role, StandIn.person_id)
        .where(StandIn.case_id == case_id)
        .order_by(StandIn.appointed_at_utc.desc())
    )
    for role, person in rows:
        appointed.setdefault(role, []).append(person)
    return appointed

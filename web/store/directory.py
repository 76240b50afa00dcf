"""Who is who: people, what they hold today, and who holds a lane on a case."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from itertools import chain
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from engine.errors import NotPermittedError
from engine.holders import holders_of, tiers_of
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
    rows = session.execute(_ACTOR, {"person": person_id, "day": today}).all()
    if not rows:
        raise NotPermittedError("person")
    name, agency, _ = rows[0]
    roles = frozenset(role for _, _, role in rows if role is not None)
    return Actor(person_id, name, agency, roles)


def held_on(day: date | BindParameter[date]) -> ColumnElement[bool]:
    """Return the condition that an assignment holds on the day."""
    return and_(
        RoleAssignment.from_day <= day,
        or_(RoleAssignment.until_day.is_(None), RoleAssignment.until_day > day),
    )


def people_holding(session: Session, role: str, *, today: date) -> tuple[Holder, ...]:
    """Return the active people who hold the role today, those who hold it longest first."""
    found = session.execute(_HOLDING, {"role": role, "day": today})
    return tuple(dict.fromkeys(Holder(*row) for row in found))


class CaseHolders:
    """Who holds each lane on one case (`engine.holders`): read once, asked for each task."""

    def __init__(self, session: Session, case_id: UUID, *, today: date) -> None:
        """Read the case's conflicts (`conflicted`: ids of people) and stand-ins."""
        self._session, self._today = session, today
        self.conflicted = frozenset(map(str, session.scalars(_CONFLICTED, {"case": case_id})))
        self._stand_ins = _stand_ins(session, case_id)
        self._by_role: dict[str, tuple[Holder, ...]] = {}

    def of(self, role: str, *, agency: str | None, person: UUID | None) -> tuple[Holder, ...]:
        """Return who could complete a task of the role, narrowed to an agency or a person as drawn."""
        if person is not None:
            named = people(self._session, [person])
            return tuple(each for each in named if str(each.id) not in self.conflicted)
        tiers = {
            tier: [each for each in self._holding(tier) if agency in (None, each.agency)]
            for tier in tiers_of(role)
        }
        appointed = self._stand_ins.get(role, ())
        known = {str(each.id): each for each in chain(*tiers.values(), appointed)}
        found = holders_of(
            role,
            holders={tier: [str(each.id) for each in held] for tier, held in tiers.items()},
            conflicted=self.conflicted,
            stand_ins={role: [str(each.id) for each in appointed]},
        )
        return tuple(known[each] for each in found)

    def _holding(self, role: str) -> tuple[Holder, ...]:
        if role not in self._by_role:
            self._by_role[role] = people_holding(self._session, role, today=self._today)
        return self._by_role[role]


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


def _stand_ins(session: Session, case_id: UUID) -> dict[str, tuple[Holder, ...]]:
    """Return who was appointed on the case, by role."""
    rows = session.execute(_APPOINTED, {"case": case_id})
    return {
        role: (Holder(person, name, email, agency),) for role, person, name, email, agency in rows
    }


# Built once: every action on a case asks these.
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
_CONFLICTED = select(Conflict.person_id).where(Conflict.case_id == bindparam("case"))
_APPOINTED = (
    select(StandIn.role, Person.id, Person.name, Person.email, Person.agency_key)
    .join(Person, Person.id == StandIn.person_id)
    .where(StandIn.case_id == bindparam("case"), Person.active)
)

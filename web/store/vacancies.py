"""Open tasks that nobody may do, found from what is vacant instead of by asking every task who may do it.

Nobody may do a task where nobody holds its lane today, where whom it names is no longer active, or where all
of these are out of the case: by a conflict, or by what they did before. Of each of these there are few, and
each leads to its tasks by an index. What is found so is asked the rule itself (`held_by_nobody`): a place too
many costs time, and none may be missing. A test holds the two together.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, select, text, union
from sqlalchemy.orm import Session

from engine.holders import tiers_of
from engine.roles import ROLE_TITLES
from web.store.directory import held_on
from web.store.holding import held_by_nobody
from web.store.models import Conflict, Person, RoleAssignment, UserTask


def vacant(session: Session, *, today: date) -> ColumnElement[bool]:
    """Return the condition that nobody may complete an open task: `held_by_nobody`, asked of few."""
    lanes = _Lanes(session, today)
    places = union(
        *(
            select(UserTask.id, UserTask.role).where(UserTask.closed_at_utc.is_(None), place)
            for place in _places(session, lanes)
        )
    ).subquery()
    # The rule is long where it is asked for every role; most often it is needed for none.
    roles = session.scalars(select(places.c.role).distinct()).all()
    if not roles:
        return false()
    known = [role for role in roles if role in ROLE_TITLES]
    return and_(UserTask.id.in_(select(places.c.id)), held_by_nobody(today, roles=known))


class _Holder(NamedTuple):
    """Somebody active who holds a role today."""

    role: str
    person: UUID
    agency: str | None


class _Lanes:
    """Who holds each lane today, whatever the case."""

    def __init__(self, session: Session, today: date) -> None:
        found = session.execute(
            select(RoleAssignment.role, Person.id, Person.agency_key)
            .join(Person, Person.id == RoleAssignment.person_id)
            .where(Person.active, held_on(today))
        )
        self._holders = [_Holder(*row) for row in found]

    def of(self, role: str, agency: str | None = None) -> frozenset[UUID]:
        """Return who holds the lane of the role, of the agency if one is meant."""
        return frozenset(
            holder.person
            for holder in self._holders
            if holder.role in tiers_of(role) and agency in (None, holder.agency)
        )


def _places(session: Session, lanes: _Lanes) -> Iterator[ColumnElement[bool]]:
    """Yield where tasks may stand that nobody may do; each is found by an index."""
    of_no_agency = and_(UserTask.person_id.is_(None), UserTask.agency_key.is_(None))
    nobodys = [role for role in ROLE_TITLES if not lanes.of(role)]
    yield and_(of_no_agency, UserTask.role.in_(nobodys))
    for role, agencies in _agencies_without(session, lanes).items():
        yield and_(UserTask.agency_key.in_(agencies), UserTask.role == role)
    yield UserTask.person_id.in_(select(Person.id).where(~Person.active))
    yield UserTask.case_id.in_(select(Conflict.case_id).where(Conflict.withdrawn_at_utc.is_(None)))
    for role, steps in _done_by_all(session, lanes):
        yield and_(of_no_agency, _NOT_BY_SOMEBODY, UserTask.role == role, UserTask.not_by == steps)
    yield and_(UserTask.agency_key.is_not(None), _NOT_BY_SOMEBODY)
    yield and_(UserTask.person_id.is_not(None), UserTask.agency_key.is_(None), _NOT_BY_SOMEBODY)


def _agencies_without(session: Session, lanes: _Lanes) -> dict[str, list[str]]:
    """Return, by the role of a lane, the agencies with open tasks in it where nobody holds it."""
    without: dict[str, list[str]] = {}
    for agency, role in session.execute(_LANES_OF_AGENCIES):
        if not lanes.of(role, agency):
            without.setdefault(role, []).append(agency)
    return without


def _done_by_all(session: Session, lanes: _Lanes) -> Iterator[tuple[str, list[str]]]:
    """Yield the lanes, with the steps whose doer may not act there, whose every holder ever did one.

    Where one of them never did, on any case, nobody else's steps make a task vacant.
    """
    found = session.execute(_LANES_OF_TWO_PEOPLE).all()
    did = _who_did(
        session,
        {person for role, _ in found for person in lanes.of(role)},
        {step for _, steps in found for step in steps},
    )
    for role, steps in found:
        if all(any((person, step) in did for step in steps) for person in lanes.of(role)):
            yield role, steps


def _who_did(
    session: Session, people: Iterable[UUID], steps: Iterable[str]
) -> frozenset[tuple[UUID, str]]:
    """Return which of the people ever did which of the steps, themselves or by a deputy."""
    split = [step.partition("/") for step in steps]
    given = {
        "people": list(people),
        "processes": [process for process, _, _ in split],
        "elements": [element for _, _, element in split],
    }
    if not split or not given["people"]:
        return frozenset()
    return frozenset((person, step) for person, step in session.execute(_WHO_DID, given))


# As the index says it that these are found by.
_NOT_BY_SOMEBODY: Final[ColumnElement[bool]] = UserTask.not_by != text("'{}'")

# From one lane to the next by the index: as many steps as there are lanes, however many tasks stand in them.
_LANES_OF_AGENCIES: Final = text("""
    with recursive lane as (
        (select agency_key, role from user_task
         where closed_at_utc is null and agency_key is not null
         order by agency_key, role limit 1)
        union all
        select following.agency_key, following.role
        from lane cross join lateral (
            select agency_key, role from user_task
            where closed_at_utc is null and agency_key is not null
                and (agency_key, role) > (lane.agency_key, lane.role)
            order by agency_key, role limit 1
        ) following
    )
    select agency_key, role from lane
""")
_LANES_OF_TWO_PEOPLE: Final = text("""
    with recursive lane as (
        (select role, not_by from user_task
         where closed_at_utc is null and not_by <> '{}' and agency_key is null and person_id is null
         order by role, not_by limit 1)
        union all
        select following.role, following.not_by
        from lane cross join lateral (
            select role, not_by from user_task
            where closed_at_utc is null and not_by <> '{}' and agency_key is null and person_id is null
                and (role, not_by) > (lane.role, lane.not_by)
            order by role, not_by limit 1
        ) following
    )
    select role, not_by from lane
""")
_WHO_DID: Final = text("""
    select person, concat(process, '/', element)
    from unnest(cast(:people as uuid[])) person
    cross join unnest(cast(:processes as text[]), cast(:elements as text[])) step (process, element)
    where exists (
        select from submission done
        where done.process = step.process and done.element = step.element and done.submitted_by = person
    ) or exists (
        select from submission done
        where done.process = step.process and done.element = step.element and done.submitted_for = person
    )
""")

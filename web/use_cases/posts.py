"""Who holds which role from when to when, and who acts for them as a deputy; kept ahead of time."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Literal
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import InvalidAnswersError, NotFoundError
from engine.roles import APPOINTED_ON_A_CASE, ROLE_TITLES
from web.store.directory import names
from web.store.models import Deputy, Person, RoleAssignment
from web.store.store import Store
from web.use_cases.keeping import NEED_AN_AGENCY, Keeping, last_day
from web.use_cases.people_views import DeputyTerm, PersonPosts, RoleTerm

Standing = Literal["past", "now", "ahead", "never"]


class Posts:
    """Keep roles and deputies. Without `by` (None) the program acts.

    Days are inclusive: `first` and `last`. InvalidAnswersError names each field refused; "" is the change as
    a whole.
    """

    def __init__(self, store: Store) -> None:
        """Take the store."""
        self._store = store

    def of(self, person: UUID, *, by: UUID | None) -> PersonPosts:
        """Return the roles of a person, who deputises for them and for whom they do: past, now and ahead."""
        with self._store.transaction() as session:
            keeping = Keeping(self._store, session, by)
            keeping.find(person)
            return PersonPosts(
                roles=tuple(
                    RoleTerm(each.id, each.role, *_days(each, keeping.today))
                    for each in _assignments(session, person)
                ),
                deputies=_deputies(session, keeping, Deputy.stands_for == person),
                deputises=_deputies(session, keeping, Deputy.person_id == person),
            )

    def give(
        self, person: UUID, role: str, *, first: date, last: date | None, by: UUID | None
    ) -> None:
        """Give a person a role from a day on, until the end of a day if one is given."""
        with self._store.transaction() as session:
            keeping = Keeping(self._store, session, by)
            found = keeping.find(person)
            problems = _problems_of_days(keeping.today, first, last)
            if role not in ROLE_TITLES:
                problems["role"] = ["Choose a role from the list"]
            elif role in NEED_AN_AGENCY and found.agency_key is None:
                problems["role"] = ["Say first which agency this person leads for, under Agency"]
            elif not problems and _overlaps(_assignments(session, person, role), first, last):
                problems["role"] = [
                    f"{found.name} is {ROLE_TITLES[role]} on some of these days already"
                ]
            _refuse(problems)
            keeping.give(found, role, from_day=first, until_day=_until(last))

    def end(self, person: UUID, term: UUID, *, last: date | None, by: UUID | None) -> None:
        """End a role at the end of a day, or now (None)."""
        with self._store.transaction() as session:
            keeping = Keeping(self._store, session, by)
            keeping.find(person)
            assignment = session.get(RoleAssignment, term, with_for_update=True)
            if assignment is None or assignment.person_id != person:
                raise NotFoundError("role")
            _refuse(_problems_of_end(keeping.today, assignment, last))
            with keeping.not_the_last_business_manager():
                assignment.until_day = _ended_on(keeping.today, assignment, last)
            when = keeping.days(keeping.today, assignment.until_day) if last else ""
            keeping.audit("role_ended", str(person), f"{assignment.role} {when}".strip())

    def name_deputy(
        self,
        stands_for: UUID,
        role: str,
        deputy: UUID | None,
        *,
        first: date,
        last: date | None,
        by: UUID | None,
    ) -> None:
        """Let somebody act for a person in a role that they hold."""
        with self._store.transaction() as session:
            keeping = Keeping(self._store, session, by)
            found = keeping.find(stands_for)
            problems = _problems_of_days(keeping.today, first, last)
            held = [each for each in _assignments(session, stands_for, role) if _holds(each, first)]
            if role in APPOINTED_ON_A_CASE:
                problems["role"] = [
                    "Nobody deputises here: people are appointed to it case by case"
                ]
            elif not held and "first" not in problems:
                problems["role"] = [f"{found.name} does not hold this role on the first day"]
            problems |= _problems_of_deputy(session, found, role, deputy)
            _refuse(problems)
            assert deputy is not None  # noqa: S101
            session.add(
                Deputy(
                    id=uuid4(),
                    role=role,
                    stands_for=stands_for,
                    person_id=deputy,
                    from_day=first,
                    until_day=_until(last),
                    given_by=keeping.by,
                )
            )
            days = keeping.days(first, _until(last))
            keeping.audit("deputy_named", str(deputy), f"{role} for {stands_for} {days}".strip())

    def end_deputy(
        self, stands_for: UUID, term: UUID, *, last: date | None, by: UUID | None
    ) -> None:
        """Let somebody no longer act as a deputy, from the end of a day or from now (None)."""
        with self._store.transaction() as session:
            keeping = Keeping(self._store, session, by)
            keeping.find(stands_for)
            deputy = session.get(Deputy, term, with_for_update=True)
            if deputy is None or deputy.stands_for != stands_for:
                raise NotFoundError("deputy")
            _refuse(_problems_of_end(keeping.today, deputy, last))
            deputy.until_day = _ended_on(keeping.today, deputy, last)
            when = keeping.days(keeping.today, deputy.until_day) if last else ""
            detail = f"{deputy.role} for {stands_for} {when}".strip()
            keeping.audit("deputy_ended", str(deputy.person_id), detail)


def _assignments(
    session: Session, person: UUID, role: str | None = None
) -> Sequence[RoleAssignment]:
    found = select(RoleAssignment).where(RoleAssignment.person_id == person)
    if role is not None:
        found = found.where(RoleAssignment.role == role)
    return session.scalars(
        found.order_by(RoleAssignment.from_day.desc(), RoleAssignment.role, RoleAssignment.id)
    ).all()


def _deputies(session: Session, keeping: Keeping, which: object) -> tuple[DeputyTerm, ...]:
    rows = session.scalars(
        select(Deputy).where(which).order_by(Deputy.from_day.desc(), Deputy.role, Deputy.id)  # type: ignore[arg-type]
    ).all()
    people = names(session, {id_ for row in rows for id_ in (row.person_id, row.stands_for)})
    return tuple(
        DeputyTerm(
            row.id,
            row.role,
            *_days(row, keeping.today),
            person=row.person_id,
            name=people[row.person_id],
            stands_for=row.stands_for,
            stands_for_name=people[row.stands_for],
        )
        for row in rows
    )


def _days(term: RoleAssignment | Deputy, today: date) -> tuple[date, date | None, Standing]:
    """Return the first and the last day, and whether they are past, now or ahead."""
    standing: Standing = "now"
    if term.until_day is not None and term.until_day <= term.from_day:
        standing = "never" if term.from_day > today else "past"
    elif term.from_day > today:
        standing = "ahead"
    elif term.until_day is not None and term.until_day <= today:
        standing = "past"
    return term.from_day, last_day(term.until_day), standing


def _holds(assignment: RoleAssignment, day: date) -> bool:
    return assignment.from_day <= day and (
        assignment.until_day is None or day < assignment.until_day
    )


def _overlaps(terms: Sequence[RoleAssignment], first: date, last: date | None) -> bool:
    return any(
        (each.until_day is None or first < each.until_day)
        and (last is None or each.from_day <= last)
        and each.until_day != each.from_day
        for each in terms
    )


def _until(last: date | None) -> date | None:
    return None if last is None else last + timedelta(days=1)


def _ended_on(today: date, term: RoleAssignment | Deputy, last: date | None) -> date:
    """Return from which day it no longer holds: what has not begun never does."""
    return max(term.from_day, today if last is None else last + timedelta(days=1))


def _problems_of_days(today: date, first: date, last: date | None) -> dict[str, list[str]]:
    problems = {}
    if first < today:
        problems["first"] = ["Enter today or a day to come: what was is not rewritten"]
    if last is not None and last < first:
        problems["last"] = ["The last day must not be before the first"]
    return problems


def _problems_of_end(
    today: date, term: RoleAssignment | Deputy, last: date | None
) -> dict[str, list[str]]:
    if term.until_day is not None and term.until_day <= max(today, term.from_day):
        return {"": ["This has ended already"]}
    if last is not None and last < max(today, term.from_day):
        return {"last": ["Enter today or a day to come, from the first day on"]}
    return {}


def _problems_of_deputy(
    session: Session, stands_for: Person, role: str, deputy: UUID | None
) -> dict[str, list[str]]:
    found = None if deputy is None else session.get(Person, deputy)
    if found is None or not found.active:
        return {"deputy": ["Choose who acts as the deputy"]}
    if found.id == stands_for.id:
        return {"deputy": ["Choose somebody else: nobody is their own deputy"]}
    if role in NEED_AN_AGENCY and found.agency_key != stands_for.agency_key:
        return {
            "deputy": [f"{found.name} does not work for the agency that {stands_for.name} leads"]
        }
    return {}


def _refuse(problems: Mapping[str, Sequence[str]]) -> None:
    if problems:
        raise InvalidAnswersError(problems)

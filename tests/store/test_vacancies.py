"""Tasks that nobody may do: found from what is vacant, they are those that the rule says of every task."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Final
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine.calendar import london_date
from tests.conftest import app_url
from tests.installation import config_for
from tests.store.office import MONDAY, Office, open_office
from web.postgres import Server
from web.store.holding import held_by_nobody
from web.store.models import (
    Case,
    Conflict,
    Deputy,
    Person,
    ProcessInstance,
    RoleAssignment,
    StandIn,
    Submission,
    UserTask,
)
from web.store.vacancies import vacant

FIRST, SECOND = "small/first", "small/second"


@dataclass
class Desk:
    """Three cases without an open task, to be altered at will and rolled back."""

    office: Office
    session: Session
    cases: list[UUID]

    def __post_init__(self) -> None:
        self.now = self.office.store.clock.now(self.session)
        self.today = london_date(self.now)

    def task(
        self,
        role: str,
        *,
        case: int = 0,
        agency: str | None = None,
        named: str | None = None,
        not_by: tuple[str, ...] = (),
    ) -> str:
        task = UserTask(
            id=uuid4().hex,
            case_id=self.cases[case],
            process_instance_id=self._instance(case),
            process="small",
            element="some_step",
            role=role,
            agency_key=agency,
            person_id=None if named is None else self.office.people[named],
            opened_at_utc=self.now,
            not_by=list(not_by),
        )
        self.session.add(task)
        return task.id

    def did(self, step: str, by: str, *, stood_for: str | None = None, case: int = 0) -> None:
        process, _, element = step.partition("/")
        self.session.add(
            Submission(
                case_id=self.cases[case],
                process_instance_id=self._instance(case),
                process=process,
                element=element,
                submitted_by=self.office.people[by],
                submitted_for=None if stood_for is None else self.office.people[stood_for],
                submitted_at_utc=self.now,
                content=b"",
            )
        )

    def conflict(self, who: str, *, case: int = 0, withdrawn: bool = False) -> None:
        self.session.add(
            Conflict(
                case_id=self.cases[case],
                person_id=self.office.people[who],
                declared_at_utc=self.now,
                withdrawn_at_utc=self.now if withdrawn else None,
            )
        )

    def appoint(self, role: str, who: str, *, case: int = 0) -> None:
        self.session.add(
            StandIn(
                case_id=self.cases[case],
                role=role,
                person_id=self.office.people[who],
                appointed_by=self.office.people["manager"],
                appointed_at_utc=self.now,
            )
        )

    def deputise(self, role: str, stands_for: str, who: str) -> None:
        people = self.office.people
        self.session.add(
            Deputy(
                role=role,
                stands_for=people[stands_for],
                person_id=people[who],
                from_day=self.today,
            )
        )

    def give(self, role: str, who: str, *, in_days: int = 0) -> None:
        day = self.today + timedelta(days=in_days)
        self.session.add(RoleAssignment(person_id=self.office.people[who], role=role, from_day=day))

    def end(self, role: str) -> None:
        self.session.execute(
            update(RoleAssignment).where(RoleAssignment.role == role).values(until_day=self.today)
        )

    def leaves(self, who: str) -> None:
        gone = update(Person).where(Person.id == self.office.people[who])
        self.session.execute(gone.values(active=False))

    def found(self) -> set[str]:
        """Return what is found from what is vacant."""
        self.session.flush()
        condition = vacant(self.session, today=self.today)
        return set(self.session.scalars(select(UserTask.id).where(condition)))

    def ruled(self) -> set[str]:
        """Return what the rule says, asked of every task."""
        self.session.flush()
        return set(self.session.scalars(select(UserTask.id).where(held_by_nobody(self.today))))

    def _instance(self, case: int) -> UUID:
        return self.session.scalars(
            select(ProcessInstance.id).where(ProcessInstance.case_id == self.cases[case])
        ).first()


@pytest.fixture(scope="module")
def with_cases(furnished: Server) -> Iterator[Office]:
    name = f"vacancies_{secrets.token_hex(6)}"
    furnished.create_database(name, template="furnished")
    office = open_office(config_for(app_url(furnished, name)))
    office.set_clock(MONDAY)
    for _ in range(3):
        office.notify()
    yield office
    office.engine.dispose()
    furnished.drop_database(name)


@pytest.fixture
def desk(with_cases: Office) -> Iterator[Desk]:
    with Session(with_cases.engine) as session:
        cases = list(session.scalars(select(Case.id).order_by(Case.reference)))
        desk = Desk(with_cases, session, cases)
        session.execute(update(UserTask).values(closed_at_utc=desk.now))
        yield desk
        session.rollback()


def a_role_that_nobody_holds(desk: Desk) -> set[str]:
    desk.end("business_unit")
    desk.task("business_manager")
    return {desk.task("business_unit"), desk.task("business_unit", case=1)}


def a_role_that_only_somebody_who_left_holds(desk: Desk) -> set[str]:
    desk.leaves("unit")
    desk.task("business_manager")
    return {desk.task("business_unit")}


def a_role_that_somebody_holds_from_tomorrow(desk: Desk) -> set[str]:
    desk.end("business_unit")
    desk.give("business_unit", "nobody", in_days=1)
    desk.give("sig_chair", "nobody")
    desk.task("sig_chair")
    return {desk.task("business_unit")}


def a_chair_and_who_is_next(desk: Desk) -> set[str]:
    desk.end("sig_chair")
    desk.end("sig_vice_chair")
    desk.task("sig_member")
    return {desk.task("sig_chair"), desk.task("panel_chair")}


def a_chair_whose_vice_chair_is_next(desk: Desk) -> set[str]:
    desk.end("sig_chair")
    desk.task("sig_chair")
    return set()


def an_agency_without_a_lead(desk: Desk) -> set[str]:
    desk.leaves("police_lead")
    desk.task("agency_lead", agency="health")
    return {desk.task("agency_lead", agency="police")}


def an_agency_that_nobody_works_for(desk: Desk) -> set[str]:
    desk.task("agency_lead", agency="police")
    desk.task("agency_lead", agency="health")
    return {desk.task("agency_lead", agency="nowhere"), desk.task("sig_member", agency="health")}


def somebody_named_who_left(desk: Desk) -> set[str]:
    desk.leaves("colleague")
    desk.task("notifier", named="notifier")
    return {desk.task("notifier", named="colleague"), desk.task("weird", named="colleague")}


def somebody_named_with_a_conflict(desk: Desk) -> set[str]:
    desk.conflict("notifier")
    desk.task("notifier", named="colleague")
    desk.task("notifier", named="notifier", case=1)
    return {desk.task("notifier", named="notifier")}


def somebody_named_who_did_the_step_before(desk: Desk) -> set[str]:
    desk.did(FIRST, "notifier")
    desk.task("notifier", named="notifier", not_by=(SECOND,))
    desk.task("notifier", named="notifier", not_by=(FIRST,), case=1)
    return {desk.task("notifier", named="notifier", not_by=(FIRST,))}


def both_chairs_with_a_conflict(desk: Desk) -> set[str]:
    for who in ("chair", "vice"):
        desk.conflict(who)
        desk.conflict(who, case=1, withdrawn=True)
    desk.conflict("chair", case=2)
    for case in (1, 2):
        desk.task("sig_chair", case=case)
    return {desk.task("sig_chair")}


def a_lead_with_a_conflict(desk: Desk) -> set[str]:
    desk.conflict("health_lead")
    desk.task("agency_lead", agency="police")
    desk.task("agency_lead", agency="health", case=1)
    return {desk.task("agency_lead", agency="health")}


def one_with_a_conflict_and_the_other_did_it(desk: Desk) -> set[str]:
    desk.give("independent_chair", "nobody")
    desk.did(FIRST, "independent")
    desk.conflict("nobody")
    desk.task("independent_chair", not_by=(FIRST,), case=1)
    return {desk.task("independent_chair", not_by=(FIRST,))}


def the_only_one_did_the_step_before(desk: Desk) -> set[str]:
    desk.did(FIRST, "independent")
    desk.task("independent_chair", not_by=(FIRST,), case=1)
    desk.task("independent_chair", not_by=(SECOND,))
    desk.task("independent_chair")
    return {
        desk.task("independent_chair", not_by=(FIRST,)),
        desk.task("independent_chair", not_by=(SECOND, FIRST)),
    }


def a_deputy_did_it_for_the_only_one(desk: Desk) -> set[str]:
    desk.did(FIRST, "nobody", stood_for="independent")
    desk.task("independent_chair", not_by=(FIRST,), case=1)
    return {desk.task("independent_chair", not_by=(FIRST,))}


def two_who_each_did_one_of_the_steps(desk: Desk) -> set[str]:
    desk.give("independent_chair", "nobody")
    desk.did(FIRST, "independent")
    desk.did(SECOND, "nobody")
    desk.task("independent_chair", not_by=(FIRST,))
    return {desk.task("independent_chair", not_by=(FIRST, SECOND))}


def two_of_whom_one_never_did_it(desk: Desk) -> set[str]:
    desk.give("independent_chair", "nobody")
    desk.did(FIRST, "independent")
    desk.task("independent_chair", not_by=(FIRST,))
    return set()


def the_lead_did_the_step_before(desk: Desk) -> set[str]:
    desk.did(FIRST, "health_lead")
    desk.task("agency_lead", agency="police", not_by=(FIRST,))
    return {desk.task("agency_lead", agency="health", not_by=(FIRST,))}


def nobody_appointed(desk: Desk) -> set[str]:
    desk.appoint("author", "nobody")
    desk.task("author")
    desk.give("author", "member")
    return {desk.task("author", case=1), desk.task("panel_member")}


def who_was_appointed_left(desk: Desk) -> set[str]:
    desk.appoint("author", "nobody")
    desk.appoint("panel_member", "member")
    desk.leaves("nobody")
    desk.task("panel_member")
    return {desk.task("author")}


def an_appointment_to_a_vacant_role(desk: Desk) -> set[str]:
    desk.end("sig_chair")
    desk.end("sig_vice_chair")
    desk.appoint("sig_chair", "nobody")
    desk.task("sig_chair")
    return {desk.task("sig_chair", case=1)}


def a_deputy_who_is_next(desk: Desk) -> set[str]:
    desk.conflict("independent")
    desk.conflict("independent", case=1)
    desk.conflict("nobody", case=1)
    desk.deputise("independent_chair", "independent", "nobody")
    desk.task("independent_chair")
    return {desk.task("independent_chair", case=1)}


def what_is_done_and_nothing_else(desk: Desk) -> set[str]:
    desk.end("business_unit")
    done = desk.task("business_unit")
    desk.session.flush()
    desk.session.execute(update(UserTask).where(UserTask.id == done).values(closed_at_utc=desk.now))
    return set()


KINDS: Final[tuple[Callable[[Desk], set[str]], ...]] = (
    a_role_that_nobody_holds,
    a_role_that_only_somebody_who_left_holds,
    a_role_that_somebody_holds_from_tomorrow,
    a_chair_and_who_is_next,
    a_chair_whose_vice_chair_is_next,
    an_agency_without_a_lead,
    an_agency_that_nobody_works_for,
    somebody_named_who_left,
    somebody_named_with_a_conflict,
    somebody_named_who_did_the_step_before,
    both_chairs_with_a_conflict,
    a_lead_with_a_conflict,
    one_with_a_conflict_and_the_other_did_it,
    the_only_one_did_the_step_before,
    a_deputy_did_it_for_the_only_one,
    two_who_each_did_one_of_the_steps,
    two_of_whom_one_never_did_it,
    the_lead_did_the_step_before,
    nobody_appointed,
    who_was_appointed_left,
    an_appointment_to_a_vacant_role,
    a_deputy_who_is_next,
    what_is_done_and_nothing_else,
)


@pytest.mark.parametrize("arrange", KINDS, ids=lambda each: each.__name__.replace("_", " "))
def test_each_kind_of_vacancy_is_found_and_nothing_beside_it(
    arrange: Callable[[Desk], set[str]], desk: Desk
):
    """Each by itself, so that nothing else leads to its tasks; beside it stand tasks that somebody may do."""
    expected = arrange(desk)

    assert desk.ruled() == expected
    assert desk.found() == expected


def test_where_nothing_is_vacant_no_task_is_asked_who_may_do_it(desk: Desk):
    for role in ("sig_chair", "independent_chair", "business_manager"):
        desk.task(role)
    desk.session.flush()

    condition = vacant(desk.session, today=desk.today)

    assert str(condition) == "false"
    desk.end("business_manager")
    assert str(vacant(desk.session, today=desk.today)) != "false"


@pytest.mark.parametrize("seed", range(12))
def test_what_is_found_from_what_is_vacant_is_what_the_rule_says_of_every_task(
    seed: int, desk: Desk
):
    """By chance, little of each kind: what one place does not lead to, no other does by accident."""
    chance = Random(seed)
    people = [*desk.office.people]
    roles = ("sig_chair", "panel_chair", "author", "independent_chair", "business_manager")
    steps = (FIRST, SECOND)
    for _ in range(60):
        named = chance.choice([None] * 6 + people)
        agency = chance.choice([None, None, "health", "police", "nowhere"])
        desk.task(
            "agency_lead" if agency else chance.choice(roles),
            case=chance.randrange(3),
            agency=agency,
            named=named,
            not_by=tuple(chance.sample(steps, chance.choice([0, 0, 1, 2]))),
        )
    for role in chance.sample((*roles, "sig_vice_chair", "agency_lead"), 2):
        desk.end(role)
    for who in chance.sample(people, 2):
        desk.leaves(who)
    for who in chance.sample(people, chance.randrange(3)):
        desk.conflict(who, case=chance.randrange(3))
    for _ in range(chance.randrange(4)):
        stood_for = chance.choice([None, *people])
        desk.did(
            chance.choice(steps),
            chance.choice(people),
            stood_for=stood_for,
            case=chance.randrange(3),
        )
    desk.did(FIRST, "independent", case=chance.randrange(3))
    for role in chance.sample(roles, 2):
        desk.appoint(role, chance.choice(people), case=chance.randrange(3))
        desk.deputise(role, chance.choice(people), chance.choice(people))

    expected = desk.ruled()

    assert desk.found() == expected
    assert 0 < len(expected) < 60

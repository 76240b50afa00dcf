"""Who acts on a case: conflicts at any time, deputies, tasks of another person; in SQL as in the engine."""

from collections.abc import Iterator
from itertools import product
from random import Random
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.calendar import london_date
from engine.errors import (
    InvalidAnswersError,
    NotFoundError,
    NotPermittedError,
    TaskNotReadyError,
)
from tests.store.office import TRIAGE, Office
from web.store.case_holders import CaseHolders
from web.store.directory import actor
from web.store.holding import held_by, held_by_nobody, holds_who_took_it
from web.store.models import (
    CaseAgency,
    Conflict,
    Deputy,
    Person,
    StandIn,
    Submission,
    UserTask,
)

ROLES = (
    "sig_chair",
    "panel_chair",
    "author",
    "panel_member",
    "independent_chair",
    "business_manager",
    "agency_lead",
)


def declare(office: Office, reference: str, who: str, nature: str = "A relative.") -> None:
    office.use.conflicts.declare(reference, nature, by=office.people[who], key=uuid4().hex)


def shown(office: Office, reference: str, of: str = "independent"):
    return office.use.conflicts.page(reference, by=office.people[of])


def attention(office: Office) -> list[tuple[str, str, str]]:
    return [
        (item.reference, item.what, item.label)
        for item in office.use.attention.page(by=office.manager).items
    ]


def same_on_the_case_page(office: Office, reference: str) -> bool:
    """Say whether the case's own page lists what the page of all cases lists; of this one case."""
    listed = office.use.attention.page(by=office.manager).items
    return office.case(reference, of="independent").attention == listed


@pytest.fixture
def mixed(office: Office) -> Iterator[Session]:
    """Return a session on three cases whose first is triaged, to be altered at will and rolled back."""
    office.triaged()
    office.notify()
    office.notify()
    with Session(office.engine) as session:
        yield session
        session.rollback()


@pytest.mark.parametrize("seed", range(16))
def test_lists_in_sql_hold_what_the_engine_says(seed: int, office: Office, mixed: Session):
    """Conflicts, deputies, appointments and tasks of another person, by chance."""
    chance, today = Random(seed), london_date(office.store.clock.now(mixed))
    people = list(mixed.scalars(select(Person).order_by(Person.email)))
    heads = [each for each in people if each.name.split()[0] in ("Cherry", "Vicky", "Indy", "Hal")]
    open_tasks = list(mixed.scalars(select(UserTask).where(UserTask.closed_at_utc.is_(None))))
    done = mixed.scalars(select(UserTask).where(UserTask.completed_by.is_not(None))).one()
    now = office.store.clock.now(mixed)
    for task in open_tasks:
        task.role = chance.choice(ROLES)
        task.agency_key = "health" if task.role == "agency_lead" else None
        task.person_id = chance.choice([None, None, None, chance.choice(people).id])
        task.case_id = chance.choice([task.case_id, done.case_id])
        task.not_by = chance.choice([[], [f"{done.process}/{done.element}", "other/task"]])
        task.taken_by = chance.choice([*people, *heads, *heads]).id
    mixed.add(
        Submission(
            case_id=done.case_id,
            process_instance_id=done.process_instance_id,
            process=done.process,
            element=done.element,
            submitted_by=chance.choice(people).id,
            submitted_for=chance.choice(people).id,
            submitted_at_utc=now,
            content=b"",
        )
    )
    for case in {task.case_id for task in open_tasks}:
        for person in {*chance.sample(people, 3), *chance.sample(heads, chance.randint(0, 4))}:
            withdrawn = chance.choice([None, None, now])
            mixed.add(
                Conflict(
                    case_id=case,
                    person_id=person.id,
                    declared_at_utc=now,
                    withdrawn_at_utc=withdrawn,
                )
            )
        for role in chance.sample(ROLES, 3):
            for person in chance.sample(people, 2):
                mixed.add(
                    StandIn(
                        case_id=case,
                        role=role,
                        person_id=person.id,
                        appointed_by=person.id,
                        appointed_at_utc=now,
                    )
                )
    for role, head in product(ROLES, heads):
        for person in chance.sample(people, 2):
            mixed.add(Deputy(role=role, stands_for=head.id, person_id=person.id, from_day=today))
    mixed.flush()

    vacant = set(mixed.scalars(select(UserTask.id).where(held_by_nobody(today))))
    counts = set(mixed.scalars(select(UserTask.id).where(holds_who_took_it(ROLES, today=today))))
    for task in open_tasks:
        holders = CaseHolders(mixed, task.case_id, today=today).of_task(task)
        taker_holds = task.taken_by in {holder.id for holder in holders}
        assert (task.id in counts) == taker_holds, (task.role, task.taken_by, holders)
        assert (task.id in vacant) == (not holders), (task.role, holders)
        for person in people:
            who = actor(mixed, person.id, today=today)
            in_sql = mixed.scalar(
                select(UserTask.id).where(UserTask.id == task.id, held_by(mixed, who, today=today))
            )
            holds = person.id in {holder.id for holder in holders}
            assert holds == (in_sql is not None), (who, task.role, holders)


@pytest.mark.clause("T-06", "A5-03")
def test_a_conflict_found_late_takes_the_person_out_and_says_what_they_had_done(office: Office):
    reference = office.notify()
    office.complete(reference, "triage", {**TRIAGE, "outcome": "more"})

    declare(office, reference, "chair", "Led the clinic. Secret nature.")

    with pytest.raises(NotFoundError):
        office.case(reference, of="chair")
    [conflict] = shown(office, reference).conflicts
    assert (conflict.name, conflict.found_late) == ("Cherry Example", True)
    assert [step.element for step in conflict.done_before] == ["triage"]
    assert conflict.nature == "Led the clinic. Secret nature."
    assert "Secret nature" not in str(office.rows("select * from conflict"))
    events = [each.kind for each in office.case(reference, of="independent").audit]
    assert events.count("conflict_declared") == 1


def test_a_conflict_of_who_had_done_nothing_was_not_found_late(office: Office):
    reference = office.notify()

    declare(office, reference, "vice")

    [conflict] = shown(office, reference).conflicts
    assert (conflict.found_late, conflict.done_before) == (False, ())


def test_only_the_independent_chair_withdraws_a_conflict_and_says_why(office: Office):
    reference = office.notify()
    declare(office, reference, "chair")
    [conflict] = shown(office, reference).conflicts

    for who in ("vice", "manager", "member"):
        with pytest.raises((NotPermittedError, NotFoundError)):
            office.use.conflicts.withdraw(reference, conflict.id, "Why not?", by=office.people[who])
    with pytest.raises(InvalidAnswersError):
        office.use.conflicts.withdraw(reference, conflict.id, "  ", by=office.independent)
    office.use.conflicts.withdraw(reference, conflict.id, "Another service.", by=office.independent)

    assert office.task(reference, "triage", of="chair")
    [withdrawn] = shown(office, reference).conflicts
    assert (withdrawn.withdrawn_by, withdrawn.withdrawal) == ("Indy Example", "Another service.")
    with pytest.raises(TaskNotReadyError):
        office.use.conflicts.withdraw(reference, conflict.id, "Again.", by=office.independent)
    declare(office, reference, "chair")  # and may declare another one
    assert len(shown(office, reference).conflicts) == 2


def test_who_sees_only_where_a_case_stands_cannot_declare_a_conflict(office: Office):
    reference = office.notify()

    with pytest.raises(NotPermittedError):
        declare(office, reference, "notifier")
    with pytest.raises(NotFoundError):
        declare(office, reference, "nobody")
    assert not shown(office, reference, of="notifier").may_declare


def test_the_same_declaration_twice_is_one(office: Office):
    reference = office.notify()

    for _ in range(2):
        office.use.conflicts.declare(reference, "A relative.", by=office.chair, key="k" * 20)

    assert len(shown(office, reference).conflicts) == 1


@pytest.mark.clause("T-06", "C-08")
def test_the_independent_chair_appoints_where_both_chairs_are_conflicted(office: Office):
    reference = office.notify()
    assert shown(office, reference).vacant == ()
    declare(office, reference, "chair")
    declare(office, reference, "vice")

    assert attention(office) == [(reference, "vacant", "Triage")]
    assert same_on_the_case_page(office, reference)
    assert shown(office, reference).vacant == ("sig_chair",)
    assert shown(office, reference, of="manager").vacant == ()
    with pytest.raises(NotPermittedError):
        office.use.conflicts.appoint(
            reference, "sig_chair", office.nobody, "Free.", by=office.manager
        )
    with pytest.raises(InvalidAnswersError) as refusal:
        office.use.conflicts.appoint(reference, "sig_chair", office.vice, "", by=office.independent)
    assert set(refusal.value.problems) == {"person", "reason"}

    office.use.conflicts.appoint(
        reference, "sig_chair", office.nobody, "Secretly the best.", by=office.independent
    )

    assert attention(office) == []
    office.complete(reference, "triage", TRIAGE, of="nobody")
    [appointed] = [
        each for each in shown(office, reference).appointments if each.role == "sig_chair"
    ]
    assert (appointed.name, appointed.reason) == ("Noah Example", "Secretly the best.")
    assert "Secretly" not in str(office.rows("select * from stand_in"))


def test_a_task_that_nobody_may_do_is_shown_until_a_deputy_is_named(office: Office):
    reference = office.notify()
    office.use.posts.end(
        office.chair,
        office.use.posts.of(office.chair, by=office.manager).roles[0].id,
        last=None,
        by=office.manager,
    )
    declare(office, reference, "vice")
    [item] = office.use.attention.page(by=office.manager).items
    assert "The Independent Chair appoints somebody" in item.sentence
    assert [each.sentence for each in office.case(reference, of="independent").attention] == [
        item.sentence
    ]
    [task] = office.case(reference, of="independent").tasks
    assert task.vacant

    office.use.posts.give(
        office.nobody,
        "sig_vice_chair",
        first=london_date(office.use.clock.now()),
        last=None,
        by=office.manager,
    )

    assert attention(office) == []


@pytest.mark.clause("C-17", "A5-03")
def test_an_author_whose_agency_comes_under_review_needs_attention(office: Office):
    reference = office.notify()
    with office.store.transaction() as session:
        [(case_id,)] = office.rows('select id from "case"')
        now = office.store.clock.now(session)
        for independent, role in ((True, "author"), (False, "panel_chair")):
            session.add(
                StandIn(
                    case_id=case_id,
                    role=role,
                    person_id=office.police_lead,
                    appointed_by=office.independent,
                    appointed_at_utc=now,
                    independent=independent,
                )
            )
    assert attention(office) == []

    with office.store.transaction() as session:
        session.add(CaseAgency(case_id=case_id, agency_key="police", listed_at_utc=now))

    assert attention(office) == [(reference, "independence", "Author")]
    assert same_on_the_case_page(office, reference)
    page = shown(office, reference)
    assert page.under_review == ("Example Police",)
    assert {each.role: each.under_review for each in page.appointments} == {
        "author": "Example Police",
        "panel_chair": None,
    }

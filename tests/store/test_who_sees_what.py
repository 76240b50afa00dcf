"""Who sees what: the table of web.access, as a pure function, in SQL, and on a case."""

from datetime import UTC, datetime
from itertools import product

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.calendar import london_date
from engine.errors import NotFoundError, NotPermittedError
from engine.roles import ROLE_TITLES
from tests.store.office import PEOPLE, TRIAGE, Office
from web.access import DUTIES, SIGHT, Sight, Standing, may_act, sight_of
from web.store.case_holders import CaseHolders
from web.store.directory import actor
from web.store.holding import held_by
from web.store.models import Case, StandIn, UserTask
from web.store.sight import seen_whole_by, standing_of, visible_to
from web.use_cases.case_list_views import CaseFilters

EVERY_CASE = (
    "sig_chair",
    "sig_vice_chair",
    "independent_chair",
    "business_manager",
    "business_unit",
)


@pytest.mark.parametrize("role", EVERY_CASE)
def test_who_works_for_the_board_sees_every_case_and_may_act(role: str):
    standing = Standing(frozenset({role}))

    assert (sight_of(standing), may_act(standing)) == (Sight.ALL, True)


@pytest.mark.clause("G-06")
def test_governance_sees_every_case_and_may_not_act():
    standing = Standing(frozenset({"governance"}))

    assert (sight_of(standing), may_act(standing)) == (Sight.ALL, False)


@pytest.mark.clause("G-12", "I-10", "R-09")
@pytest.mark.parametrize(
    ("role", "needs", "sees"),
    [
        ("notifier", {"notified_it": True}, Sight.STATUS),
        ("agency_lead", {"agency_has_a_task": True}, Sight.REQUEST),
        ("sig_member", {"shown_to": frozenset({"sig_member"})}, Sight.ALL),
        ("board_member", {"shown_to": frozenset({"board_member"})}, Sight.REPORTED),
    ],
)
def test_others_see_what_concerns_them_and_nothing_before(role: str, needs: dict, sees: Sight):
    roles = frozenset({role})

    assert sight_of(Standing(roles)) is Sight.NOTHING
    assert sight_of(Standing(roles, **needs)) is sees


@pytest.mark.parametrize("role", sorted(ROLE_TITLES))
def test_a_conflict_takes_everything_away(role: str):
    standing = Standing(
        frozenset({role}),
        notified_it=True,
        agency_has_a_task=True,
        shown_to=frozenset(ROLE_TITLES),
        stands_in=True,
        holds_a_task=True,
        conflicted=True,
    )

    assert (sight_of(standing), may_act(standing)) == (Sight.NOTHING, False)


def test_an_administrator_and_whoever_holds_no_role_see_no_case():
    assert sight_of(Standing(frozenset({"admin"}), notified_it=True)) is Sight.NOTHING
    assert sight_of(Standing(frozenset(), notified_it=True)) is Sight.NOTHING


def test_the_table_and_the_duties_name_roles_that_there_are():
    named = {rule.role for rule in SIGHT} | {role for roles in DUTIES.values() for role in roles}

    assert named <= set(ROLE_TITLES)


@pytest.fixture
def cases(office: Office) -> Office:
    """Cases of every kind: new, asked of an agency, convened, considered, with conflicts and a stand-in."""
    office.notify()
    office.triaged("ask", agencies=["police"])
    office.meeting_in(1)
    office.triaged()
    considered = office.triaged()
    office.days_pass(2)
    office.work()
    office.complete(considered, "consider", {"facts": {"outcome": "died"}, "minutes": "Met."})
    conflicted = office.notify()
    office.complete(
        conflicted,
        "triage",
        {**TRIAGE, "outcome": "more", "conflicted": "yes", "stand_in": str(office.nobody)},
    )
    both = office.notify()
    office.complete(
        both,
        "triage",
        {**TRIAGE, "outcome": "more", "conflicted": "yes", "stand_in": str(office.nobody)},
    )
    office.complete(both, "supply_more", MORE, of="notifier")
    office.complete(both, "triage", {**TRIAGE, "outcome": "more", "conflicted": "yes"}, of="vice")
    office.complete(both, "supply_more", MORE, of="notifier")
    return office


MORE = {"more_detail": "More.", "facts": {"outcome": "harmed"}}


def test_the_list_in_sql_says_what_the_table_says(cases: Office):
    with Session(cases.engine) as session:
        today = london_date(cases.store.clock.now(session))
        seen = set()
        for person, case in product(cases.people.values(), session.scalars(select(Case)).all()):
            who = actor(session, person, today=today)
            by_table = sight_of(standing_of(session, case, who, today=today))
            in_sql = session.scalar(
                select(Case.id).where(Case.id == case.id, visible_to(session, who, today=today))
            )
            assert (by_table > Sight.NOTHING) == (in_sql is not None), (who, case.reference)
            whole = session.scalar(select(seen_whole_by(who)).where(Case.id == case.id))
            assert (by_table is Sight.ALL) == whole, (who, case.reference)
            seen.add(by_table)
    assert seen == set(Sight)


def test_the_task_list_in_sql_says_who_holds_each_lane(cases: Office):
    with Session(cases.engine) as session:
        today = london_date(cases.store.clock.now(session))
        held = 0
        for person, task in product(cases.people.values(), session.scalars(select(UserTask)).all()):
            if task.closed_at_utc is not None:
                continue
            who = actor(session, person, today=today)
            holders = CaseHolders(session, task.case_id, today=today).of(
                task.role, agency=task.agency_key, person=task.person_id
            )
            in_sql = session.scalar(
                select(UserTask.id).where(
                    UserTask.id == task.id, held_by(session, who, today=today)
                )
            )
            holds = person in {holder.id for holder in holders}
            assert holds == (in_sql is not None), (who, task.element)
            held += holds
    assert held > 5


@pytest.mark.clause("C-05", "C-06", "C-07", "C-08", "C-15")
@pytest.mark.parametrize("role", ["panel_chair", "author"])
def test_the_task_list_in_sql_knows_who_was_appointed_on_a_case(cases: Office, role: str):
    with Session(cases.engine) as session:
        today = london_date(cases.store.clock.now(session))
        tasks = session.scalars(select(UserTask).where(UserTask.closed_at_utc.is_(None))).all()
        appointed = ["nobody", "nobody", "governor", "chair", "vice", "independent"]
        for number, task in enumerate(tasks):
            task.role, task.agency_key, task.person_id = role, None, None
            for who in [] if number == 0 else [appointed[number % 6]]:
                session.merge(_stand_in(cases, task, role, who))
        session.flush()
        seen = set()
        for person, task in product(cases.people.values(), tasks):
            who = actor(session, person, today=today)
            holders = CaseHolders(session, task.case_id, today=today).of(
                role, agency=None, person=None
            )
            in_sql = session.scalar(
                select(UserTask.id).where(
                    UserTask.id == task.id, held_by(session, who, today=today)
                )
            )
            assert (person in {holder.id for holder in holders}) == (in_sql is not None)
            if in_sql is not None:
                seen.add(who.name)
        assert ("Cherry Example" in seen, len(seen) > 2) == (True, True)
        session.rollback()


def _stand_in(cases: Office, task: UserTask, role: str, who: str) -> StandIn:
    return StandIn(
        case_id=task.case_id,
        role=role,
        person_id=cases.people[who],
        appointed_by=cases.people["independent"],
        appointed_at_utc=datetime(2026, 1, 1, tzinfo=UTC),
    )


def test_each_person_sees_their_part_of_the_cases(cases: Office):
    def references(who: str) -> list[str]:
        page = cases.use.cases.cases(CaseFilters(status="all"), by=cases.people[who])
        return sorted(line.reference[-1] for line in page.lines)

    seen = {who: references(who) for who in PEOPLE}
    everything = ["1", "2", "3", "4", "5", "6"]
    assert seen == {
        "notifier": everything,
        "colleague": [],
        "chair": ["1", "2", "3", "4"],
        "vice": ["1", "2", "3", "4", "5"],
        "independent": everything,
        "manager": everything,
        "unit": everything,
        "health_lead": [],
        "police_lead": ["2"],
        "member": ["3", "4"],
        "board": ["4"],
        "governor": everything,
        "admin": [],
        "nobody": ["5", "6"],
    }


def test_what_is_not_ones_own_part_of_a_case_is_empty(cases: Office):
    year = cases.use.clock.now().year
    request = cases.case(f"SI-{year}-0002", of="police_lead")
    report = cases.case(f"SI-{year}-0004", of="board")
    own = cases.case(f"SI-{year}-0001", of="notifier")

    assert [(each.element, each.by) for each in request.submissions] == [
        ("triage", "Cherry Example")
    ]
    assert [each.element for each in report.submissions] == ["consider"]
    assert [each.element for each in own.submissions] == ["incident_notified"]
    for view in (request, report, own):
        assert (view.facts, view.decisions, view.instances, view.audit) == ({}, (), (), ())


def test_another_agencys_return_is_not_shown(office: Office):
    reference = office.triaged("ask", agencies=["health", "police"])
    answer = {"known": "yes", "chronology": "A secret chronology."}
    office.complete(reference, "ask_agency", answer, of="health_lead")

    police = office.case(reference, of="police_lead")

    assert [each.element for each in police.submissions] == ["triage"]
    assert [task.agency for task in police.tasks] == ["Example Police"]


def test_whoever_may_not_know_of_a_case_does_not_learn_of_it(office: Office):
    reference = office.notify()
    task = office.task(reference, "triage")

    for who in ("colleague", "police_lead", "member", "board", "admin", "nobody"):
        with pytest.raises(NotFoundError):
            office.case(reference, of=who)
        with pytest.raises(NotFoundError):
            office.use.tasks.open_task(reference, task, by=office.people[who])


def test_who_sees_a_case_may_not_do_anothers_task(office: Office):
    reference = office.notify()
    task = office.task(reference, "triage")

    for who in ("governor", "manager", "vice", "notifier"):
        with pytest.raises(NotPermittedError):
            office.use.tasks.open_task(reference, task, by=office.people[who])


def test_a_declared_conflict_hides_the_case_and_hands_on_its_tasks(office: Office):
    reference = office.notify()
    outcome = office.complete(
        reference, "triage", {**TRIAGE, "outcome": "more", "conflicted": "yes"}
    )
    office.complete(reference, "supply_more", MORE, of="notifier")

    assert not outcome.still_visible
    with pytest.raises(NotFoundError):
        office.case(reference)
    assert office.use.tasks.task_list(by=office.chair) == ()
    assert [task.element for task in office.use.tasks.task_list(by=office.vice)] == ["triage"]


def test_who_was_appointed_acts_where_all_are_conflicted(cases: Office):
    reference = f"SI-{cases.use.clock.now().year}-0006"

    [task] = cases.use.tasks.task_list(by=cases.nobody)

    assert (task.reference, task.element) == (reference, "triage")
    cases.complete(reference, "triage", {**TRIAGE, "outcome": "nothing"}, of="nobody")


def test_late_cases_are_found(office: Office):
    reference = office.notify()
    office.days_pass(10)

    late = office.use.cases.cases(CaseFilters(late=True), by=office.governor)

    assert [line.reference for line in late.lines] == [reference]
    assert late.lines[0].late


def test_a_long_list_is_read_page_by_page(office: Office):
    references = [office.notify() for _ in range(5)]

    read, after = [], None
    for _ in range(5):
        page = office.use.cases.cases(CaseFilters(limit=2, after=after), by=office.governor)
        read += [line.reference for line in page.lines]
        after = page.next_after
        if after is None:
            break

    assert read == references[::-1]


def test_a_part_of_the_cases_is_read_page_by_page_whether_dense_or_sparse(office: Office):
    """The oldest two and the newest are the agency's; those that are asked first show it one of them."""
    oldest = [office.triaged("ask", agencies=["police"]) for _ in range(2)]
    others = [office.notify() for _ in range(18)]
    asked = [*oldest, office.triaged("ask", agencies=["police"])]

    def read(who: str, limit: int) -> list[str]:
        references, after = [], None
        while True:
            page = office.use.cases.cases(
                CaseFilters(limit=limit, after=after), by=office.people[who]
            )
            references += [line.reference for line in page.lines]
            after = page.next_after
            if after is None:
                return references

    for limit in (1, 2, 3, 25):
        assert read("police_lead", limit) == asked[::-1], limit
        assert read("notifier", limit) == [*oldest, *others, asked[-1]][::-1], limit
        assert read("colleague", limit) == []


def test_a_list_can_be_narrowed(office: Office):
    first, second = office.notify(), office.triaged("nothing")

    def found(**filters: object) -> list[str]:
        page = office.use.cases.cases(CaseFilters(**filters), by=office.manager)
        return [line.reference for line in page.lines]

    assert found() == [first]
    assert found(status="closed") == [second]
    assert found(status="all", reference="0002") == [second]
    assert found(element="small_incident/triage") == [first]
    assert found(element="small_watch/watch_case") == []

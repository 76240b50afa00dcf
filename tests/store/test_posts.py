"""Roles with days, deputies, and the last Business Manager."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from uuid import UUID

import pytest

from engine.errors import InvalidAnswersError, NotFoundError, NotPermittedError
from tests.store.office import MONDAY, TRIAGE, Office

TODAY = MONDAY.date()


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


def term(office: Office, who: UUID, role: str):
    """Return the newest assignment of a role."""
    return next(
        each for each in office.use.posts.of(who, by=office.manager).roles if each.role == role
    )


def end(office: Office, who: UUID, role: str, last: date | None = None) -> None:
    office.use.posts.end(who, term(office, who, role).id, last=last, by=office.manager)


def deputy(office: Office, of: UUID, role: str, who: UUID, first: int = 0, last: int | None = None):
    office.use.posts.name_deputy(
        of,
        role,
        who,
        first=day(first),
        last=None if last is None else day(last),
        by=office.manager,
    )


def tasks(office: Office, who: UUID) -> list[str]:
    return [task.element for task in office.use.tasks.task_list(by=who)]


def test_a_role_that_is_ended_ends_at_once(office: Office):
    office.notify()
    assert tasks(office, office.chair) == ["triage"]

    end(office, office.chair, "sig_chair")

    assert tasks(office, office.chair) == []
    assert tasks(office, office.vice) == ["triage"]


def test_a_role_given_ahead_begins_and_ends_on_its_days(office: Office):
    office.notify()
    office.use.posts.give(office.nobody, "sig_chair", first=day(2), last=day(3), by=office.manager)
    assert term(office, office.nobody, "sig_chair").standing == "ahead"

    held = []
    for _ in range(5):
        held.append(bool(tasks(office, office.nobody)))
        office.days_pass(1)

    assert held == [False, False, True, True, False]
    ended = term(office, office.nobody, "sig_chair")
    assert (ended.standing, ended.first, ended.last) == ("past", day(2), day(3))


def test_a_role_that_was_given_ahead_can_be_ended_before_it_begins(office: Office):
    office.use.posts.give(office.nobody, "sig_chair", first=day(2), last=None, by=office.manager)

    end(office, office.nobody, "sig_chair")

    assert term(office, office.nobody, "sig_chair").standing == "never"
    office.days_pass(3)
    assert tasks(office, office.nobody) == []


@pytest.mark.parametrize(
    ("role", "first", "last", "field"),
    [
        ("sig_chair", -1, None, "first"),
        ("sig_chair", 5, 4, "last"),
        ("emperor", 0, None, "role"),
        ("agency_lead", 0, None, "role"),  # nobody works for no agency
        ("governance", 0, None, "role"),  # held already
    ],
)
def test_a_role_that_cannot_be_given_is_refused_by_field(
    role: str, first: int, last: int | None, field: str, office: Office
):
    office.use.posts.give(office.nobody, "governance", first=day(3), last=None, by=office.manager)

    with pytest.raises(InvalidAnswersError) as refusal:
        office.use.posts.give(
            office.nobody,
            role,
            first=day(first),
            last=None if last is None else day(last),
            by=office.manager,
        )

    assert list(refusal.value.problems) == [field]


def test_the_last_business_manager_cannot_be_ended_or_locked_out(office: Office):
    office.use.posts.give(office.admin, "governance", first=day(0), last=None, by=office.manager)

    for last in (None, day(30)):
        with pytest.raises(InvalidAnswersError) as refusal:
            office.use.posts.end(
                office.manager,
                term(office, office.manager, "business_manager").id,
                last=last,
                by=office.admin,
            )
        [sentence] = refusal.value.problems[""]
        assert sentence.startswith("Nobody would be Business Manager from ")
    with pytest.raises(InvalidAnswersError):
        office.use.people.deactivate(office.manager, by=office.admin)

    # A second one until the day itself is not enough; one without a gap is.
    office.use.posts.give(
        office.nobody, "business_manager", first=day(32), last=None, by=office.manager
    )
    with pytest.raises(InvalidAnswersError) as refusal:
        end(office, office.manager, "business_manager", day(30))
    assert "from 2 April 2026 on" in refusal.value.problems[""][0]
    end(office, office.manager, "business_manager", day(31))


def test_two_business_managers_cannot_end_each_other_at_once(office: Office):
    office.use.posts.give(
        office.nobody, "business_manager", first=day(0), last=None, by=office.manager
    )
    pairs = [
        (who, term(office, who, "business_manager").id) for who in (office.manager, office.nobody)
    ]

    def ended(pair: tuple[UUID, UUID]) -> bool:
        try:
            office.use.posts.end(*pair, last=None, by=office.admin)
        except InvalidAnswersError:
            return False
        return True

    with ThreadPoolExecutor(2) as two:
        assert sorted(two.map(ended, pairs)) == [False, True]


@pytest.mark.clause("A5-03")
def test_a_deputy_acts_for_somebody_on_their_days_and_it_is_recorded_so(office: Office):
    reference = office.notify()
    deputy(office, office.chair, "sig_chair", office.nobody, 1, 2)
    assert tasks(office, office.nobody) == []
    with pytest.raises(NotFoundError):
        office.case(reference, of="nobody")

    office.days_pass(1)
    [task] = office.use.tasks.task_list(by=office.nobody)
    assert task.deputy_for == "Cherry Example"
    assert tasks(office, office.chair) == ["triage"]
    [shown] = office.case(reference, of="independent").tasks
    assert shown.holders == ("Cherry Example", "Noah Example, deputy for Cherry Example")

    office.complete(reference, "triage", {**TRIAGE, "outcome": "more"}, of="nobody")

    case = office.case(reference, of="independent")
    [visit] = [each for each in case.instances[0].visits if each.element == "triage"]
    assert visit.by == "Noah Example, deputy for Cherry Example"
    assert "Noah Example, deputy for Cherry Example" in {each.by for each in case.submissions}
    [recorded] = [each for each in case.audit if each.kind == "acted_as_deputy"]
    assert (recorded.by, recorded.detail) == ("Noah Example", f"for {office.chair}")
    assert recorded.people == ("Cherry Example",)
    office.days_pass(2)
    with pytest.raises(NotFoundError):
        office.case(reference, of="nobody")


@pytest.mark.clause("T-06", "A5-03")
def test_a_deputy_is_out_of_a_case_where_whom_they_stand_for_is(office: Office):
    deputy(office, office.chair, "sig_chair", office.nobody)
    reference, other = office.notify(), office.notify()

    office.use.conflicts.declare(reference, "A relative.", by=office.chair, key="k" * 20)

    assert [task.reference for task in office.use.tasks.task_list(by=office.nobody)] == [other]
    with pytest.raises(NotFoundError):
        office.case(reference, of="nobody")
    assert [task.reference for task in office.use.tasks.task_list(by=office.vice)] == [reference]


def test_a_deputy_has_the_duties_of_whom_they_stand_for(office: Office):
    with pytest.raises(NotPermittedError):
        office.use.attention.page(by=office.nobody)

    deputy(office, office.manager, "business_manager", office.nobody, 0, 4)

    assert office.use.attention.page(by=office.nobody).items == ()
    end_of = office.use.posts.of(office.manager, by=office.nobody).deputies[0]
    office.use.posts.end_deputy(office.manager, end_of.id, last=None, by=office.manager)
    with pytest.raises(NotPermittedError):
        office.use.attention.page(by=office.nobody)


def test_nobody_is_deputy_of_a_role_that_has_ended(office: Office):
    office.notify()
    deputy(office, office.chair, "sig_chair", office.nobody)
    assert tasks(office, office.nobody) == ["triage"]

    end(office, office.chair, "sig_chair")

    assert tasks(office, office.nobody) == []
    [shown] = office.use.posts.of(office.nobody, by=office.manager).deputises
    assert (shown.role, shown.stands_for_name) == ("sig_chair", "Cherry Example")


@pytest.mark.parametrize(
    ("of", "role", "who", "field"),
    [
        ("chair", "sig_chair", "chair", "deputy"),
        ("chair", "independent_chair", "nobody", "role"),
        ("health_lead", "agency_lead", "police_lead", "deputy"),
        ("chair", "author", "nobody", "role"),
        ("chair", "sig_chair", None, "deputy"),
    ],
)
def test_a_deputy_who_cannot_be_named_is_refused_by_field(
    of: str, role: str, who: str | None, field: str, office: Office
):
    with pytest.raises(InvalidAnswersError) as refusal:
        office.use.posts.name_deputy(
            office.people[of],
            role,
            office.people[who] if who else None,
            first=day(0),
            last=None,
            by=office.manager,
        )

    assert list(refusal.value.problems) == [field]


def test_a_deputy_of_an_agency_lead_is_of_the_agency(office: Office):
    deputy(office, office.health_lead, "agency_lead", office.colleague, 0, 1)

    [named] = office.use.posts.of(office.health_lead, by=office.manager).deputies
    assert (named.name, named.standing, named.last) == ("Colly Example", "now", day(1))


def test_only_who_keeps_people_keeps_their_roles(office: Office):
    with pytest.raises(NotPermittedError):
        office.use.posts.of(office.chair, by=office.chair)
    with pytest.raises(NotPermittedError):
        office.use.posts.give(
            office.nobody, "sig_chair", first=day(0), last=None, by=office.governor
        )


def test_changes_of_roles_and_deputies_are_audited(office: Office):
    office.use.posts.give(office.nobody, "governance", first=day(0), last=None, by=office.manager)
    deputy(office, office.chair, "sig_chair", office.nobody, 1, 2)
    end(office, office.nobody, "governance", day(9))

    events = office.rows(
        "select kind, subject, detail from audit_event where chain = 'system'"
        " order by seq desc limit 3"
    )

    nobody = str(office.nobody)
    assert events == [
        ("role_ended", nobody, "governance until 2026-03-12"),
        (
            "deputy_named",
            nobody,
            f"sig_chair for {office.chair} from 2026-03-03 until 2026-03-05",
        ),
        ("role_given", nobody, "governance"),
    ]

"""Lists of tasks: whose, which, what waits for others; taking, giving back and handing over; who is at it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.engine import Engine

from engine.errors import (
    InvalidAnswersError,
    NotFoundError,
    NotPermittedError,
    TaskNotReadyError,
)
from tests.store.office import TRIAGE, Office
from web.store.task_lists import TaskFilters, Which, Whose
from web.use_cases.task_list_views import TaskListPage
from web.use_cases.task_taken import TaskTakenError


@pytest.fixture
def two_chairs(office: Office) -> Office:
    """The office with a second person who holds the role of the SIG's Chair."""
    second_holder(office, "second", "Seconda Example", "sig_chair")
    return office


@pytest.fixture
def meddled(office: Office, owner: Engine) -> Iterator[Office]:
    """The office, where a test writes tasks by hand; afterwards they are as the engine left them."""
    with owner.begin() as connection:
        connection.exec_driver_sql("create table kept_task (like user_task including indexes)")
        connection.exec_driver_sql("grant select, insert on kept_task to public")
        connection.exec_driver_sql(
            "create function keep_task() returns trigger language plpgsql as $$ begin"
            " insert into kept_task values (old.*) on conflict do nothing; return new; end $$"
        )
        connection.exec_driver_sql(
            "create trigger keep_task before update of role, agency_key, due, opened_at_utc on user_task"
            " for each row execute function keep_task()"
        )
    yield office
    with owner.begin() as connection:
        connection.exec_driver_sql("drop trigger keep_task on user_task")
        connection.exec_driver_sql(
            "update user_task set role = kept.role, agency_key = kept.agency_key, due = kept.due,"
            " opened_at_utc = kept.opened_at_utc from kept_task as kept where kept.id = user_task.id"
        )
        connection.exec_driver_sql("delete from user_task where id like '%%-copy-%%'")


def second_holder(
    office: Office, key: str, name: str, role: str, agency: str | None = None
) -> None:
    email = f"{key}@example.invalid"
    office.use.people.add(name=name, email=email, agency=agency, roles=(role,), by=None)
    [added] = [each.id for each in office.use.people.people(by=None) if each.email == email]
    office.people[key] = added


def listed(office: Office, who: str, whose: Whose = "all", which: Which = "all") -> TaskListPage:
    return office.use.task_lists.page(TaskFilters(whose, which), by=office.people[who])


def references(page: TaskListPage) -> list[str]:
    return [task.reference for task in page.tasks]


def take(office: Office, reference: str, who: str, element: str = "triage") -> None:
    office.use.taking.take(reference, task_of(office, reference, element), by=office.people[who])


def task_of(office: Office, reference: str, element: str = "triage") -> str:
    [(task,)] = office.rows(
        'select user_task.id from user_task join "case" on case_id = "case".id'
        " where reference = :reference and element = :element and user_task.closed_at_utc is null",
        reference=reference,
        element=element,
    )
    return str(task)


def complete(office: Office, reference: str, who: str, **changed: Any) -> None:
    task, by = task_of(office, reference), office.people[who]
    version = office.use.tasks.open_task(reference, task, by=by).page.version
    office.use.tasks.complete_task(
        reference, task, {**TRIAGE, **changed}, by=by, key=uuid4().hex, version=version
    )


def hand(
    office: Office, reference: str, to: str | None, reason: str = "Away.", by: str = "manager"
):
    office.use.taking.hand_over(
        reference,
        task_of(office, reference),
        to=office.people[to] if to else None,
        reason=reason,
        by=office.people[by],
    )


def audit_of(office: Office, reference: str) -> list[tuple[str, str | None]]:
    return [
        (kind, detail)
        for kind, detail in office.rows(
            'select kind, detail from audit_event join "case" on chain = "case".id::text'
            " where reference = :reference order by seq",
            reference=reference,
        )
    ]


class TestTaking:
    def test_a_task_that_a_colleague_took_leaves_my_list_and_says_who_took_it(
        self, two_chairs: Office
    ):
        first, second = two_chairs.notify(), two_chairs.notify()
        assert references(listed(two_chairs, "second")) == [first, second]

        take(two_chairs, first, "chair")

        assert references(listed(two_chairs, "second")) == [second]
        roles = {task.reference: task.hold for task in listed(two_chairs, "second", "role").tasks}
        assert roles[second] is None
        assert roles[first] is not None
        assert (roles[first].by, roles[first].mine) == ("Cherry Example", False)
        assert references(listed(two_chairs, "chair", "mine")) == [first]
        assert references(listed(two_chairs, "second", "mine")) == []

    def test_only_who_took_a_task_completes_it(self, two_chairs: Office):
        reference = two_chairs.notify()
        take(two_chairs, reference, "chair")

        with pytest.raises(TaskTakenError) as refused:
            complete(two_chairs, reference, "second")
        assert "Cherry Example has taken this task" in refused.value.sentence
        assert "Cherry" not in str(refused.value)

        complete(two_chairs, reference, "chair")

    def test_a_task_that_nobody_took_is_completed_by_any_holder(self, two_chairs: Office):
        reference = two_chairs.notify()

        complete(two_chairs, reference, "second")

    def test_a_task_given_back_is_everybodys_again(self, two_chairs: Office):
        reference = two_chairs.notify()
        take(two_chairs, reference, "chair")
        task = task_of(two_chairs, reference)
        with pytest.raises(TaskTakenError):
            two_chairs.use.taking.give_back(reference, task, by=two_chairs.second)

        two_chairs.use.taking.give_back(reference, task, by=two_chairs.chair)

        assert references(listed(two_chairs, "second")) == [reference]
        kinds = [kind for kind, _ in audit_of(two_chairs, reference)]
        assert kinds[-2:] == ["task_taken", "task_given_back"]
        complete(two_chairs, reference, "second")

    def test_of_two_who_take_a_task_at_once_one_wins_and_the_other_reads_who(
        self, two_chairs: Office
    ):
        reference = two_chairs.notify()
        task, together = task_of(two_chairs, reference), Barrier(2)

        def try_to(who: str) -> str:
            together.wait()
            try:
                two_chairs.use.taking.take(reference, task, by=two_chairs.people[who])
            except TaskTakenError as refused:
                return refused.sentence
            return "taken"

        with ThreadPoolExecutor(2) as both:
            outcomes = dict(
                zip(("chair", "second"), both.map(try_to, ("chair", "second")), strict=True)
            )

        assert sorted(outcomes.values())[1] == "taken"
        [winner] = [who for who, outcome in outcomes.items() if outcome == "taken"]
        [loser] = set(outcomes) - {winner}
        name = {"chair": "Cherry Example", "second": "Seconda Example"}[winner]
        assert outcomes[loser].startswith(f"{name} has taken this task")
        [hold] = [task.hold for task in listed(two_chairs, loser, "role").tasks]
        assert hold is not None
        assert hold.by == name

    def test_who_does_not_hold_a_task_does_not_take_it(self, two_chairs: Office):
        reference = two_chairs.notify()

        with pytest.raises(NotPermittedError):
            take(two_chairs, reference, "manager")
        with pytest.raises(NotFoundError):
            take(two_chairs, reference, "police_lead")

    def test_a_take_ends_with_the_right_to_act(self, two_chairs: Office):
        """A conflict found late takes the task from who took it, and the other reads so at once."""
        reference = two_chairs.notify()
        take(two_chairs, reference, "chair")
        assert references(listed(two_chairs, "second")) == []

        two_chairs.use.conflicts.declare(
            reference, "A relative.", by=two_chairs.chair, key=uuid4().hex
        )

        [task] = listed(two_chairs, "second").tasks
        assert (task.reference, task.hold) == (reference, None)
        assert references(listed(two_chairs, "chair", "mine")) == []
        complete(two_chairs, reference, "second")

    def test_a_completed_task_is_not_taken(self, two_chairs: Office):
        reference = two_chairs.notify()
        task = task_of(two_chairs, reference)
        complete(two_chairs, reference, "chair")

        with pytest.raises(TaskNotReadyError):
            two_chairs.use.taking.take(reference, task, by=two_chairs.chair)

    def test_a_deputy_takes_a_task_for_whom_they_stand(self, office: Office):
        today = office.use.clock.now().date()
        office.use.posts.name_deputy(
            office.chair, "sig_chair", office.nobody, first=today, last=None, by=office.manager
        )
        reference = office.notify()

        take(office, reference, "nobody")

        assert ("acted_as_deputy", f"for {office.chair}") in audit_of(office, reference)
        assert references(listed(office, "chair")) == []
        [mine] = listed(office, "nobody", "mine").tasks
        assert mine.deputy_for == "Cherry Example"


class TestHandingOver:
    def test_the_manager_hands_a_task_to_another_holder_with_a_reason(self, two_chairs: Office):
        reference = two_chairs.notify()
        take(two_chairs, reference, "chair")
        task = task_of(two_chairs, reference)

        hand(two_chairs, reference, "second", "Cherry is away until Monday.")

        [mine] = listed(two_chairs, "second", "mine").tasks
        assert mine.hold is not None
        assert (mine.hold.mine, mine.hold.handed_by) == (True, "Manny Example")
        assert references(listed(two_chairs, "chair")) == []
        with pytest.raises(TaskTakenError):
            complete(two_chairs, reference, "chair")
        view = two_chairs.use.taking.handing_over(reference, task, by=two_chairs.manager)
        [before] = view.before
        assert (before.to, before.by, before.reason) == (
            "Seconda Example",
            "Manny Example",
            "Cherry is away until Monday.",
        )
        assert audit_of(two_chairs, reference)[-1] == (
            "task_handed_over",
            f"to {two_chairs.second}",
        )
        complete(two_chairs, reference, "second")

    def test_the_manager_makes_a_task_free_again(self, two_chairs: Office):
        reference = two_chairs.notify()
        take(two_chairs, reference, "chair")

        hand(two_chairs, reference, None)

        assert references(listed(two_chairs, "second")) == [reference]

    def test_the_reason_is_sealed(self, two_chairs: Office):
        reference = two_chairs.notify()
        hand(two_chairs, reference, "second", "A very particular reason.")

        [(reason,)] = two_chairs.rows("select reason from task_handover")
        assert b"particular" not in bytes(reason)
        assert not any("particular" in str(each) for each in audit_of(two_chairs, reference))

    @pytest.mark.parametrize("to", ["manager", "vice", "notifier"])
    def test_nobody_is_handed_a_task_that_they_may_not_complete(self, to: str, two_chairs: Office):
        reference = two_chairs.notify()

        with pytest.raises(InvalidAnswersError) as refused:
            hand(two_chairs, reference, to)
        assert list(refused.value.problems) == ["to"]

    def test_somebody_with_a_conflict_is_handed_nothing(self, two_chairs: Office):
        reference = two_chairs.notify()
        two_chairs.use.conflicts.declare(
            reference, "A relative.", by=two_chairs.second, key=uuid4().hex
        )

        with pytest.raises(InvalidAnswersError):
            hand(two_chairs, reference, "second")
        hand(two_chairs, reference, "chair")

    def test_a_reason_has_to_be_given(self, two_chairs: Office):
        reference = two_chairs.notify()

        with pytest.raises(InvalidAnswersError) as refused:
            hand(two_chairs, reference, "second", "  ")
        assert list(refused.value.problems) == ["reason"]

    @pytest.mark.parametrize("by", ["chair", "independent", "unit", "governor"])
    def test_nobody_but_the_manager_hands_tasks_over(self, by: str, two_chairs: Office):
        reference = two_chairs.notify()

        with pytest.raises(NotPermittedError):
            hand(two_chairs, reference, "second", by=by)

    def test_a_manager_with_a_conflict_does_not_know_of_the_case(self, two_chairs: Office):
        reference = two_chairs.notify()
        two_chairs.use.conflicts.declare(
            reference, "A relative.", by=two_chairs.manager, key=uuid4().hex
        )

        with pytest.raises(NotFoundError):
            hand(two_chairs, reference, "second")


class TestLists:
    def test_what_is_late_due_this_week_and_new_is_counted_and_listed(self, office: Office):
        late = office.notify()
        assert listed(office, "chair").late.number == 0
        [(due,)] = office.rows("select due from user_task")
        look_at(office, "chair")
        days = (due - office.use.clock.now().date()).days
        office.days_pass(days + 1)
        soon = office.notify()
        office.days_pass(1)

        page = look_at(office, "chair")

        assert [str(page.late), str(page.week), str(page.new_count)] == ["1", "1", "1"]
        assert references(listed(office, "chair", which="late")) == [late]
        assert references(listed(office, "chair", which="week")) == [soon]
        assert references(listed(office, "chair", which="new")) == [soon]
        assert references(listed(office, "chair")) == [late, soon]

    def test_what_is_due_today_and_in_six_days_is_due_this_week(self, meddled: Office):
        meddled.notify()
        today = meddled.use.clock.now().date()
        for days, counted in ((-1, 0), (0, 1), (6, 1), (7, 0)):
            set_due(meddled, today + timedelta(days=days))
            page = listed(meddled, "chair")
            assert (page.week.number, page.late.number) == (counted, int(days < 0)), days
            assert len(listed(meddled, "chair", which="week").tasks) == counted

    def test_a_task_is_new_until_the_visit_after_the_one_that_showed_it(self, office: Office):
        reference = office.notify()
        assert look_at(office, "chair").new_since_utc is None
        office.use.clock.move(timedelta(hours=1), by=office.manager)
        again = office.notify()

        page = look_at(office, "chair")
        assert {each.reference for each in page.tasks if each.task_id in page.new} == {again}
        office.use.clock.move(timedelta(minutes=5), by=office.manager)
        page = look_at(office, "chair")
        assert {each.reference for each in page.tasks if each.task_id in page.new} == {again}

        office.use.clock.move(timedelta(minutes=31), by=office.manager)
        page = look_at(office, "chair")
        assert (page.new, references(page)) == (frozenset(), [reference, again])

    def test_reading_the_list_without_looking_leaves_what_is_new(self, office: Office):
        office.notify()
        look_at(office, "chair")
        office.use.clock.move(timedelta(hours=1), by=office.manager)
        office.notify()
        for _ in range(3):
            office.use.clock.move(timedelta(hours=1), by=office.manager)
            listed(office, "chair")

        assert look_at(office, "chair").new_count.number == 1

    def test_what_was_handed_to_me_is_new_to_me(self, two_chairs: Office):
        reference = two_chairs.notify()
        for _ in range(2):
            look_at(two_chairs, "second")
            two_chairs.use.clock.move(timedelta(hours=1), by=two_chairs.manager)
        assert look_at(two_chairs, "second").new_count.number == 0

        two_chairs.use.clock.move(timedelta(minutes=1), by=two_chairs.manager)
        hand(two_chairs, reference, "second")

        page = look_at(two_chairs, "second")
        assert references(listed(two_chairs, "second", which="new")) == [reference]
        assert page.new_count.number == 1

    def test_an_agencys_tasks_stand_apart_from_a_roles(self, meddled: Office):
        reference = meddled.notify()
        with meddled.engine.begin() as connection:
            connection.exec_driver_sql(
                "update user_task set role = 'agency_lead', agency_key = 'health'"
            )

        assert references(listed(meddled, "police_lead")) == []
        assert references(listed(meddled, "health_lead", "role")) == []
        assert references(listed(meddled, "health_lead", "agency")) == [reference]
        assert references(listed(meddled, "health_lead")) == [reference]
        assert listed(meddled, "health_lead").of_an_agency
        assert not listed(meddled, "chair").of_an_agency

    def test_somebody_with_a_conflict_finds_the_case_in_no_list(self, two_chairs: Office):
        reference = two_chairs.notify()
        hand(two_chairs, reference, "chair")
        two_chairs.use.conflicts.declare(
            reference, "A relative.", by=two_chairs.chair, key=uuid4().hex
        )

        for whose in ("all", "mine", "role", "agency"):
            page = listed(two_chairs, "chair", whose)
            assert (references(page), page.new_count.number) == ([], 0)
        assert two_chairs.use.task_lists.waiting(by=two_chairs.chair).cases == ()

    def test_pages_follow_each_other_without_gap_or_repetition(self, meddled: Office):
        made = [meddled.notify() for _ in range(7)]
        today = meddled.use.clock.now().date()
        for number, reference in enumerate(made):
            set_due(
                meddled,
                None if number in (2, 5) else today + timedelta(days=number // 2),
                reference,
            )
        whole = references(listed(meddled, "chair"))
        assert sorted(whole) == sorted(made)

        pages, after = [], None
        while True:
            page = meddled.use.task_lists.page(
                TaskFilters(), by=meddled.chair, after=after, limit=2
            )
            pages.append(references(page))
            after = page.next_after
            if after is None:
                break

        assert [len(page) for page in pages] == [2, 2, 2, 1]
        assert [each for page in pages for each in page] == whole

    def test_a_cursor_that_is_none_is_refused(self, office: Office):
        with pytest.raises(NotFoundError):
            office.use.task_lists.page(TaskFilters(), by=office.chair, after="rubbish")
        with pytest.raises(NotFoundError):
            office.use.task_lists.waiting(by=office.chair, after="rubbish")

    def test_more_than_a_page_is_counted_as_more(self, meddled: Office):
        first = meddled.notify()
        copies_of_the_task(meddled, first, 60)

        page = listed(meddled, "chair")

        assert (len(page.tasks), str(page.new_count)) == (25, "25+")
        assert str(listed(meddled, "chair", which="late").late) == "0"

    @pytest.mark.parametrize(
        ("late", "week", "later", "opened_since"),
        [
            (3, 4, 40, 2),
            (24, 1, 20, 30),
            (25, 24, 3, 0),
            (40, 5, 0, 26),
            (0, 60, 1, 1),
            (0, 0, 30, 25),
        ],
    )
    def test_what_presses_in_a_long_list_is_counted_as_its_lists_hold(
        self, meddled: Office, late: int, week: int, later: int, opened_since: int
    ):
        """The counts come from the top of the list where they can: they are those of the lists in full."""
        first = meddled.notify()
        looked_an_hour_ago(meddled)
        copies_of_the_task(meddled, first, late + week + later)
        today = meddled.use.clock.now().date()
        days = [today - timedelta(days=2)] * late + [today + timedelta(days=6)] * week
        days += [today + timedelta(days=7)] * later
        set_task(meddled, "%", None, new=False)
        for number, due in enumerate(days, 1):
            set_task(meddled, f"%-copy-{number}", due, new=number <= opened_since)

        page = listed(meddled, "chair")

        wanted = {"late": late, "week": week, "new": opened_since}
        counted = {"late": page.late, "week": page.week, "new": page.new_count}
        assert {which: str(count) for which, count in counted.items()} == {
            which: str(number) if number <= 25 else "25+" for which, number in wanted.items()
        }
        assert {which: number_listed(meddled, which) for which in wanted} == wanted

    def test_a_page_beyond_the_end_of_a_list_is_empty(self, office: Office):
        office.notify()

        page = office.use.task_lists.page(TaskFilters(), by=office.chair, after="~999999")

        assert (page.tasks, page.next_after) == ((), None)


class TestWaitingForOthers:
    def test_a_case_on_which_i_did_something_waits_for_others(self, office: Office):
        reference = office.triaged("more")

        [waiting] = office.use.task_lists.waiting(by=office.chair).cases

        assert waiting.reference == reference
        assert waiting.did == "Triage"
        assert [(task.label, task.role_title) for task in waiting.tasks] == [
            ("Supply more detail", "Notifier")
        ]

    def test_a_case_that_waits_for_me_waits_for_no_others(self, office: Office):
        office.notify()
        mine = office.triaged("convene")
        waits_for = {task.element for task in office.case(mine, of="independent").tasks}
        assert waits_for

        theirs = [case.reference for case in office.use.task_lists.waiting(by=office.chair).cases]
        listed_as_mine = set(references(listed(office, "chair")))

        assert not listed_as_mine.intersection(theirs)

    def test_who_notified_reads_that_it_waits_and_not_for_whom(self, office: Office):
        reference = office.notify()

        [waiting] = office.use.task_lists.waiting(by=office.notifier).cases

        assert (waiting.reference, waiting.tasks) == (reference, ())

    def test_who_did_nothing_on_a_case_is_shown_nothing_of_it(self, office: Office):
        office.triaged("more")

        assert office.use.task_lists.waiting(by=office.independent).cases == ()

    def test_pages_of_waiting_cases_follow_each_other(self, office: Office):
        made = []
        for _ in range(5):
            made.append(office.notify())
            office.use.clock.move(timedelta(minutes=1), by=office.manager)
        pages, after = [], None
        while True:
            page = office.use.task_lists.waiting(by=office.notifier, after=after, limit=2)
            pages.append([case.reference for case in page.cases])
            after = page.next_after
            if after is None:
                break

        assert pages == [[made[4], made[3]], [made[2], made[1]], [made[0]]]


class TestWhoHasItOpen:
    def test_who_opened_a_task_is_shown_to_the_others_until_it_is_long_ago(
        self, two_chairs: Office
    ):
        reference = two_chairs.notify()
        task = task_of(two_chairs, reference)
        two_chairs.use.tasks.open_task(reference, task, by=two_chairs.chair)

        [listed_task] = listed(two_chairs, "second").tasks
        assert [(each.by, each.has_draft) for each in listed_task.seen] == [
            ("Cherry Example", False)
        ]
        page = two_chairs.use.tasks.open_task(reference, task, by=two_chairs.second)
        assert [each.by for each in page.task.seen] == ["Cherry Example"]
        assert [each.by for each in listed(two_chairs, "chair").tasks[0].seen] == [
            "Seconda Example"
        ]

        two_chairs.use.clock.move(timedelta(minutes=21), by=two_chairs.manager)
        assert listed(two_chairs, "second").tasks[0].seen == ()

    def test_a_draft_is_shown_for_longer_and_not_for_ever(self, two_chairs: Office):
        reference = two_chairs.notify()
        task = task_of(two_chairs, reference)
        two_chairs.use.tasks.save_draft(reference, task, {"reason": "x"}, by=two_chairs.chair)

        two_chairs.use.clock.move(timedelta(days=2), by=two_chairs.manager)
        [seen] = listed(two_chairs, "second").tasks[0].seen
        assert (seen.by, seen.has_draft) == ("Cherry Example", True)
        assert listed(two_chairs, "chair").tasks[0].has_draft

        two_chairs.use.clock.move(timedelta(days=13), by=two_chairs.manager)
        assert listed(two_chairs, "second").tasks[0].seen == ()
        assert listed(two_chairs, "chair").tasks[0].has_draft

    def test_nothing_is_kept_of_who_opened_a_task_that_is_done(self, two_chairs: Office):
        reference = two_chairs.notify()
        two_chairs.use.tasks.open_task(
            reference, task_of(two_chairs, reference), by=two_chairs.second
        )
        assert two_chairs.rows("select count(*) from task_opening") == [(1,)]

        complete(two_chairs, reference, "chair")

        assert two_chairs.rows("select count(*) from task_opening") == [(0,)]


def look_at(office: Office, who: str) -> TaskListPage:
    return office.use.task_lists.page(TaskFilters(), by=office.people[who], looks=True)


def set_due(office: Office, due: date | None, reference: str | None = None) -> None:
    with office.engine.begin() as connection:
        connection.exec_driver_sql(
            "update user_task set due = %s where closed_at_utc is null and (%s::text is null or"
            ' case_id = (select id from "case" where reference = %s))',
            (due, reference, reference),
        )


def set_task(office: Office, like: str, due: date | None, *, new: bool) -> None:
    """Let tasks be due then, and have been opened since the Chair looked or long before."""
    opened = office.use.clock.now() - timedelta(days=0 if new else 9)
    with office.engine.begin() as connection:
        connection.exec_driver_sql(
            "update user_task set due = %s, opened_at_utc = %s where id like %s",
            (due, opened, like),
        )


def looked_an_hour_ago(office: Office) -> None:
    """Let the Chair look at their tasks now, and have done so an hour ago: what came since is new."""
    office.use.task_lists.page(TaskFilters(), by=office.chair, looks=True)
    with office.engine.begin() as connection:
        connection.exec_driver_sql(
            "update task_list_look set looked_at_utc = looked_at_utc - interval '1 hour'"
        )
    office.use.task_lists.page(TaskFilters(), by=office.chair, looks=True)


def number_listed(office: Office, which: Which) -> int:
    """Return how many tasks the pages of one of the Chair's lists hold together."""
    found, after = 0, None
    while True:
        page = office.use.task_lists.page(TaskFilters("all", which), by=office.chair, after=after)
        found, after = found + len(page.tasks), page.next_after
        if after is None:
            return found


def copies_of_the_task(office: Office, reference: str, number: int) -> None:
    """Let the case wait at its task so many times more: a list is read without the engine."""
    with office.engine.begin() as connection:
        connection.exec_driver_sql(
            "insert into user_task (id, case_id, process_instance_id, process, element, role,"
            " opened_at_utc, withdrawn, not_by) select id || '-copy-' || n, case_id, process_instance_id,"
            " process, element, role, opened_at_utc, false, not_by from user_task,"
            f" generate_series(1, {number}) as n where id = %s",
            (task_of(office, reference),),
        )

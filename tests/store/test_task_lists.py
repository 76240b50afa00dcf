"""Lists of tasks: whose, which, and what waits for others."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy.engine import Engine

from engine.errors import (
    NotFoundError,
)
from tests.store.holders_of_tasks import hand, listed, look_at, references, task_of
from tests.store.office import Office
from web.store.task_lists import TaskFilters, Which


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

        assert (len(page.tasks), str(page.new_count)) == (20, "20+")
        assert str(listed(meddled, "chair", which="late").late) == "0"

    @pytest.mark.parametrize(
        ("late", "week", "later", "opened_since"),
        [
            (3, 4, 40, 2),
            (19, 1, 20, 30),
            (20, 19, 3, 0),
            (40, 5, 0, 26),
            (0, 60, 1, 1),
            (0, 0, 30, 20),
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
            which: str(number) if number <= 20 else "20+" for which, number in wanted.items()
        }
        assert {which: number_listed(meddled, which) for which in wanted} == wanted

    @pytest.mark.parametrize("number", [2, 30])
    def test_the_counts_can_be_asked_for_alone(self, meddled: Office, number: int):
        copies_of_the_task(meddled, meddled.notify(), number)
        whole = listed(meddled, "chair")

        counts = meddled.use.task_lists.page(TaskFilters(), by=meddled.chair, limit=0)

        assert whole.tasks
        assert (counts.tasks, counts.next_after) == ((), None)
        assert (counts.late, counts.week, counts.new_count) == (
            whole.late,
            whole.week,
            whole.new_count,
        )

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

"""Counts of the map: kept in the same transaction as the step, and the same as counted anew.

Every test of this folder that works in an office ends with that comparison (conftest.py), and so does every
worked case on PostgreSQL (tests/journeys/postgres_desk.py).
"""

import importlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from tests.store.office import TRIAGE, Office
from tests.store.test_begun_on_a_case import YES, withdrawal
from tests.store.test_deadlines import extend, go_on, put_on_hold
from web.store import tallies
from web.store.case_files import REVIEW_TYPE, keep_data, open_case
from web.store.directory import actor
from web.store.older_rows import read_older_rows
from web.store.review_types import read_review_types
from web.store.tallies import Chosen, Left, Place, Standing
from web.store.tally_check import disagreements
from web.store.tallying import merge
from web.use_cases.action import CaseAction

EVERYTHING = Chosen()
PROCESS = "small_incident"
ROWS_UNREAD = (
    'update "case" set rows_unread = true where id in (select case_id from register_entry)'
)


@contextmanager
def undone(office: Office) -> Iterator[Session]:
    """Yield a session whose changes nobody else ever sees."""
    with Session(office.engine) as session:
        yield session
        session.rollback()


def standing(office: Office, chosen: Chosen = EVERYTHING) -> dict[Place, Standing]:
    with office.store.transaction() as session:
        today = office.store.clock.now(session).date()
        return tallies.standing(session, chosen, today=today)


def left(office: Office, chosen: Chosen = EVERYTHING) -> dict[Place, Left]:
    with office.store.transaction() as session:
        return tallies.left(session, chosen)


def taken(office: Office, chosen: Chosen = EVERYTHING) -> dict[Place, int]:
    with office.store.transaction() as session:
        return tallies.taken(session, chosen)


def rows(office: Office) -> dict[Place, int]:
    with office.store.transaction() as session:
        return tallies.rows_standing(session, on=office.store.clock.now(session).date())


def retype(office: Office, reference: str, review_type: str) -> None:
    """Give a case a type of review, as a form or an output mapping does in the course of an action."""
    with office.store.transaction() as session:
        now = office.store.clock.now(session)
        file = open_case(session, office.store.vault, reference, lock=True)
        by = actor(session, office.manager, today=now.date())
        action = CaseAction(office.store, session, file, now=now, by=by)
        data = {**file.data, REVIEW_TYPE: review_type}
        keep_data(session, file, facts=file.facts, data=data, at=now)
        action.finish()


def test_a_case_stands_at_its_step_in_its_process_and_among_all(office: Office):
    office.notify()

    assert standing(office) == {
        Place(PROCESS, "triage", ""): Standing(1, 0),
        Place(PROCESS, "", ""): Standing(1, 0),
        Place("", "", ""): Standing(1, 0),
    }


def test_it_is_late_from_the_day_after_its_task_was_due_without_anybody_acting(office: Office):
    office.notify()  # due on Thursday

    office.days_pass(3)
    assert standing(office)[Place(PROCESS, "triage", "")] == Standing(1, 0)
    office.days_pass(1)
    assert standing(office)[Place(PROCESS, "triage", "")] == Standing(1, 1)


def test_a_step_that_was_left_is_counted_with_its_days_and_against_its_target(office: Office):
    first, second = office.notify(), office.notify()
    office.days_pass(2)
    office.complete(first, "triage", {"outcome": "convene", "conflicted": "no", "reason": "R."})
    office.days_pass(3)
    office.complete(second, "triage", {"outcome": "convene", "conflicted": "no", "reason": "R."})

    assert left(office)[Place(PROCESS, "triage", "")] == Left(
        times=2, days=2 + 5, targeted=2, within=1, target_days=3 + 3
    )


def test_a_case_of_several_tasks_at_one_step_stands_there_once(office: Office):
    reference = office.triaged("ask", agencies=["health", "police"])

    [asked] = {
        each for each in office.standing(reference) if office.standing(reference).count(each) == 2
    }
    assert [found for place, found in standing(office).items() if place.id == asked] == [
        Standing(1, 0)
    ]


def test_flows_are_counted_each_time_they_are_taken(office: Office):
    office.triaged()
    before = taken(office)
    office.triaged()

    again = taken(office)
    assert before
    assert all(again[place] == 2 * times for place, times in before.items())


def test_months_processes_types_and_versions_choose(office: Office):
    office.triaged()

    march = Chosen(first=date(2026, 3, 17), last=date(2026, 3, 17))
    assert left(office, march) == left(office) != {}
    assert left(office, Chosen(first=date(2026, 4, 1))) == {}
    assert left(office, Chosen(last=date(2026, 2, 28))) == {}
    assert taken(office, Chosen(process=PROCESS)) == {
        place: times for place, times in taken(office).items() if place.process == PROCESS
    }
    assert taken(office, Chosen(process="small_hold")) == {}
    assert taken(office, Chosen(review_types=[""])) == taken(office)
    assert taken(office, Chosen(review_types=["SCR"])) == {}
    assert taken(office, Chosen(deployment=1)) == taken(office)
    assert taken(office, Chosen(deployment=2)) == {}
    assert {place.id for place in standing(office, Chosen(whole=True))} == {""}


def test_a_case_that_is_given_a_type_takes_its_past_with_it(office: Office):
    typed, other = office.triaged(), office.triaged()

    retype(office, typed, "SIR")
    assert {each.review_type for each in taken(office)} == {"", "SIR"}
    assert taken(office, Chosen(review_types=["SIR"])) == {
        place._replace(review_type="SIR"): times // 1
        for place, times in taken(office, Chosen(review_types=[""])).items()
    }
    retype(office, typed, "SCR")
    retype(office, other, "SCR")

    for counted in (taken(office), left(office), standing(office)):
        assert {each.review_type for each in counted} == {"SCR"}
    assert standing(office)[Place("", "", "SCR")] == Standing(2, 0)


def test_holds_extensions_and_what_follows_move_the_day_on_which_a_case_is_late(office: Office):
    held, extended = office.notify(), office.notify()
    put_on_hold(office, held)
    extend(office, extended, date(2026, 3, 20))

    office.days_pass(10)
    assert standing(office)[Place(PROCESS, "triage", "")] == Standing(2, 0)
    go_on(office, held)
    office.days_pass(9)
    assert standing(office)[Place(PROCESS, "triage", "")] == Standing(2, 2)


def test_what_was_taken_off_its_step_is_not_counted_as_left(office: Office):
    reference = office.notify()
    withdrawal(office, reference, YES)

    assert office.rows("select element from element_visit where cancelled") == [("triage",)]
    assert Place(PROCESS, "triage", "") not in left(office)
    assert standing(office) == {}


def test_summing_up_changes_no_count_and_leaves_few_rows(office: Office):
    for _ in range(3):
        office.triaged()
    counts = standing(office), left(office), taken(office)
    [(rows,)] = office.rows("select count(*) from tally")

    office.due.sum_up()

    assert (standing(office), left(office), taken(office)) == counts
    [(fewer, added)] = office.rows("select count(*), count(*) filter (where not merged) from tally")
    assert (fewer < rows, added) == (True, 0)
    office.triaged()
    office.due.sum_up()  # onto what is summed already
    assert taken(office) == {place: times // 3 * 4 for place, times in counts[2].items()}


def test_totals_say_what_the_months_and_types_say_together(office: Office):
    retype(office, office.triaged(), "SIR")
    office.notify()
    office.due.sum_up()
    office.days_pass(2)
    office.notify()
    office.triaged("ask", agencies=["health", "police"])
    compare_totals(office)
    for _ in range(3):
        office.days_pass(2)
        compare_totals(office)
        office.due.sum_up()
        compare_totals(office)
    with office.store.transaction() as session:
        assert session.scalar(text("select count(*) from tally_total where due < '0002-01-01'"))

    office.complete("SI-2026-0002", "triage", TRIAGE)  # late, and no longer there
    compare_totals(office)
    office.due.sum_up()
    compare_totals(office)

    with undone(office) as session:  # the control
        session.execute(text("update tally_total set number = number + 1 where kind = 'taken'"))
        with pytest.raises(AssertionError):
            compare_in(session, office.use.clock.now().date())


def compare_totals(office: Office) -> None:
    with undone(office) as session:
        compare_in(session, office.use.clock.now().date())


def compare_in(session: Session, today: date) -> None:
    """Compare what is read of the totals with what is read of months and types, all of them chosen."""
    narrow = Chosen(first=date(2000, 1, 1))
    for read in (tallies.left_on_map, tallies.taken_on_map):
        assert read(session, EVERYTHING) == read(session, narrow) != {}
    standing = tallies.standing_on_map(session, EVERYTHING, today=today)
    assert standing == tallies.standing_on_map(session, narrow, today=today) != {}


def test_what_is_added_while_others_sum_up_is_lost_by_nobody(office: Office):
    office.triaged()
    with office.store.transaction() as session:
        merge(session, today=date(2026, 3, 2))  # and its transaction is still open
        with ThreadPoolExecutor(1) as another:
            another.submit(office.triaged).result(timeout=30)
        with undone(office) as reader:
            assert disagreements(reader) == []

    with ThreadPoolExecutor(4) as many:
        jobs = [many.submit(office.due.sum_up) for _ in range(3)]
        jobs += [many.submit(office.triaged) for _ in range(3)]
        for job in jobs:
            job.result(timeout=60)

    with undone(office) as session:
        assert disagreements(session) == []


@pytest.mark.parametrize(
    "break_it",
    [
        "delete from tally where id = (select min(id) from tally where kind = 'left')",
        "update tally set number = number + 1 where id = (select max(id) from tally)",
        "update tally set days = days + 1 where kind = 'left'",
        "update tally set within = within - 1 where within > 0",
        "update tally set due = due - 1 where kind = 'standing' and number > 0",
        "update case_standing set since = since - 1 where element <> ''",
        "delete from case_standing where process = ''",
        "delete from tally where kind = 'came'",
        "update \"case\" set review_type = 'SCR'",
    ],
)
def test_control_one_wrong_count_is_noticed(office: Office, break_it: str):
    office.triaged()
    with undone(office) as session:
        assert disagreements(session) == []

        session.execute(text(break_it))

        assert disagreements(session) != []


def test_an_action_that_is_undone_counts_nothing(office: Office):
    reference = office.notify()
    before = taken(office), standing(office)

    with undone(office) as session:
        now = office.store.clock.now(session)
        file = open_case(session, office.store.vault, reference, lock=True)
        action = CaseAction(office.store, session, file, now=now, by=None)
        action.begin("small_watch", deployment=1, answers=None)
        action.finish()
        assert tallies.taken(session, EVERYTHING) != before[0]

    assert before == (taken(office), standing(office))


def test_what_was_there_before_tallies_is_filled_in_when_the_database_is_brought_up_to_date(
    office: Office, owner: Engine
):
    reference = office.triaged("ask", agencies=["health", "police"])
    office.notify()
    retype(office, reference, "SIR")
    counts = standing(office), left(office), taken(office), rows(office)
    migration = importlib.import_module("web.store.migrations.versions.0012_tallies")

    with owner.begin() as connection:
        connection.execute(text("delete from tally"))
        connection.execute(text("delete from tally_total"))
        connection.execute(text("delete from case_standing"))
        connection.execute(text('update "case" set review_type = null'))
        connection.execute(text("delete from register_standing"))
        connection.execute(text(ROWS_UNREAD))
        for statement in (
            migration._STANDINGS,
            migration._STANDING,
            migration._LEFT,
            migration._TAKEN,
        ):
            connection.execute(text(statement))
    with undone(office) as session:
        assert disagreements(session) == []

    assert read_review_types(office.store) == 2
    assert read_review_types(office.store) == 0
    assert read_older_rows(office.store) == 1
    assert read_older_rows(office.store) == 0
    assert (standing(office), left(office), taken(office), rows(office)) == counts


def test_rows_of_registers_are_counted_by_how_they_stand(office: Office):
    assert rows(office) == {}
    for _ in range(2):
        office.triaged()

    assert rows(office) == {Place("triages", "triaged", ""): 2}
    with office.store.transaction() as session:
        assert tallies.came(session, Chosen(last=date(2026, 2, 28))) == {}
        assert tallies.rows_standing(session, on=date(2026, 2, 28)) == {}


def test_days_are_counted_in_london(office: Office):
    office.set_clock(office.use.clock.now().replace(month=6, day=8, hour=23, minute=30))
    reference = office.notify()  # 9 June, 00:30 in London
    office.set_clock(office.use.clock.now() + timedelta(minutes=40))
    office.complete(reference, "triage", {"outcome": "convene", "conflicted": "no", "reason": "R."})

    assert left(office)[Place(PROCESS, "triage", "")].days == 0
    with undone(office) as session:
        since = session.scalar(text("select min(since) from case_standing where process = ''"))
    assert since == date(2026, 6, 9)

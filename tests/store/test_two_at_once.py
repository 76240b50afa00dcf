"""Two people, or two clicks, at the same moment: one effect."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Engine

from engine.errors import (
    ConcurrentChangeError,
    InvalidAnswersError,
    NotPermittedError,
    TaskNotReadyError,
)
from tests.store.office import NOTIFICATION, TRIAGE, Office
from web.store.case_files import open_case
from web.store.instances import instances_of, save_state


@pytest.fixture
def second_chair(office: Office) -> Office:
    office.people["second"] = office.use.people.add(
        name="Chaz Example",
        email="second@example.invalid",
        agency=None,
        roles=["sig_chair"],
        by=None,
    )
    return office


def together(owner: Engine, lock: str, *acts: Callable[[], object]) -> list[Future[object]]:
    """Start all of them while `lock` is held by somebody else, and let go once all of them wait."""
    with ThreadPoolExecutor(len(acts)) as threads, owner.begin() as connection:
        connection.execute(text(lock))
        started = [threads.submit(act) for act in acts]
        give_up = time.monotonic() + 10
        while _waiting(owner) < len(acts) and time.monotonic() < give_up:
            time.sleep(0.01)
        assert _waiting(owner) == len(acts), "they did not meet at the lock"
        connection.commit()
    return started


def _waiting(owner: Engine) -> int:
    with owner.connect() as connection:
        return connection.scalar(text("select count(distinct pid) from pg_locks where not granted"))


def test_two_people_complete_one_task_and_the_second_is_told(second_chair: Office, owner: Engine):
    office = second_chair
    reference = office.notify()
    task = office.task(reference, "triage")

    def complete(who: str) -> Callable[[], object]:
        return lambda: office.use.tasks.complete_task(
            reference,
            task,
            {**TRIAGE, "outcome": "nothing"},
            by=office.people[who],
            key=uuid4().hex,
            version=1,
        )

    done = together(owner, 'select 1 from "case" for update', complete("chair"), complete("second"))

    refusals = [each.exception() for each in done if each.exception()]
    assert [type(each) for each in refusals] == [ConcurrentChangeError]
    assert office.rows("select count(*) from submission where element = 'triage'") == [(1,)]


def test_two_people_extend_one_deadline_and_the_second_is_told_of_the_new_date(
    office: Office, owner: Engine
):
    reference = office.notify()
    task = office.task(reference, "triage")

    def extend(who: str) -> Callable[[], object]:
        return lambda: office.use.deadlines.extend(
            reference,
            task,
            to=date(2026, 3, 10),
            reason="More time.",
            by=office.people[who],
            key=uuid4().hex,
        )

    lock = 'select 1 from "case" for update'
    done = together(owner, lock, extend("manager"), extend("independent"))

    [refusal] = [each.exception() for each in done if each.exception()]
    assert isinstance(refusal, InvalidAnswersError)
    assert refusal.problems["due"][0].startswith("Enter a day after 10 March 2026")
    assert office.rows("select count(*) from extension") == [(1,)]


def test_a_deadline_of_a_task_that_is_being_completed_is_extended_before_or_not_at_all(
    office: Office, owner: Engine
):
    reference = office.notify()
    task = office.task(reference, "triage")
    by, to = office.manager, date(2026, 3, 10)
    done = together(
        owner,
        'select 1 from "case" for update',
        lambda: office.use.tasks.complete_task(
            reference, task, {**TRIAGE, "outcome": "nothing"}, by=office.chair, key="c", version=1
        ),
        lambda: office.use.deadlines.extend(
            reference, task, to=to, reason="More time.", by=by, key="e"
        ),
    )

    assert done[0].exception() is None
    kept = office.rows("select count(*) from extension")
    refused = done[1].exception()
    assert kept == ([(0,)] if isinstance(refused, TaskNotReadyError) else [(1,)])
    assert refused is None or isinstance(refused, TaskNotReadyError)


def test_a_double_click_has_one_effect_and_one_answer(office: Office, owner: Engine):
    reference = office.notify()
    task = office.task(reference, "triage")

    def click() -> object:
        return office.use.tasks.complete_task(
            reference, task, TRIAGE, by=office.chair, key="same", version=1
        )

    [first] = together(owner, 'select 1 from "case" for update', click)

    assert click() == first.result()
    assert office.rows("select count(*) from submission where element = 'triage'") == [(1,)]


def test_two_clicks_at_once_have_one_effect_and_one_answer(office: Office, owner: Engine):
    version = office.use.notifications.start_form(by=office.notifier).version

    def click() -> object:
        return office.use.notifications.notify(
            NOTIFICATION, by=office.notifier, key="same", version=version
        )

    first, second = together(owner, "lock table idempotency in exclusive mode", click, click)

    assert first.result() == second.result()
    assert office.rows('select count(*) from "case"') == [(1,)]


def test_the_same_key_with_another_text_is_refused_and_not_lost(office: Office):
    reference = office.notify()
    task = office.task(reference, "triage")
    submit = office.use.tasks.complete_task
    submit(reference, task, TRIAGE, by=office.chair, key="same", version=1)

    with pytest.raises(ConcurrentChangeError):
        submit(
            reference, task, {**TRIAGE, "reason": "Changed"}, by=office.chair, key="same", version=1
        )


def test_two_notifications_at_once_get_two_references(office: Office, owner: Engine):
    first, second = together(
        owner,
        "lock table reference_counter in exclusive mode",
        lambda: office.notify(),
        lambda: office.notify(),
    )

    numbers = sorted(int(str(each.result())[-4:]) for each in (first, second))
    assert numbers == [1, 2]


def test_a_refused_notification_leaves_no_gap_in_the_references(office: Office):
    office.notify()
    with pytest.raises(NotPermittedError):
        office.use.notifications.notify(NOTIFICATION, by=office.chair, key="k", version=1)

    assert office.notify().endswith("-0002")


def test_a_completed_task_is_not_there_to_complete_again(office: Office):
    reference = office.notify()
    task = office.task(reference, "triage")
    submit = office.use.tasks.complete_task
    submit(reference, task, TRIAGE, by=office.chair, key="one", version=1)

    with pytest.raises(TaskNotReadyError):
        submit(reference, task, TRIAGE, by=office.chair, key="two", version=1)


def test_facts_that_changed_meanwhile_are_not_overwritten_in_silence(office: Office):
    office.meeting_in(1)
    reference = office.triaged()
    office.days_pass(2)
    office.work()

    with pytest.raises(ConcurrentChangeError):
        office.complete(
            reference, "consider", {"facts": {"outcome": "died"}, "minutes": "Met."}, version=0
        )


def test_a_state_is_never_saved_over_a_newer_one(office: Office):
    reference = office.notify()
    with office.store.transaction() as first, office.store.transaction() as second:
        file = open_case(first, office.store.vault, reference, lock=False)
        [loaded], [stale] = (instances_of(each, file.case.id) for each in (first, second))
        save_state(first, file.key, loaded, b"newer", ended_at=None)
        first.commit()

        with pytest.raises(ConcurrentChangeError):
            save_state(second, file.key, stale, b"older", ended_at=None)
        second.rollback()

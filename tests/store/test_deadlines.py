"""Deadlines on PostgreSQL: why they are when they are, extending them, and what a hold does to them."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.engine import Engine

from engine.errors import (
    ConcurrentChangeError,
    InvalidAnswersError,
    NotFoundError,
    NotPermittedError,
    TaskNotReadyError,
)
from tests.store.breaking import contents
from tests.store.office import Office
from web.use_cases.case_list_views import CaseFilters
from web.use_cases.open_task_views import OpenTask

REASON = "A reason for more time that nobody may read."


def waiting(office: Office, reference: str, element: str = "triage") -> OpenTask:
    tasks = office.case(reference, of="independent").tasks
    return next(task for task in tasks if task.element == element)


def extend(
    office: Office,
    reference: str,
    to: date | None,
    *,
    of: str = "manager",
    reason: str = REASON,
    **how: Any,
) -> Any:
    task_id = how.pop("task_id", None) or waiting(office, reference).task_id
    return office.use.deadlines.extend(
        reference,
        task_id,
        to=to,
        reason=reason,
        by=office.people[of],
        **{"key": uuid4().hex, **how},
    )


def timer_due(office: Office, element: str = "triage_due") -> datetime | None:
    [(due,)] = office.rows("select due_at_utc from timer where element = :element", element=element)
    return due


def put_on_hold(office: Office, reference: str, *, days: int = 60) -> None:
    review = office.use.clock.now().date() + timedelta(days=days)
    raw = {
        "reason": "Proceedings.",
        "review_on": {"day": review.day, "month": review.month, "year": review.year},
    }
    form = office.use.beginnings.form(reference, "small_hold", by=office.manager).page
    office.use.beginnings.begin(
        reference, "small_hold", raw, by=office.manager, key=uuid4().hex, version=form.version
    )


def go_on(office: Office, reference: str) -> None:
    office.complete(reference, "review_hold", {"over": "yes"}, of="independent")


# Why


def test_a_task_says_why_it_is_due_in_the_list_on_its_page_and_on_the_case(office: Office):
    reference = office.notify()

    [listed] = office.use.tasks.task_list(by=office.chair)
    page = office.use.tasks.open_task(reference, listed.task_id, by=office.chair)

    assert listed.why.words == "3 working days after 2 March 2026"
    assert page.task.why == listed.why == waiting(office, reference).why
    assert listed.why.notes == ("2 March 2026 is the day on which the notification was received.",)


def test_a_timer_says_why_it_is_due(office: Office):
    reference = office.notify()

    [timer] = office.case(reference).timers

    assert timer.why.words == "3 working days after 2 March 2026"


# Extending


def test_an_extended_deadline_moves_the_task_and_its_reminder(office: Office):
    reference = office.notify()

    extended = extend(office, reference, date(2026, 3, 10))

    task = waiting(office, reference)
    assert (extended.due, task.due) == (date(2026, 3, 10), date(2026, 3, 10))
    assert task.why.moved == ("Extended from 5 March 2026 to 10 March 2026, on 2 March 2026.",)
    assert timer_due(office).date() == date(2026, 3, 10)
    office.days_pass(5)
    office.work()
    assert not [mail for mail in office.mails() if "triage" in mail[1].lower()]
    office.days_pass(4)
    office.work()
    assert office.rows("select state from timer where element = 'triage_due'") == [("fired",)]


def test_the_extension_is_kept_with_its_reason_and_stands_in_the_trail(office: Office):
    reference = office.notify()

    extend(office, reference, date(2026, 3, 10))

    case = office.case(reference)
    [kept] = case.extensions
    assert (kept.element, kept.due_before, kept.due_after) == (
        "triage",
        date(2026, 3, 5),
        date(2026, 3, 10),
    )
    assert (kept.reason, kept.by) == (REASON, "Manny Example")
    [event] = [each for each in case.audit if each.kind == "deadline_extended"]
    assert event.subject.startswith("triage ")
    assert event.detail == "2026-03-05 to 2026-03-10"


def test_a_reason_is_never_kept_in_plain_text(office: Office, owner: Engine):
    reference = office.notify()

    extend(office, reference, date(2026, 3, 10))

    rows = [row for table, row in contents(owner).items() if table != "deployment"]
    for words in (REASON, "3 working days after"):
        assert not any(words in row or words.encode().hex() in row for row in rows)
    assert any("deadline_extended" in row for row in rows)  # the control: rows are looked at


@pytest.mark.parametrize(
    ("of", "refusal"),
    [
        ("chair", NotPermittedError),
        ("governor", NotPermittedError),
        ("unit", NotPermittedError),
        ("notifier", NotPermittedError),
        ("colleague", NotFoundError),
        ("nobody", NotFoundError),
    ],
)
def test_only_the_business_manager_and_the_independent_chair_extend(
    office: Office, of: str, refusal: type[Exception]
):
    reference = office.notify()

    with pytest.raises(refusal):
        extend(office, reference, date(2026, 3, 10), of=of)
    assert waiting(office, reference).due == date(2026, 3, 5)


def test_the_independent_chair_extends_too(office: Office):
    reference = office.notify()

    extend(office, reference, date(2026, 3, 10), of="independent")

    assert waiting(office, reference).due == date(2026, 3, 10)


def test_a_deputy_of_the_business_manager_extends_and_it_is_recorded_for_whom(office: Office):
    reference = office.notify()
    today = office.use.clock.now().date()
    office.use.posts.name_deputy(
        office.manager, "business_manager", office.unit, first=today, last=today, by=office.manager
    )

    extend(office, reference, date(2026, 3, 10), of="unit")

    case = office.case(reference)
    assert waiting(office, reference).due == date(2026, 3, 10)
    [event] = [each for each in case.audit if each.kind == "acted_as_deputy"]
    assert event.by == "Una Example"
    office.days_pass(1)
    with pytest.raises(NotPermittedError):
        extend(office, reference, date(2026, 3, 12), of="unit")


@pytest.mark.parametrize(
    ("to", "reason", "about"),
    [
        (None, REASON, {"due"}),
        (date(2026, 3, 10), "  ", {"reason"}),
        (None, "", {"due", "reason"}),
        (date(2026, 3, 10), "x" * 2001, {"reason"}),
        (date(2026, 3, 5), REASON, {"due"}),
        (date(2026, 3, 1), REASON, {"due"}),
    ],
)
def test_a_later_day_and_a_reason_are_needed(
    office: Office, to: date | None, reason: str, about: set[str]
):
    reference = office.notify()

    with pytest.raises(InvalidAnswersError) as refused:
        extend(office, reference, to, reason=reason)

    assert set(refused.value.problems) == about
    assert office.case(reference).extensions == ()


def test_the_same_key_extends_once_and_another_text_under_it_is_refused(office: Office):
    reference = office.notify()
    task_id = waiting(office, reference).task_id

    first = extend(office, reference, date(2026, 3, 10), key="k", task_id=task_id)
    again = extend(office, reference, date(2026, 3, 10), key="k", task_id=task_id)

    assert first == again
    assert len(office.case(reference).extensions) == 1
    with pytest.raises(ConcurrentChangeError):
        extend(office, reference, date(2026, 3, 12), key="k", task_id=task_id)


def test_a_task_that_is_done_is_not_extended(office: Office):
    reference = office.notify()
    task_id = waiting(office, reference).task_id
    office.complete(reference, "triage", {"outcome": "nothing", "conflicted": "no", "reason": "x"})

    with pytest.raises(TaskNotReadyError):
        extend(office, reference, date(2026, 3, 10), task_id=task_id)


def test_a_task_of_another_case_is_not_found(office: Office):
    first, second = office.notify(), office.notify()

    with pytest.raises(NotFoundError):
        extend(office, second, date(2026, 3, 10), task_id=waiting(office, first).task_id)


# On hold


def test_a_hold_stops_what_runs_on_the_case_and_lists_show_since_when(office: Office):
    reference = office.notify()

    put_on_hold(office, reference)
    office.days_pass(10)
    office.work()

    task = waiting(office, reference)
    assert (task.due, task.late, task.why.stopped_on) == (None, False, date(2026, 3, 2))
    assert timer_due(office) is None
    [line] = office.use.cases.cases(CaseFilters(), by=office.chair).lines
    assert (line.held_since, line.held_days, line.elapsed_days) == (date(2026, 3, 2), 10, 0)
    assert office.use.attention.page(by=office.manager).items == ()


def test_when_the_hold_ends_due_dates_and_reminders_move_on_by_the_days_held(office: Office):
    reference = office.notify()
    put_on_hold(office, reference)
    office.days_pass(14)

    go_on(office, reference)

    task = waiting(office, reference)
    assert task.due == date(2026, 3, 19)
    assert task.why.moved == ("Moved on by the 14 days for which the case was on hold.",)
    assert timer_due(office).date() == date(2026, 3, 19)
    case = office.case(reference)
    assert (case.held_since, case.held_days, case.elapsed_days) == (None, 14, 0)
    assert case.data["triage_due"] == "2026-03-19"


def test_after_the_hold_the_reminder_comes_and_elapsed_days_go_on(office: Office):
    reference = office.notify()
    put_on_hold(office, reference)
    office.days_pass(14)
    go_on(office, reference)

    office.days_pass(4)
    office.work()

    assert office.rows("select state from timer where element = 'triage_due'") == [("fired",)]
    case = office.case(reference)
    assert (case.held_days, case.elapsed_days) == (14, 4)


def test_holding_and_going_on_stand_in_the_trail(office: Office):
    reference = office.notify()
    put_on_hold(office, reference)
    go_on(office, reference)

    kinds = [event.kind for event in office.case(reference).audit]

    assert [kind for kind in kinds if kind in ("case_held", "case_goes_on")] == [
        "case_held",
        "case_goes_on",
    ]


def test_the_review_of_the_hold_is_due_on_the_day_that_was_named(office: Office):
    reference = office.notify()

    put_on_hold(office, reference, days=30)

    assert waiting(office, reference, "review_hold").due == date(2026, 4, 1)


def test_what_a_hold_stops_is_not_extended(office: Office):
    reference = office.notify()
    put_on_hold(office, reference)

    with pytest.raises(InvalidAnswersError) as refused:
        extend(office, reference, date(2026, 3, 10))

    [sentence] = refused.value.problems["due"]
    assert sentence.startswith("The case has been on hold since 2 March 2026.")


def test_a_meeting_that_moves_during_a_hold_still_moves_what_waits_for_it(office: Office):
    reference = office.triaged()
    put_on_hold(office, reference)

    office.meeting_in(7)

    assert timer_due(office, "next_sig_meeting").date() == date(2026, 3, 9)

"""Timers, meetings, notices and the moved clock, through the real worker."""

import smtplib
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from uuid import UUID

import pytest

from engine.calendar import working_days_after
from engine.errors import (
    ExecutionError,
    InstanceStateError,
    InvalidAnswersError,
    NotFoundError,
    NotPermittedError,
)
from tests.store.office import Office
from web.jobs import NOTICE_BACK_OFF, TIMER_BACK_OFF
from web.use_cases.due_work import DueWork
from web.use_cases.mails import Post


def timers(office: Office) -> list[tuple[str, str]]:
    return office.rows("select element, state from timer order by element, state")


def run_out_of_attempts(office: Office) -> None:
    """Let the queue come to the last attempt of whatever waits to be tried again."""
    with office.engine.begin() as connection:
        connection.exec_driver_sql(
            "update procrastinate_jobs set scheduled_at = null, attempts = 100 where status = 'todo'"
        )


class Letterbox:
    """A mail server that keeps what it takes, and takes nothing while it is closed."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.open = True

    def send(self, message: EmailMessage) -> None:
        if not self.open:
            raise smtplib.SMTPServerDisconnected("closed")
        self.taken.append(message)


@pytest.fixture
def letterbox(office: Office) -> Letterbox:
    box = Letterbox()
    office.due = DueWork(
        office.store, Post(box, "review-desk@board.invalid", "https://review-desk.invalid")
    )
    return box


def test_a_reminder_goes_out_when_its_day_has_come(office: Office):
    reference = office.notify()
    office.work()
    assert ("chair@example.invalid", f"Triage of {reference} is due") not in office.mails()

    office.days_pass(8)
    office.work()

    assert ("chair@example.invalid", f"Triage of {reference} is due") in office.mails()
    assert timers(office) == [("triage_due", "fired")]


def test_a_reminder_is_withdrawn_with_its_task(office: Office):
    office.triaged("more")
    office.days_pass(30)
    office.work()

    assert timers(office) == [("triage_due", "withdrawn")]
    assert not [subject for _, subject in office.mails() if "is due" in subject]


def test_a_job_that_comes_too_early_waits_for_its_time(office: Office):
    office.notify()
    [(timer, due)] = office.rows("select id, due_at_utc from timer")
    [(moved,)] = office.rows("select offset_seconds from clock")

    office.due.fire_timer(timer)

    assert timers(office) == [("triage_due", "waiting")]
    assert office.rows(
        "select scheduled_at from procrastinate_jobs where task_name = 'fire_timer'"
        " and status = 'todo'"
    ) == [(due - timedelta(seconds=moved),)]


def test_a_timer_fires_once(office: Office):
    office.notify()
    office.days_pass(8)
    [(timer,)] = office.rows("select id from timer")

    office.due.fire_timer(timer)
    office.due.fire_timer(timer)

    assert office.rows("select count(*) from notice where element = 'remind_chair'") == [(1,)]


def test_a_case_waits_for_the_next_meeting(office: Office):
    meeting = office.meeting_in(20)
    reference = office.triaged()
    office.days_pass(15)
    office.work()
    assert office.standing(reference) == ["watch_case"]

    office.use.meetings.move(
        meeting, office.use.clock.now() + timedelta(hours=1), by=office.manager
    )
    office.use.clock.move(timedelta(hours=2), by=office.manager)
    office.work()

    assert office.standing(reference) == ["consider", "watch_case"]


def test_a_cancelled_meeting_sends_the_case_to_the_one_after_it(office: Office):
    soon, later = office.meeting_in(5), office.meeting_in(10)
    reference = office.triaged()

    office.use.meetings.cancel(soon, by=office.manager)

    [timer] = office.case(reference).timers
    planned = {each.id: each for each in office.use.meetings.meetings(by=office.manager)}
    assert timer.due_at_utc == planned[later].starts_at_utc
    assert planned[soon].state == "cancelled"


def test_without_a_meeting_the_business_manager_is_asked_for_one(office: Office):
    reference = office.triaged()

    [item] = office.use.attention.page(by=office.manager).items
    assert (item.reference, item.what, item.label) == (reference, "meeting", "Next SIG meeting")
    assert item.sentence.startswith("No SIG meeting is known")
    with pytest.raises(NotFoundError):
        office.use.attention.try_again(item.id, by=office.manager)

    office.meeting_in(3)

    assert office.use.attention.page(by=office.manager).items == ()
    office.days_pass(4)
    office.work()
    assert "consider" in office.standing(reference)


def test_a_meeting_that_was_held_today_lets_the_cases_go_on(office: Office):
    meeting = office.meeting_in(0.001)
    reference = office.triaged()

    office.use.meetings.record_held("SIG", by=office.manager)
    office.work()

    assert "consider" in office.standing(reference)
    [kept] = office.use.meetings.meetings(by=office.manager)
    assert (kept.id, kept.state) == (meeting, "held")
    with pytest.raises(InstanceStateError):
        office.use.meetings.cancel(meeting, by=office.manager)


def test_a_meeting_of_another_kind_moves_nothing(office: Office):
    office.triaged()

    office.meeting_in(3, kind="Board")

    assert len(office.use.attention.page(by=office.manager).items) == 1


def test_meetings_are_kept_by_the_business_manager_and_lie_ahead(office: Office):
    with pytest.raises(NotPermittedError):
        office.use.meetings.record_held("SIG", by=office.chair)
    with pytest.raises(InvalidAnswersError):
        office.meeting_in(-1)
    with pytest.raises(InvalidAnswersError):
        office.meeting_in(1, kind="Choir")


def test_the_due_date_of_a_task_is_counted_in_working_days(office: Office):
    reference = office.notify()

    [task] = office.use.tasks.task_list(by=office.chair)

    received = office.case(reference).received_on
    assert task.due == working_days_after(received, 3)
    assert not task.late


def test_the_clock_is_moved_on_only_and_only_where_that_is_allowed(office: Office):
    for step in (timedelta(0), timedelta(days=-1), timedelta(days=4000)):
        with pytest.raises(InvalidAnswersError):
            office.use.clock.move(step, by=office.manager)
    office.store.clock.movable = False
    with pytest.raises(NotPermittedError):
        office.days_pass(1)


def test_a_notice_goes_out_by_reference_only_and_once(office: Office, letterbox: Letterbox):
    reference = office.notify()

    office.work()
    [(notice,), *_] = office.rows("select id from notice")
    office.due.send_notice(notice)

    assert sorted(mail["To"] for mail in letterbox.taken) == [
        "chair@example.invalid",
        "notifier@example.invalid",
    ]
    mail = letterbox.taken[0]
    assert mail["Subject"] == f"{reference} has arrived"
    assert f"https://review-desk.invalid/cases/{reference}" in mail.get_content()
    assert mail["Message-ID"].endswith("@board.invalid>")


def test_a_notice_that_is_tried_again_keeps_its_message_id(office: Office, letterbox: Letterbox):
    office.notify()
    [(notice,), *_] = office.rows("select id from notice")

    class GoesDead:
        def send(self, message: EmailMessage) -> None:
            letterbox.send(message)
            raise OSError("the line went dead after the mail was taken")

    with pytest.raises(OSError, match="went dead"):
        DueWork(office.store, replace(office.due.post, server=GoesDead())).send_notice(notice)
    office.due.send_notice(notice)

    first, second = letterbox.taken
    assert first["Message-ID"] == second["Message-ID"] == f"<{notice}@board.invalid>"


def test_a_closed_mail_server_is_tried_again_and_then_needs_attention(
    office: Office, letterbox: Letterbox
):
    letterbox.open = False
    office.notify()
    office.work()
    assert office.use.attention.page(by=office.manager).items == ()
    assert office.rows(
        "select distinct attempts from procrastinate_jobs where status = 'todo'"
        " and task_name = 'send_notice'"
    ) == [(1,)]

    run_out_of_attempts(office)
    office.work()
    items = office.use.attention.page(by=office.manager).items
    assert [item.what for item in items] == ["notice", "notice"]
    assert "mail server" in items[0].sentence

    letterbox.open = True
    for item in items:
        office.use.attention.try_again(item.id, by=office.manager)
    office.work()
    assert office.use.attention.page(by=office.manager).items == ()
    assert len(letterbox.taken) == 2


class BrokenTimers(DueWork):
    """Refuses every timer, as a diagram would whose expression yields no date."""

    def fire_timer(self, timer_id: str) -> None:
        raise ExecutionError("triage_due", "The date could not be worked out.")


def test_a_timer_that_is_refused_needs_attention_and_can_be_tried_again(office: Office):
    reference = office.notify()
    office.days_pass(8)
    broken = BrokenTimers(office.store, office.due.post)
    working, office.due = office.due, broken
    office.work()
    run_out_of_attempts(office)
    office.work()

    [item] = office.use.attention.page(by=office.manager).items
    assert (item.reference, item.what) == (reference, "timer")
    assert item.sentence == "The date could not be worked out."
    assert "attention_needed" in [each.kind for each in office.case(reference).audit]

    office.due = working
    office.use.attention.try_again(item.id, by=office.manager)
    office.work()
    assert office.use.attention.page(by=office.manager).items == ()
    assert ("triage_due", "fired") in timers(office)


def test_a_notice_for_a_role_that_nobody_holds_waits_for_somebody(office: Office):
    office.use.people.deactivate(office.chair, by=office.manager)
    office.use.people.deactivate(office.vice, by=office.manager)
    office.notify()
    office.work()
    run_out_of_attempts(office)
    office.work()

    items = office.use.attention.page(by=office.manager).items
    [item] = [each for each in items if "receive this notice" in each.sentence]
    assert "SIG Chair" in item.sentence

    for name in ("first", "second"):
        office.use.people.add(
            name=name, email=f"{name}@example.invalid", agency=None, roles=["sig_chair"], by=None
        )
    office.use.attention.try_again(item.id, by=office.manager)
    office.work()
    assert {"first@example.invalid", "second@example.invalid"} <= {to for to, _ in office.mails()}
    assert office.use.attention.page(by=office.manager).items == ()


def test_what_is_due_and_has_no_job_is_found_and_done(office: Office):
    office.notify()
    office.days_pass(8)
    with office.engine.begin() as connection:
        connection.exec_driver_sql("delete from procrastinate_jobs")

    assert office.due.queue_what_was_left_behind() == 3
    assert office.due.queue_what_was_left_behind() == 0
    office.work()

    assert len(office.mails()) == 3


def test_what_asks_for_attention_is_not_queued_behind_the_managers_back(
    office: Office, letterbox: Letterbox
):
    letterbox.open = False
    office.notify()
    office.work()
    run_out_of_attempts(office)
    office.work()
    office.days_pass(1)

    assert office.due.queue_what_was_left_behind() == 0


def test_attention_is_looked_after_by_the_business_manager(office: Office):
    with pytest.raises(NotPermittedError):
        office.use.attention.page(by=office.chair)
    with pytest.raises(NotFoundError):
        office.use.attention.try_again(UUID(int=0), by=office.manager)


def test_each_attempt_waits_longer_than_the_one_before():
    for back_off in (TIMER_BACK_OFF, NOTICE_BACK_OFF):
        assert list(back_off.waits) == sorted(set(back_off.waits))

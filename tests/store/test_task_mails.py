"""Mails about tasks: to whom, once, as each person chooses, and never beside a notice of the same thing."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from engine.deployment import Files, read_folder
from tests.store.holders_of_tasks import complete, hand, second_holder, take
from tests.store.office import SMALL, SYNOPSIS, TRIAGE, Office
from tests.store.test_what_falls_due import Letterbox, run_out_of_attempts
from web.use_cases.due_work import DueWork
from web.use_cases.mails import Post

_MESSAGES = Path(__file__).parents[2] / "workflows" / "messages"
_SECTION = b"""
task_mails: {new: task_new, handed: task_handed, due_soon: task_due_soon, digest: task_digest,
  before: reminder_days, at: digest_hour}
"""
_SETTINGS = b"""settings:
  reminder_days: {value: 2, unit: working days, source: invented}
  digest_hour: {value: 7, unit: o'clock, source: invented}
"""
ASKS_HEALTH = {**TRIAGE, "outcome": "ask", "agencies": ["health"]}


def files_with_mails() -> Files:
    files = dict(read_folder(SMALL))
    settings = files["workflows/settings.yaml"]
    files["workflows/settings.yaml"] = settings.replace(b"settings:\n", _SETTINGS, 1) + _SECTION
    for name in ("task_new", "task_handed", "task_due_soon", "task_digest"):
        path = f"workflows/messages/{name}.md"
        files[path] = (_MESSAGES / f"{name}.md").read_bytes()
    return files


@pytest.fixture
def mailing(office: Office) -> Office:
    """The office with a version that asks for mails about tasks."""
    office.use.deployments.deploy(files_with_mails(), by=None)
    office.work()
    return office


def subjects(office: Office, who: str) -> list[str]:
    address = f"{who}@example.invalid"
    return [subject for to, subject in office.mails() if to == address]


def asked(office: Office) -> str:
    """Return a case whose task waits for the lead of Health."""
    reference = office.notify()
    complete(office, reference, "chair", **ASKS_HEALTH)
    office.work()
    return reference


def wants(office: Office, who: str, choice: str) -> None:
    office.use.mail_choices.choose(choice, by=office.people[who])


def on(office: Office, day: int, hour: int, minute: int = 0) -> None:
    """Let it become that time in March 2026, and everything due by then be done."""
    now = office.use.clock.now()
    then = datetime(2026, 3, day, hour, minute, tzinfo=UTC)
    office.use.clock.move(then - now, by=office.manager)
    office.work()


class TestNewTasks:
    def test_whoever_holds_a_new_task_gets_a_mail_by_reference_and_link(self, mailing: Office):
        second_holder(mailing, "hilda", "Hilda Example", "agency_lead", "health")
        reference = asked(mailing)

        for who in ("health_lead", "hilda"):
            assert f"{reference}: a task for you" in subjects(mailing, who)
        assert subjects(mailing, "police_lead") == []
        [mail] = [
            each
            for each in mailing.use.outbox.mails(by=mailing.manager)
            if each.recipient == "health_lead@example.invalid"
        ]
        assert f"http://localhost/cases/{reference}/tasks/" in mail.text
        assert "9 March 2026" in mail.text
        assert mail.reference == reference
        for secret in (SYNOPSIS, "Testchild", TRIAGE["reason"]):
            assert secret not in mail.subject + mail.text

    def test_whom_a_notice_tells_in_the_same_step_gets_no_second_mail(self, mailing: Office):
        reference = mailing.notify()
        mailing.work()

        assert subjects(mailing, "chair") == [f"{reference} has arrived"]

    def test_who_has_a_conflict_gets_none(self, mailing: Office):
        second_holder(mailing, "hilda", "Hilda Example", "agency_lead", "health")
        reference = mailing.notify()
        [hilda] = [mailing.people["hilda"]]
        mailing.use.conflicts.declare(reference, "A relative.", by=mailing.chair, key=uuid4().hex)
        mailing.work()
        declared = Counter(subjects(mailing, "chair"))

        mailing.days_pass(1)
        mailing.work()

        assert declared == Counter(subjects(mailing, "chair"))
        assert [s for s in subjects(mailing, "chair") if "task for you" in s] == []
        assert hilda

    def test_a_task_that_is_done_before_the_mail_goes_needs_none(self, mailing: Office):
        reference = mailing.notify()
        complete(mailing, reference, "chair", outcome="more")
        task = mailing.task(reference, "supply_more", of="notifier")
        page = mailing.use.tasks.open_task(reference, task, by=mailing.notifier)
        mailing.use.tasks.complete_task(
            reference,
            task,
            {"more_detail": "x", "facts": {"outcome": "harmed"}},
            by=mailing.notifier,
            key=uuid4().hex,
            version=page.page.version,
        )
        mailing.work()

        assert [s for s in subjects(mailing, "notifier") if "task for you" in s] == []

    def test_a_job_done_twice_makes_one_mail(self, mailing: Office):
        asked(mailing)
        before = mailing.mails()
        for (task,) in mailing.rows("select id from user_task"):
            mailing.due.task_mails.tell_of_task(task)
        for (mail,) in mailing.rows("select id from task_mail"):
            mailing.due.task_mails.send(mail)
        mailing.work()

        assert mailing.mails() == before

    def test_without_the_section_nobody_gets_a_mail_about_tasks(self, office: Office):
        asked(office)
        office.days_pass(6)
        office.work()

        assert office.rows("select count(*) from task_mail") == [(0,)]
        assert subjects(office, "health_lead") == []


class TestHandedOver:
    def test_who_is_handed_a_task_gets_a_mail_and_nobody_else(self, mailing: Office):
        second_holder(mailing, "second", "Seconda Example", "sig_chair")
        reference = mailing.notify()
        mailing.work()
        hand(mailing, reference, "second", "Cherry is away.")
        mailing.work()

        assert f"{reference}: a task was handed to you" in subjects(mailing, "second")
        assert f"{reference}: a task was handed to you" not in subjects(mailing, "chair")
        assert not any("away" in each.text for each in mailing.use.outbox.mails(by=mailing.manager))


class TestBeforeADueDate:
    def test_a_mail_goes_so_many_working_days_before_and_once(self, mailing: Office):
        reference = asked(mailing)
        due_soon = f"{reference}: a task of yours is due soon"
        on(mailing, 4, 23)
        assert due_soon not in subjects(mailing, "health_lead")

        on(mailing, 5, 6)
        assert subjects(mailing, "health_lead").count(due_soon) == 1

        on(mailing, 6, 12)
        mailing.due.task_mails.look_around()
        mailing.work()
        assert subjects(mailing, "health_lead").count(due_soon) == 1

    def test_it_goes_late_rather_than_never_where_the_worker_was_down(self, mailing: Office):
        reference = asked(mailing)
        mailing.use.clock.move(timedelta(days=6), by=mailing.manager)
        mailing.work()

        assert f"{reference}: a task of yours is due soon" in subjects(mailing, "health_lead")

    def test_a_deadline_that_is_extended_is_reminded_of_again(self, mailing: Office):
        reference = asked(mailing)
        on(mailing, 5, 8)
        task = mailing.task(reference, "ask_agency", of="health_lead")
        mailing.use.deadlines.extend(
            reference,
            task,
            to=datetime(2026, 3, 20).date(),
            reason="Asked for.",
            by=mailing.manager,
            key=uuid4().hex,
        )
        on(mailing, 17, 8)
        due_soon = f"{reference}: a task of yours is due soon"
        assert subjects(mailing, "health_lead").count(due_soon) == 1

        on(mailing, 18, 8)
        assert subjects(mailing, "health_lead").count(due_soon) == 2

    def test_who_took_the_task_is_reminded_and_not_the_others(self, mailing: Office):
        second_holder(mailing, "hilda", "Hilda Example", "agency_lead", "health")
        reference = asked(mailing)
        take(mailing, reference, "hilda", "ask_agency")
        on(mailing, 5, 8)

        due_soon = f"{reference}: a task of yours is due soon"
        assert due_soon in subjects(mailing, "hilda")
        assert due_soon not in subjects(mailing, "health_lead")

    def test_where_the_diagram_draws_a_reminder_that_is_the_one_that_goes(self, mailing: Office):
        """Triage waits with a reminder on its due date; it goes to the Chair, and no mail beside it."""
        reference = mailing.notify()
        on(mailing, 5, 10)

        assert f"Triage of {reference} is due" in subjects(mailing, "chair")
        assert [s for s in subjects(mailing, "chair") if "due soon" in s] == []

    def test_a_drawn_reminder_that_fired_and_is_not_sent_yet_counts(self, mailing: Office):
        reference = mailing.notify()
        mailing.work()
        now = mailing.use.clock.now()
        mailing.use.clock.move(datetime(2026, 3, 5, 10, tzinfo=UTC) - now, by=mailing.manager)
        [(timer,)] = mailing.rows(
            "select id from timer where element = 'triage_due' and state = 'waiting'"
        )
        mailing.due.fire_timer(timer)
        assert mailing.rows("select 1 from timer where element = 'triage_due' and state = 'fired'")

        mailing.due.task_mails.look_around()

        assert mailing.rows("select 1 from task_mail where kind = 'due_soon'") == []
        mailing.work()
        assert f"Triage of {reference} is due" in subjects(mailing, "chair")

    def test_a_task_that_something_else_refers_to_at_that_moment_is_reminded_of(
        self, mailing: Office
    ):
        reference = asked(mailing)
        now = mailing.use.clock.now()
        mailing.use.clock.move(datetime(2026, 3, 5, 8, tzinfo=UTC) - now, by=mailing.manager)
        task = mailing.task(reference, "ask_agency", of="health_lead")
        refer = "select 1 from user_task where id = %s for key share"
        with mailing.engine.begin() as connection:
            connection.exec_driver_sql(refer, (task,))
            mailing.due.task_mails.look_around()

        assert mailing.rows("select task_id from task_mail where kind = 'due_soon'") == [(task,)]

    def test_whom_the_drawn_reminder_does_not_name_gets_the_mail(self, mailing: Office):
        """The control: the drawn reminder goes to the Chair; the task has come to the Vice Chair."""
        reference = mailing.notify()
        mailing.use.conflicts.declare(reference, "A relative.", by=mailing.chair, key=uuid4().hex)
        with mailing.engine.begin() as connection:
            connection.exec_driver_sql(
                "update timer set due_at_utc = due_at_utc + interval '9 days'"
            )
        on(mailing, 3, 10)

        assert f"{reference}: a task of yours is due soon" in subjects(mailing, "vice")

    def test_a_task_that_opens_within_those_days_is_not_reminded_of(self, mailing: Office):
        reference = mailing.notify()
        complete(mailing, reference, "chair", outcome="more")
        mailing.work()
        mailing.days_pass(1)
        mailing.work()

        assert subjects(mailing, "notifier").count(f"{reference}: a task for you") == 1
        assert [s for s in subjects(mailing, "notifier") if "due soon" in s] == []


class TestOneADay:
    def test_it_comes_at_the_hour_in_london_with_what_presses_and_only_then(self, mailing: Office):
        wants(mailing, "health_lead", "daily")
        first, second = asked(mailing), asked(mailing)
        assert subjects(mailing, "health_lead") == []
        on(mailing, 3, 6, 59)
        assert subjects(mailing, "health_lead") == []

        on(mailing, 3, 7, 1)

        assert subjects(mailing, "health_lead") == ["Your tasks today"]
        [mail] = [
            each
            for each in mailing.use.outbox.mails(by=mailing.manager)
            if each.subject == "Your tasks today"
        ]
        for reference in (first, second):
            assert f"- {reference}: Answer for the agency, due 9 March 2026: http://" in mail.text
        assert (mail.reference, mail.recipient) == (None, "health_lead@example.invalid")
        assert SYNOPSIS not in mail.text

    def test_it_comes_by_the_clock_of_summer_too(self, mailing: Office):
        wants(mailing, "health_lead", "daily")
        asked(mailing)
        on(mailing, 31, 5, 59)
        before = len(subjects(mailing, "health_lead"))

        on(mailing, 31, 6, 1)

        assert len(subjects(mailing, "health_lead")) == before + 1

    def test_however_often_the_worker_looks_it_comes_once_a_day(self, mailing: Office):
        wants(mailing, "health_lead", "daily")
        asked(mailing)
        on(mailing, 3, 8)
        for _ in range(3):
            mailing.due.task_mails.look_around()
            mailing.work()
        assert subjects(mailing, "health_lead") == ["Your tasks today"]

        on(mailing, 4, 8)
        assert subjects(mailing, "health_lead") == ["Your tasks today"] * 2

    def test_where_the_worker_was_down_for_days_one_comes(self, mailing: Office):
        wants(mailing, "health_lead", "daily")
        asked(mailing)
        on(mailing, 6, 15)

        assert subjects(mailing, "health_lead") == ["Your tasks today"]

    def test_on_a_day_without_anything_none_comes(self, mailing: Office):
        wants(mailing, "health_lead", "daily")
        on(mailing, 3, 8)

        assert subjects(mailing, "health_lead") == []
        assert mailing.rows("select kind, dropped from task_mail") == [("digest", "nothing waits")]

    def test_who_chooses_it_during_the_day_gets_the_first_one_the_next(self, mailing: Office):
        asked(mailing)
        before = subjects(mailing, "health_lead")
        wants(mailing, "health_lead", "daily")
        on(mailing, 2, 20)
        assert subjects(mailing, "health_lead") == before

        on(mailing, 3, 8)
        assert subjects(mailing, "health_lead").count("Your tasks today") == 1

    def test_who_wants_none_gets_the_notices_of_the_protocol_and_nothing_else(
        self, mailing: Office
    ):
        wants(mailing, "health_lead", "none")
        wants(mailing, "chair", "none")
        reference = asked(mailing)
        on(mailing, 6, 8)

        assert subjects(mailing, "health_lead") == []
        assert f"{reference} has arrived" in subjects(mailing, "chair")

    def test_nothing_but_the_three_choices_is_taken(self, office: Office):
        with pytest.raises(Exception, match="choice"):
            wants(office, "chair", "weekly")


class TestTheMailServer:
    @pytest.fixture
    def letterbox(self, mailing: Office) -> Letterbox:
        box = Letterbox()
        post = Post(box, "review-desk@board.invalid", "https://review-desk.invalid")
        mailing.due = DueWork(mailing.store, post)
        return box

    def test_a_mail_that_is_not_taken_is_tried_again_and_goes_once(
        self, mailing: Office, letterbox: Letterbox
    ):
        letterbox.open = False
        reference = asked(mailing)
        letterbox.open = True
        with mailing.engine.begin() as connection:
            connection.exec_driver_sql("update procrastinate_jobs set scheduled_at = null")
            connection.exec_driver_sql("update procrastinate_jobs set attempts = 0")
        mailing.work()

        about = [each["Subject"] for each in letterbox.taken if each["To"].startswith("health")]
        assert about == [f"{reference}: a task for you"]

    def test_a_mail_that_is_never_taken_is_given_up_and_hinders_nothing(
        self, mailing: Office, letterbox: Letterbox
    ):
        letterbox.open = False
        asked(mailing)
        run_out_of_attempts(mailing)
        with mailing.engine.begin() as connection:
            connection.exec_driver_sql("update procrastinate_jobs set attempts = 4")
        for (mail,) in mailing.rows("select id from task_mail"):
            mailing.due.task_mails.give_up(mail)

        assert mailing.rows("select distinct dropped from task_mail") == [("not taken",)]

    def test_a_mail_whose_job_was_lost_is_found_again(self, mailing: Office, letterbox: Letterbox):
        letterbox.open = False
        asked(mailing)
        letterbox.open = True
        letterbox.taken.clear()
        with mailing.engine.begin() as connection:
            connection.exec_driver_sql("delete from procrastinate_jobs")
        mailing.use.clock.move(timedelta(minutes=31), by=mailing.manager)
        assert mailing.due.queue_what_was_left_behind() > 0
        mailing.work()

        assert any("a task for you" in each["Subject"] for each in letterbox.taken)

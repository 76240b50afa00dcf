"""What a hold does to due dates and timers, and what extending a deadline does to its reminders."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from engine import execution
from engine.effects import TaskDueMoved
from engine.errors import InvalidAnswersError
from engine.forms import Answers
from engine.memory_case import MemoryCase
from engine.settings import Setting
from tests.engine.small_diagrams import (
    Case,
    begin,
    case_field,
    diagram,
    element,
    flows,
    reminder,
    stop,
    user,
    version,
    wait,
)

MEETING = datetime(2026, 4, 14, 10, tzinfo=UTC)
SETTINGS = {
    "days": Setting("days", Decimal(10), "working days", "inferred", 1),
    "months": Setting("months", Decimal(1), "months", "Working Together", 1, statutory=True),
}
FIELDS = {
    "work_due": case_field(
        "work_due", "date", formula="working days after(case.date_received, settings.days)"
    ),
    "law_due": case_field(
        "law_due", "date", formula="months after(case.date_received, settings.months)"
    ),
    "named_due": case_field("named_due", "date"),
}


def says(name: str, value: str) -> str:
    return f'<zeebe:properties><zeebe:property name="{name}" value="{value}"/></zeebe:properties>'


def work(
    *more: str, due: str = "=working days after(today(), settings.days)", **timers: str
) -> Case:
    """A case on which `hold` and `go_on` begin and end a hold while `work` waits with its timers."""
    drawn = diagram(
        "small",
        begin(),
        element("parallelGateway", "split"),
        user("hold", says("hold", "begins")),
        user("go_on", says("hold", "ends")),
        user("late_work", due=due),
        stop("went_on"),
        user("work", *more, due=due),
        stop("worked"),
        *(
            reminder(name, "work", formula) + stop(f"after_{name}")
            for name, formula in timers.items()
        ),
        wait("meets", '=next meeting("SIG", today())'),
        stop("met"),
        flows("begun split", "split hold", "hold late_work", "late_work go_on", "go_on went_on"),
        flows("split work", "work worked", "split meets", "meets met"),
        flows(*(f"{name} after_{name}" for name in timers)),
    )
    case = Case(version(drawn, settings=SETTINGS, case=FIELDS), meetings={"SIG": [MEETING]})
    return case.begin("small")


def due_of(case: Case, name: str = "work") -> date | None:
    task = next(each for each in case.open() if each.element == name)
    moved = [each.due for each in case.of(TaskDueMoved) if each.task_id == task.task_id]
    return moved[-1] if moved else task.due


def on(case: Case, day: str) -> Case:
    case.now = datetime.fromisoformat(f"{day}T12:00:00+00:00")
    return case


def held(case: Case, since: str, until: str) -> Case:
    on(case, since).complete("hold")
    on(case, until).complete("late_work")
    return case.complete("go_on")


def test_a_due_date_moves_on_by_the_days_held():
    case = work()
    assert due_of(case) == date(2026, 3, 16)

    held(case, "2026-03-04", "2026-03-11")

    assert due_of(case) == date(2026, 3, 23)


def test_a_due_date_counted_in_working_days_falls_on_a_working_day_again():
    case = held(work(), "2026-03-04", "2026-03-09")  # from Monday 16 to Saturday 21 March

    assert due_of(case) == date(2026, 3, 23)


def test_while_the_case_is_on_hold_nothing_is_due_and_it_says_since_when():
    case = work()

    on(case, "2026-03-04").complete("hold")

    moved = case.of(TaskDueMoved)[-1]
    assert (due_of(case), moved.why.stopped_on) == (None, date(2026, 3, 4))
    assert moved.why.without_hold == date(2026, 3, 16)
    assert moved.why.in_short == "on hold since 4 March 2026"


def test_a_statutory_due_date_goes_on_through_a_hold():
    case = held(work(due="=case.law_due"), "2026-03-04", "2026-03-11")

    assert due_of(case) == date(2026, 4, 2)
    assert case.of(TaskDueMoved) == []


def test_a_date_that_somebody_named_stays_that_day():
    case = work(due='=date("2026-03-20")')

    assert due_of(held(case, "2026-03-04", "2026-03-11")) == date(2026, 3, 20)


def test_the_property_clock_of_the_task_says_otherwise():
    fixed = held(work(says("clock", "statutory")), "2026-03-04", "2026-03-11")
    stopped = held(work(says("clock", "case"), due="=case.law_due"), "2026-03-04", "2026-03-11")

    assert due_of(fixed) == date(2026, 3, 16)
    assert due_of(stopped) == date(2026, 4, 9)


def test_a_task_reached_on_hold_gets_its_date_when_the_hold_ends():
    drawn = diagram(
        "small",
        begin(),
        user("hold", says("hold", "begins")),
        user("first"),
        element("parallelGateway", "split"),
        user("go_on", says("hold", "ends")),
        user("work", due="=working days after(today(), settings.days)"),
        user("of_the_case", due="=case.work_due"),
        flows("begun hold", "hold first", "first split"),
        flows("split go_on", "split work", "split of_the_case"),
    )
    case = Case(version(drawn, settings=SETTINGS, case=FIELDS)).begin("small")
    on(case, "2026-03-04").complete("hold")
    on(case, "2026-03-06").complete("first")
    assert [each.due for each in case.open()] == [None, None, None]

    on(case, "2026-03-12").complete("go_on")

    assert due_of(case) == date(2026, 3, 26)  # ten working days after 12 March
    assert due_of(case, "of_the_case") == date(2026, 3, 24)  # as if it had been open all the time
    assert case.case["work_due"] == "2026-03-24"


def test_the_dates_of_the_case_move_on_with_it_but_those_of_the_law():
    case = held(work(), "2026-03-04", "2026-03-11")

    assert case.case["work_due"] == "2026-03-23"
    assert case.case["law_due"] == "2026-04-02"


def test_a_second_hold_moves_what_the_first_has_moved():
    first = held(work(), "2026-03-04", "2026-03-11")
    drawn = diagram(
        "again",
        begin(),
        user("hold_again", says("hold", "begins")),
        user("go_on_again", says("hold", "ends")),
        flows("begun hold_again", "hold_again go_on_again"),
    )
    again = Case(
        version(drawn, settings=SETTINGS, case=FIELDS), now=first.now, case=dict(first.case)
    ).begin("again")

    on(again, "2026-03-12").complete("hold_again")
    on(again, "2026-03-19").complete("go_on_again")

    assert again.case["work_due"] == "2026-03-30"


def test_a_field_that_somebody_set_stays_as_it_was_set():
    case = work()
    case.case = {**case.case, "work_due": "2026-03-18"}

    held(case, "2026-03-04", "2026-03-11")

    assert case.case["work_due"] == "2026-03-18"


def test_a_timer_on_the_clock_of_the_case_waits_for_the_end_of_the_hold():
    case = work(late="=working days after(today(), settings.days)")
    assert case.timers()["late"].due == datetime(2026, 3, 16, 9, tzinfo=UTC)

    on(case, "2026-03-04").complete("hold")
    assert (case.timers()["late"].due, case.timers()["late"].waits_for) == (None, None)

    on(case, "2026-03-11").complete("late_work").complete("go_on")
    assert case.timers()["late"].due == datetime(2026, 3, 23, 9, tzinfo=UTC)


def test_a_timer_keeps_its_hour_when_the_clocks_change():
    case = work(late="=working days after(today(), settings.days)")

    held(case, "2026-03-04", "2026-03-25")

    assert case.timers()["late"].due == datetime(2026, 4, 7, 8, tzinfo=UTC)  # 09:00 in London


def test_a_meeting_stays_when_it_is_and_the_law_goes_on():
    case = work(law="=case.law_due")
    before = case.timers()["law"].due

    on(case, "2026-03-04").complete("hold")

    assert case.timers()["meets"].due == MEETING
    assert case.timers()["law"].due == before


def test_a_timer_that_has_come_due_stays_due():
    case = work(late="=working days after(today(), 1)")

    on(case, "2026-03-04").complete("hold")

    assert case.timers()["late"].due == datetime(2026, 3, 3, 9, tzinfo=UTC)


def test_a_hold_begun_in_one_process_stops_every_process_of_the_case():
    worked = diagram(
        "worked", begin(), user("work", due="=working days after(today(), 10)"), flows("begun work")
    )
    holds = diagram(
        "holds",
        begin(),
        user("hold", says("hold", "begins")),
        user("go_on", says("hold", "ends")),
        flows("begun hold", "hold go_on"),
    )
    case = MemoryCase(version(worked, holds, settings=SETTINGS, case=FIELDS))
    case.fields = {"date_received": "2026-03-02"}
    calendar = Case(case.version).world().calendar

    def world(day: str) -> execution.World:
        return case.world(datetime.fromisoformat(f"{day}T12:00:00+00:00"), calendar)

    def task(name: str) -> tuple[str, date | None]:
        return next((key, each.due) for key, (each, _) in case.open.items() if each.element == name)

    case.begin("worked", None, world("2026-03-02"))
    case.begin("holds", None, world("2026-03-02"))
    nothing = Answers()
    case.complete(task("hold")[0], nothing, world("2026-03-04"))
    assert task("work")[1] is None
    case.complete(task("go_on")[0], nothing, world("2026-03-11"))
    assert task("work")[1] == date(2026, 3, 23)


# Extending


def extend(case: Case, day: str, name: str = "work") -> Case:
    task = next(each for each in case.open() if each.element == name)
    return case.keep(
        execution.extend(
            case.version, case.state, task.task_id, date.fromisoformat(day), world=case.world()
        )
    )


def refusal(case: Case, day: str, name: str = "work") -> str:
    with pytest.raises(InvalidAnswersError) as refused:
        extend(case, day, name)
    [sentence] = refused.value.problems["due"]
    return sentence


def test_an_extended_task_says_from_when_to_when_and_on_which_day():
    case = on(work(), "2026-03-10")

    extend(case, "2026-03-24")

    assert due_of(case) == date(2026, 3, 24)
    why = case.of(TaskDueMoved)[-1].why
    assert why.moved == ("Extended from 16 March 2026 to 24 March 2026, on 10 March 2026.",)
    assert why.words == "10 working days after 2 March 2026"


def test_reminders_worked_out_from_the_due_date_move_with_it_and_others_do_not():
    formula = "working days after(today(), settings.days)"
    case = work(
        late=f"={formula}",
        soon=f"=working days before({formula}, 3)",
        early="=working days after(today(), 2)",
    )

    extend(case, "2026-03-24")

    assert case.timers()["late"].due == datetime(2026, 3, 24, 9, tzinfo=UTC)
    assert case.timers()["soon"].due == datetime(2026, 3, 19, 9, tzinfo=UTC)
    assert case.timers()["early"].due == datetime(2026, 3, 4, 9, tzinfo=UTC)


def test_a_reminder_follows_the_way_of_the_due_date_that_is_taken():
    due = "=if case.law_due = null then today() else case.work_due"
    case = work(due=due, late="=case.work_due", other="=case.law_due", now="=today()")

    extend(case, "2026-03-24")

    assert case.timers()["late"].due == datetime(2026, 3, 24, 9, tzinfo=UTC)
    assert case.timers()["other"].due == datetime(2026, 4, 2, 8, tzinfo=UTC)
    assert case.timers()["now"].due == datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_a_due_date_that_is_only_today_takes_no_reminder_with_it():
    case = work(due="=today()", late="=working days after(today(), 3)")

    extend(case, "2026-03-24")

    assert case.timers()["late"].due == datetime(2026, 3, 5, 9, tzinfo=UTC)


def test_a_hold_after_an_extension_moves_the_extended_date():
    case = extend(work(), "2026-03-24")

    held(case, "2026-03-25", "2026-03-27")

    assert due_of(case) == date(2026, 3, 26)


def test_an_extended_date_no_longer_follows_the_meetings():
    case = work(due='=date(next meeting("SIG", today()))')
    extend(case, "2026-04-20")
    case.meetings["SIG"] = [datetime(2026, 4, 21, 10, tzinfo=UTC)]

    case.retime()

    assert due_of(case) == date(2026, 4, 20)
    assert case.timers()["meets"].due == datetime(2026, 4, 21, 10, tzinfo=UTC)


def test_what_the_law_fixes_is_not_extended_and_the_refusal_says_which_law():
    assert refusal(work(due="=case.law_due"), "2026-05-01") == (
        "Law or statutory guidance fixes this due date: Working Together. It is not extended."
    )


def test_the_property_extendable_decides_before_all_else():
    fixed = work(says("extendable", "no"))
    allowed = work(says("extendable", "yes"), due="=case.law_due")

    assert refusal(fixed, "2026-05-01") == "The protocol fixes this due date. It is not extended."
    assert due_of(extend(allowed, "2026-05-01")) == date(2026, 5, 1)


def test_a_deadline_that_a_hold_stops_is_not_extended():
    case = on(work(), "2026-03-04").complete("hold")

    assert refusal(case, "2026-05-01").startswith("The case has been on hold since 4 March 2026.")


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2026-03-02", "Enter a day that lies ahead"),
        ("2026-03-16", "Enter a day after 16 March 2026, when it is due now"),
    ],
)
def test_a_deadline_is_only_ever_made_later(day, sentence):
    assert refusal(work(), day) == sentence


def test_a_task_without_a_due_date_has_nothing_to_extend():
    assert refusal(work(), "2026-05-01", "hold").startswith("This task has no due date")

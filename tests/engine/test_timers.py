"""Timers: absolute dates, fired from outside, withdrawn when what they wait on is gone."""

from datetime import UTC, date, datetime, timedelta

import pytest

from engine.effects import TaskDueMoved, TimerFired, TimerSet, TimerWithdrawn
from engine.errors import ExecutionError, TaskNotReadyError
from tests.engine.small_diagrams import (
    MONDAY,
    Case,
    begin,
    call,
    diagram,
    element,
    flows,
    notice,
    reminder,
    repeat,
    stop,
    user,
    version,
    wait,
)


def reminded(*, interrupts: bool = False, due: str = "=working days after(case.date_received, 3)"):
    """Return a task with two boundary timers that carry the same label."""
    return diagram(
        "small",
        begin(),
        user("ask", due=due),
        reminder("late", "ask", due, interrupts=interrupts, name="late"),
        reminder("very_late", "ask", "=working days after(case.date_received, 5)", name="late"),
        notice("chase"),
        notice("escalate"),
        stop(),
        stop("chased"),
        stop("escalated"),
        flows("begun ask", "ask done", "late chase", "chase chased")
        + flows("very_late escalate", "escalate escalated"),
    )


def test_a_date_means_nine_in_the_morning_in_london():
    case = Case(version(reminded(due='=date("2026-07-01")'))).begin("small")

    assert case.timers()["late"].due == datetime(2026, 7, 1, 8, tzinfo=UTC)
    assert case.open()[0].due == date(2026, 7, 1)


def test_due_dates_count_from_the_case_and_not_from_when_the_token_arrives():
    case = Case(version(reminded()), now=MONDAY + timedelta(days=30)).begin("small")

    assert case.timers()["late"].due == datetime(2026, 3, 5, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "due", ['="2026-03-05"', "=5", "=null", "=case.misspelt", '=date("2026-02-30")', '=next("SIG")']
)
def test_a_due_date_that_is_no_date_is_refused(due):
    with pytest.raises(ExecutionError) as refusal:
        Case(version(reminded(due=due))).begin("small")

    assert refusal.value.element == "ask"


def test_a_reminder_leaves_the_task_open_and_happens_once():
    case = Case(version(reminded())).begin("small")
    late = case.timers()["late"].timer_id

    case.fire("late")

    assert case.waiting() == ["ask"]
    assert case.of(TimerFired) == [TimerFired(late)]
    assert list(case.timers()) == ["very_late"]
    assert case.visits("late") == ["entered", "left"]
    with pytest.raises(TaskNotReadyError):
        case.fire_id(late)


def test_two_timers_with_one_label_fire_one_at_a_time():
    case = Case(version(reminded())).begin("small")

    case.fire("very_late")

    assert [each.message for each in case.effects if hasattr(each, "message")] == ["escalate"]
    assert list(case.timers()) == ["late"]


def test_an_interrupting_timer_withdraws_the_task_and_its_other_timer():
    case = Case(version(reminded(interrupts=True)), forget_specs=True).begin("small")
    task = case.open()[0].task_id

    case.fire("late")

    assert case.waiting() == []
    assert case.timers() == {}
    assert case.visits("ask") == ["entered", "cancelled"]
    assert case.ended
    assert "ask__done" not in case.taken()
    with pytest.raises(TaskNotReadyError):
        case.complete_id(task)


def test_completing_the_task_withdraws_its_timers():
    case = Case(version(reminded())).begin("small")
    waiting = [each.timer_id for each in case.timers().values()]

    case.complete("ask")

    assert [each.timer_id for each in case.of(TimerWithdrawn)] == waiting
    assert case.ended
    for timer_id in waiting:
        with pytest.raises(TaskNotReadyError):
            case.fire_id(timer_id)


def test_a_reminder_that_is_under_way_does_not_keep_the_case_from_going_on():
    drawn = diagram(
        "small",
        begin(),
        user("ask"),
        reminder("late", "ask", '=date("2026-03-05")'),
        user("chase"),
        user("after"),
        stop(),
        stop("chased"),
        flows("begun ask", "ask after", "after done", "late chase", "chase chased"),
    )
    case = Case(version(drawn)).begin("small").fire("late").complete("ask").complete("after")

    assert case.waiting() == ["chase"]
    assert not case.ended
    assert case.complete("chase").ended


def test_a_timer_fires_only_when_it_is_told_to():
    drawn = diagram(
        "small",
        begin(),
        element("parallelGateway", "split"),
        user("ask"),
        wait("pause", '=date("2020-01-01")'),
        element("parallelGateway", "joined"),
        stop(),
        flows(
            "begun split", "split ask", "split pause", "ask joined", "pause joined", "joined done"
        ),
    )
    case = Case(version(drawn)).begin("small")

    case.complete("ask")

    assert list(case.timers()) == ["pause"]
    assert case.fire("pause").ended


def test_a_due_date_is_worked_out_once_however_often_the_state_is_loaded():
    case = Case(version(reminded())).begin("small")

    case.fire("late").retime()

    assert len(case.of(TimerSet)) == 2


def racing():
    """Return an event-based gateway before two timers."""
    return diagram(
        "small",
        begin(),
        element("eventBasedGateway", "first"),
        wait("soon", '=date("2026-03-05")', name="same"),
        wait("later", '=date("2026-03-09")', name="same"),
        user("a"),
        user("b"),
        stop(),
        flows("begun first", "first soon", "first later", "soon a", "later b", "a done", "b done"),
    )


@pytest.mark.parametrize(
    ("fired", "then", "other"), [("soon", "a", "later"), ("later", "b", "soon")]
)
def test_an_event_based_gateway_keeps_two_due_dates_and_goes_the_way_of_the_first(
    fired, then, other
):
    case = Case(version(racing()), forget_specs=True).begin("small")
    assert {name: each.due.day for name, each in case.timers().items()} == {"soon": 5, "later": 9}
    loser = case.timers()[other].timer_id

    case.fire(fired)

    assert case.waiting() == [then]
    assert f"first__{fired}" in case.taken()
    assert case.timers() == {}
    assert [each.timer_id for each in case.of(TimerWithdrawn)] == [loser]
    assert case.visits(fired) == ["entered", "left"]
    assert case.visits(other) == []


def test_an_interrupting_timer_on_a_call_leaves_nothing_waiting_inside():
    inner = diagram(
        "inner",
        begin("called"),
        user("ask", each=repeat("=[1, 2]", "item")),
        reminder("nudge", "ask", '=date("2026-03-04")'),
        stop("answered"),
        stop("nudged"),
        flows("called ask", "ask answered", "nudge nudged"),
    )
    outer = diagram(
        "outer",
        begin(),
        call("fetch", "inner"),
        reminder("enough", "fetch", '=date("2026-03-09")', interrupts=True),
        user("after"),
        stop(),
        flows("begun fetch", "fetch done", "enough after", "after done"),
    )
    case = Case(version(inner, outer), forget_specs=True).begin("outer")
    assert case.waiting() == ["ask", "ask"]

    case.fire("enough")

    assert case.waiting() == ["after"]
    assert case.timers() == {}
    assert case.visits("ask") == ["entered", "entered", "cancelled", "cancelled"]
    assert case.visits("fetch") == ["entered", "cancelled"]
    assert case.complete("after").ended


def meeting():
    """Return a case that waits for the next SIG meeting, with a paper that is due by it."""
    return diagram(
        "small",
        begin(),
        element("parallelGateway", "split"),
        wait("meets", '=next meeting("SIG", case.date_received)'),
        user("write", due='=next meeting("SIG", case.date_received)'),
        element("parallelGateway", "joined"),
        stop(),
        flows("begun split", "split meets", "split write", "meets joined", "write joined")
        + flows("joined done"),
    )


SIG = datetime(2026, 3, 17, 10, tzinfo=UTC)


def test_a_timer_waits_for_the_next_meeting_of_its_kind():
    case = Case(version(meeting()), meetings={"SIG": [SIG], "Board": [MONDAY]}).begin("small")

    set_for = case.timers()["meets"]
    assert (set_for.due, set_for.waits_for) == (SIG, "SIG")
    assert case.open()[0].due == date(2026, 3, 17)


def test_without_a_meeting_the_timer_has_no_date_until_one_is_known():
    case = Case(version(meeting())).begin("small")
    assert (case.timers()["meets"].due, case.timers()["meets"].waits_for) == (None, "SIG")
    assert case.open()[0].due is None

    case.meetings = {"SIG": [SIG]}
    case.retime()

    assert case.timers()["meets"].due == SIG
    assert case.of(TaskDueMoved) == [TaskDueMoved(case.open()[0].task_id, date(2026, 3, 17))]


def test_a_meeting_that_is_moved_moves_what_waits_for_it():
    case = Case(version(meeting()), meetings={"SIG": [SIG]}).begin("small")

    case.meetings = {"SIG": [SIG + timedelta(days=7)]}
    case.retime()
    moved = case.timers()["meets"].due
    case.retime()

    assert moved == SIG + timedelta(days=7)
    assert len(case.of(TimerSet)) == 2


def test_a_meeting_that_was_held_stays_due_whatever_is_planned_next():
    case = Case(version(meeting()), meetings={"SIG": [SIG]}).begin("small")

    case.now, case.meetings = SIG + timedelta(hours=1), {"SIG": [SIG + timedelta(days=30)]}
    case.retime()

    assert case.timers()["meets"].due == SIG


def test_a_meeting_of_no_kind_is_refused():
    drawn = diagram(
        "small",
        begin(),
        wait("meets", "=next meeting(null, case.date_received)"),
        stop(),
        flows("begun meets", "meets done"),
    )
    with pytest.raises(ExecutionError) as refusal:
        Case(version(drawn)).begin("small")

    assert refusal.value.element == "meets"


def test_a_made_up_timer_id_is_refused():
    case = Case(version(reminded())).begin("small")

    for timer_id in ("", "nonsense", case.open()[0].task_id, f"{case.open()[0].task_id}:late"):
        with pytest.raises(TaskNotReadyError):
            case.fire_id(timer_id)

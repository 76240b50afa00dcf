"""Multi-instance activities: side by side and one after the other, results in the order of the items."""

from datetime import date

import pytest

from engine.effects import NoticeDue
from engine.errors import ExecutionError
from tests.engine.small_diagrams import (
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
)

AGENCIES = ["police", "health", "school"]
LEADS = '<zeebe:assignmentDefinition candidateGroups="=agency"/>'


def returns(*, one_by_one: bool = False, after: str = "after"):
    """Return a diagram that asks each agency for a return, then asks whether to ask again."""
    each = repeat(
        "=ask.agencies",
        "agency",
        into="returns",
        result="=agency_return.nil",
        one_by_one=one_by_one,
    )
    return diagram(
        "small",
        begin(),
        user("ask"),
        element("exclusiveGateway", "again"),
        user("agency_return", LEADS, each=each),
        user(after),
        element("exclusiveGateway", "which", default="which__done"),
        stop(),
        flows("begun ask", "ask again", "again agency_return", f"agency_return {after}")
        + flows(f"{after} which", 'which again =after.more = "yes"', "which done"),
    )


@pytest.mark.parametrize("forget_specs", [False, True])
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_every_agency_is_asked_and_results_stand_in_the_order_of_the_list(order, forget_specs):
    case = Case(version(returns()), forget_specs=forget_specs).begin("small")

    case.complete("ask", agencies=AGENCIES)
    tasks = case.open()
    assert [(each.agency, each.instance_index) for each in tasks] == list(
        zip(AGENCIES, range(3), strict=True)
    )
    for number in order:
        assert "after" not in case.waiting()
        case.complete_id(tasks[number].task_id, nil=AGENCIES[number])

    assert case.waiting() == ["after"]
    assert case.variables()["returns"] == AGENCIES
    assert case.visits("agency_return") == ["entered"] * 3 + ["left"] * 3


@pytest.mark.parametrize("forget_specs", [False, True])
def test_one_by_one_the_next_is_asked_when_the_one_before_has_answered(forget_specs):
    case = Case(version(returns(one_by_one=True)), forget_specs=forget_specs).begin("small")
    case.complete("ask", agencies=AGENCIES)

    for agency in AGENCIES:
        assert [each.agency for each in case.open()] == [agency]
        case.complete("agency_return", nil=agency)

    assert case.waiting() == ["after"]
    assert case.variables()["returns"] == AGENCIES


@pytest.mark.parametrize("one_by_one", [False, True])
def test_an_empty_list_asks_nobody_and_goes_on(one_by_one):
    case = Case(version(returns(one_by_one=one_by_one))).begin("small")

    case.complete("ask", agencies=[])

    assert case.waiting() == ["after"]
    assert case.variables()["returns"] == []
    assert case.visits("agency_return") == ["entered", "left"]


@pytest.mark.parametrize("one_by_one", [False, True])
def test_a_second_run_begins_afresh(one_by_one):
    case = Case(version(returns(one_by_one=one_by_one)), forget_specs=True).begin("small")
    case.complete("ask", agencies=["police", "health"])
    for answer in ("first", "first", None, "second", "second"):
        if answer is None:
            case.complete("after", more="yes")
        else:
            case.complete("agency_return", nil=answer)

    assert case.variables()["returns"] == ["second", "second"]
    assert "agency" not in case.variables()
    assert "agency_return" not in case.variables()


def test_the_round_of_a_repeated_task_counts_the_runs_of_the_whole():
    each = repeat("=[1, 2]", "item", into="rounds", result="=ask.round")
    drawn = diagram(
        "small",
        begin(),
        element("exclusiveGateway", "again"),
        user("ask", each=each),
        user("after"),
        element("exclusiveGateway", "which", default="which__done"),
        stop(),
        flows("begun again", "again ask", "ask after", "after which")
        + flows('which again =after.more = "yes"', "which done"),
    )
    case = Case(version(drawn)).begin("small").complete("ask").complete("ask")
    assert case.variables()["rounds"] == [1, 1]

    case.complete("after", more="yes").complete("ask").complete("ask")

    assert case.variables()["rounds"] == [2, 2]


@pytest.mark.parametrize("items", ['="police"', "=null", "=5", "=misspelt"])
def test_what_is_not_a_list_is_refused(items):
    drawn = diagram(
        "small",
        begin(),
        user("ask", each=repeat(items, "item")),
        stop(),
        flows("begun ask", "ask done"),
    )
    with pytest.raises(ExecutionError) as refusal:
        Case(version(drawn)).begin("small")

    assert refusal.value.element == "ask"


def test_a_result_that_is_missing_refuses_the_answer_and_the_task_stays_open():
    each = repeat("=[1]", "item", into="results", result="=ask.absent")
    drawn = diagram(
        "small",
        begin(),
        user("ask", each=each),
        user("after"),
        stop(),
        flows("begun ask", "ask after", "after done"),
    )
    case = Case(version(drawn)).begin("small")

    with pytest.raises(ExecutionError):
        case.complete("ask", other=1)

    assert case.waiting() == ["ask"]
    assert case.complete("ask", absent=1).waiting() == ["after"]


def test_an_assignment_that_names_nobody_is_refused():
    case = Case(version(returns())).begin("small")

    with pytest.raises(ExecutionError, match="names nobody"):
        case.complete("ask", agencies=[7])


@pytest.mark.parametrize("one_by_one", [False, True])
def test_a_notice_goes_to_each_agency_in_order(one_by_one):
    each = repeat('=["police", "health"]', "agency", one_by_one=one_by_one)
    drawn = diagram(
        "small",
        begin(),
        notice("told", "agency role:sig_chair", each),
        stop(),
        flows("begun told", "told done"),
    )
    case = Case(version(drawn)).begin("small")

    assert case.ended
    assert case.of(NoticeDue) == [
        NoticeDue("told", "small", "told", ("agency", "role:sig_chair"), "police"),
        NoticeDue("told", "small", "told", ("agency", "role:sig_chair"), "health"),
    ]


def test_a_notice_to_an_agency_that_nothing_names_is_refused():
    drawn = diagram(
        "small", begin(), notice("told", "agency"), stop(), flows("begun told", "told done")
    )
    with pytest.raises(ExecutionError, match="does not name an agency"):
        Case(version(drawn)).begin("small")


def test_a_timer_on_a_repeated_task_withdraws_every_instance():
    drawn = diagram(
        "small",
        begin(),
        user("ask", each=repeat("=[1, 2, 3]", "item")),
        reminder("enough", "ask", '=date("2026-03-09")', interrupts=True),
        stop(),
        stop("closed"),
        flows("begun ask", "ask done", "enough closed"),
    )
    case = Case(version(drawn), forget_specs=True).begin("small").complete("ask", number=1)

    case.fire("enough")

    assert case.ended
    assert sorted(case.visits("ask")) == sorted(["entered"] * 3 + ["left"] + ["cancelled"] * 2)


def inside_one_return():
    """Return a sub-process for each agency, each with its own reminder."""
    each = repeat("=ask.agencies", "agency", into="returns", result="=agency_return.nil")
    return diagram(
        "small",
        begin(),
        user("ask"),
        element(
            "subProcess",
            "one_return",
            each
            + begin("asked")
            + user("agency_return", LEADS)
            + reminder("late", "agency_return", '=date("2026-03-09")')
            + notice("chase", "agency")
            + stop("returned")
            + stop("chased")
            + flows("asked agency_return", "agency_return returned", "late chase", "chase chased"),
        ),
        user("after"),
        stop(),
        flows("begun ask", "ask one_return", "one_return after", "after done"),
    )


@pytest.mark.parametrize("forget_specs", [False, True])
def test_each_instance_of_a_sub_process_has_its_own_timers_and_variables(forget_specs):
    case = Case(version(inside_one_return()), forget_specs=forget_specs).begin("small")
    case.complete("ask", agencies=AGENCIES)
    tasks = {each.agency: each for each in case.open()}
    assert list(tasks) == AGENCIES
    late = [each for each in case.effects if getattr(each, "element", "") == "late"]

    case.complete_id(tasks["health"].task_id, nil="none held")
    case.fire_id(late[0].timer_id)

    assert [(each.message, each.agency) for each in case.of(NoticeDue)] == [("chase", "police")]
    case.complete_id(tasks["school"].task_id, nil="much held")
    case.complete_id(tasks["police"].task_id, nil="some held")
    assert case.waiting() == ["after"]
    assert case.variables()["returns"] == ["some held", "none held", "much held"]
    assert case.visits("one_return") == ["entered"] * 3 + ["left"] * 3


def test_a_called_process_can_be_repeated():
    inner = diagram(
        "inner", begin("called"), user("ask"), stop("answered"), flows("called ask", "ask answered")
    )
    each = repeat('=["a", "b"]', "item", into="results", result="=got")
    outer = diagram(
        "outer",
        begin(),
        call("fetch", "inner", "in item=item", "out got=item + ask.answer", each=each),
        user("after"),
        stop(),
        flows("begun fetch", "fetch after", "after done"),
    )
    case = Case(version(inner, outer), forget_specs=True).begin("outer")

    case.complete("ask", number=1, answer="2").complete("ask", answer="1")

    assert case.variables()["results"] == ["a1", "b2"]


def test_the_items_may_be_dates_and_mappings():
    items = '=[{day: date("2026-03-09"), n: 1.5}]'
    each = repeat(items, "item", into="days", result="=item.day")
    drawn = diagram(
        "small",
        begin(),
        user("ask", each=each, due="=item.day"),
        user("after"),
        stop(),
        flows("begun ask", "ask after", "after done"),
    )
    case = Case(version(drawn)).begin("small")
    assert case.open()[0].due == date(2026, 3, 9)

    case.complete("ask")

    assert case.variables()["days"] == [date(2026, 3, 9)]

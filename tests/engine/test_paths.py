"""Which way a case goes: gateways, joins, loops, and the flows and visits that are recorded."""

import pytest

from engine.effects import Ended, NoticeDue, Visited
from engine.errors import ExecutionError
from tests.engine.small_diagrams import (
    Case,
    begin,
    call,
    diagram,
    element,
    flows,
    notice,
    repeat,
    stop,
    user,
    version,
)


def choosing(*conditions: str, default: bool = True):
    """Return a diagram that asks, then goes to a, b ... by the conditions, or else to `done`."""
    names = "abcdef"[: len(conditions)]
    marked = {"default": "which__done"} if default else {}
    ways = [f"which {name} {text}" for name, text in zip(names, conditions, strict=True)]
    last = ["which done"] if default else []
    return diagram(
        "small",
        begin(),
        user("ask"),
        element("exclusiveGateway", "which", **marked),
        *(user(name) for name in names),
        stop(),
        flows("begun ask", "ask which", *ways, *last, *(f"{name} done" for name in names)),
    )


@pytest.mark.parametrize(
    ("outcome", "flow"), [("convene", "which__a"), ("nfa", "which__b"), ("other", "which__done")]
)
def test_the_flow_whose_condition_is_true_is_taken(outcome, flow):
    case = Case(version(choosing('=ask.outcome = "convene"', '=ask.outcome = "nfa"'))).begin(
        "small"
    )

    case.complete("ask", outcome=outcome)

    assert flow in case.taken()
    assert len([each for each in case.taken() if each.startswith("which__")]) == 1


def test_two_true_conditions_are_refused_and_nothing_is_saved():
    case = Case(version(choosing("=ask.sum > 1", "=ask.sum > 2"))).begin("small")
    before = case.state

    with pytest.raises(ExecutionError) as refusal:
        case.complete("ask", sum=3)

    assert refusal.value.element == "which"
    assert refusal.value.sentence == "The conditions of which__a and which__b are both true."
    assert case.state == before
    assert case.complete("ask", sum=2).waiting() == ["a"]


@pytest.mark.parametrize(
    "condition", ["=ask.nothing", "=ask.text", "=ask.count", "=misspelt.outcome", "=ask.absent"]
)
def test_a_condition_neither_true_nor_false_never_takes_the_default(condition):
    case = Case(version(choosing(condition))).begin("small")

    with pytest.raises(ExecutionError) as refusal:
        case.complete("ask", nothing=None, text="true", count=1)

    assert refusal.value.element == "which"


def test_a_missing_answer_is_not_taken_for_a_different_answer():
    case = Case(version(choosing('=ask.outcome != "convene"'))).begin("small")

    with pytest.raises(ExecutionError, match="no entry 'outcome'"):
        case.complete("ask", outcome=None)


def test_an_answer_that_is_missing_never_takes_the_default():
    case = Case(version(choosing('=ask.outcome = "convene"'))).begin("small")

    with pytest.raises(ExecutionError, match="no entry 'outcome'"):
        case.complete("ask", outcome=None)


def test_a_condition_may_ask_whether_there_is_an_answer():
    case = Case(version(choosing('=ask.outcome != null and ask.outcome = "convene"'))).begin(
        "small"
    )

    case.complete("ask", outcome=None)

    assert "which__done" in case.taken()


def test_a_condition_may_ask_whether_a_step_was_reached():
    condition = '=never_reached != null and never_reached.outcome = "convene"'
    case = Case(version(choosing(condition))).begin("small")

    case.complete("ask", outcome="convene")

    assert "which__done" in case.taken()


def test_a_step_that_was_not_reached_is_not_read_unasked():
    condition = '=ask.outcome != null and never_reached.outcome = "convene"'
    case = Case(version(choosing(condition))).begin("small")

    with pytest.raises(ExecutionError, match="never_reached"):
        case.complete("ask", outcome="convene")


def test_a_missing_answer_that_decides_nothing_is_no_reason_to_refuse():
    condition = '=ask.outcome = "convene" and ask.urgent = "yes"'
    case = Case(version(choosing(condition))).begin("small")

    case.complete("ask", outcome="nfa", urgent=None)

    assert "which__done" in case.taken()


def test_a_gateway_without_a_true_condition_or_a_default_refuses():
    case = Case(version(choosing('=ask.outcome = "a"', default=False))).begin("small")

    with pytest.raises(ExecutionError, match="No condition is true and no default flow is marked"):
        case.complete("ask", outcome="b")


def test_no_expression_can_reach_python():
    case = Case(version(choosing('=__import__("os").system("true") = 0'))).begin("small")

    with pytest.raises(ExecutionError):
        case.complete("ask", outcome="a")


def test_two_flows_between_one_pair_are_told_apart():
    drawn = diagram(
        "small",
        begin(),
        user("ask"),
        element("exclusiveGateway", "which", default="which__done_2"),
        stop(),
        flows("begun ask", "ask which", 'which done =ask.outcome = "a"', "which done"),
    )

    first = Case(version(drawn)).begin("small").complete("ask", outcome="a")
    second = Case(version(drawn)).begin("small").complete("ask", outcome="b")

    assert first.taken()[-1] == "which__done"
    assert second.taken()[-1] == "which__done_2"


def in_parallel(*middle: str):
    """Return a diagram that splits in parallel to the middle and joins again."""
    names = [part.split('"')[1] for part in middle]
    return diagram(
        "small",
        begin(),
        element("parallelGateway", "split"),
        *middle,
        element("parallelGateway", "joined"),
        user("after"),
        stop(),
        flows(
            "begun split",
            *(f"split {name}" for name in names),
            *(f"{name} joined" for name in names),
            "joined after",
            "after done",
        ),
    )


@pytest.mark.parametrize("order", [("a", "b", "c"), ("c", "b", "a"), ("b", "a", "c")])
@pytest.mark.parametrize("forget_specs", [False, True])
def test_a_parallel_join_waits_for_every_branch(order, forget_specs):
    case = Case(version(in_parallel(user("a"), user("b"), user("c"))), forget_specs=forget_specs)
    case.begin("small")

    for name in order[:2]:
        case.complete(name)
        assert "after" not in case.waiting()
    case.complete(order[2])

    assert case.waiting() == ["after"]
    assert case.visits("joined") == ["entered", "left"]
    assert sorted(case.taken()) == sorted(
        ["begun__split", "joined__after"]
        + [f"split__{name}" for name in "abc"]
        + [f"{name}__joined" for name in "abc"]
    )


def test_a_branch_that_knows_an_older_value_does_not_overwrite_a_newer():
    drawn = diagram(
        "small",
        begin(),
        user("count"),
        element("parallelGateway", "split"),
        user("again"),
        user("slow"),
        call("recount", "counting", "in n=again.n", "out n=n"),
        element("parallelGateway", "joined"),
        user("after"),
        stop(),
        flows("begun count", "count split", "split again", "split slow", "again recount")
        + flows("recount joined", "slow joined", "joined after", "after done"),
    )
    counting = diagram("counting", begin(), stop(), flows("begun done"))
    case = Case(version(drawn, counting)).begin("small").complete("count", n=1)

    case.complete("again", n=2)
    case.complete("slow", n=9)

    assert case.variables()["n"] == 2
    assert case.variables()["again"]["n"] == 2


def test_a_parallel_block_inside_a_loop_waits_for_both_branches_each_time():
    drawn = diagram(
        "small",
        begin(),
        element("exclusiveGateway", "again"),
        element("parallelGateway", "split"),
        user("a"),
        user("b"),
        element("parallelGateway", "joined"),
        user("ask"),
        element("exclusiveGateway", "which", default="which__done"),
        stop(),
        flows("begun again", "again split", "split a", "split b", "a joined", "b joined")
        + flows("joined ask", "ask which", 'which again =ask.more = "yes"', "which done"),
    )
    case = Case(version(drawn), forget_specs=True).begin("small")

    for _ in range(3):
        case.complete("a")
        assert case.waiting() == ["b"]
        case.complete("b").complete("ask", more="yes")

    case.complete("b")
    assert case.waiting() == ["a"]
    case.complete("a").complete("ask", more="no")
    assert case.ended


def test_an_inclusive_gateway_takes_every_true_flow_and_joins_them():
    drawn = diagram(
        "small",
        begin(),
        user("ask"),
        element("inclusiveGateway", "split", default="split__none_of_them"),
        user("a"),
        user("b"),
        user("none_of_them"),
        element("inclusiveGateway", "joined"),
        user("after"),
        stop(),
        flows("begun ask", "ask split", 'split a =ask.a = "yes"')
        + flows('split b =ask.b = "yes"', "split none_of_them", "a joined", "b joined")
        + flows("none_of_them joined", "joined after", "after done"),
    )

    both = Case(version(drawn)).begin("small").complete("ask", a="yes", b="yes")
    assert both.waiting() == ["a", "b"]
    assert both.complete("b").waiting() == ["a"]
    assert both.complete("a").waiting() == ["after"]

    one = Case(version(drawn)).begin("small").complete("ask", a="yes", b="no")
    assert one.complete("a").waiting() == ["after"]

    none = Case(version(drawn)).begin("small").complete("ask", a="no", b="no")
    assert none.waiting() == ["none_of_them"]


def looping():
    """Return a diagram that asks again until the answer is no."""
    return diagram(
        "small",
        begin(),
        element("exclusiveGateway", "again"),
        user("ask"),
        element("exclusiveGateway", "which", default="which__done"),
        stop(),
        flows(
            "begun again", "again ask", "ask which", 'which again =ask.more = "yes"', "which done"
        ),
    )


def test_the_round_of_a_task_counts_its_completions():
    case = Case(version(looping())).begin("small")

    rounds = []
    for _ in range(3):
        case.complete("ask", more="yes")
        rounds.append(case.variables()["ask"]["round"])

    assert rounds == [1, 2, 3]


def test_a_hundred_rounds_are_possible_and_the_next_is_refused():
    case = Case(version(looping())).begin("small")
    for _ in range(99):
        case.complete("ask", more="yes")

    assert case.waiting() == ["ask"]
    with pytest.raises(ExecutionError, match="more than 100 times"):
        case.complete("ask", more="yes")
    assert case.complete("ask", more="no").ended


def test_a_loop_without_a_person_in_it_is_refused_and_does_not_run_for_ever():
    drawn = diagram(
        "small",
        begin(),
        element("exclusiveGateway", "again"),
        notice("told"),
        element("exclusiveGateway", "which", default="which__done"),
        stop(),
        flows("begun again", "again told", "told which", "which again =true", "which done"),
    )

    with pytest.raises(ExecutionError, match="more than 100 times"):
        Case(version(drawn)).begin("small")


def test_a_chain_of_a_thousand_steps_runs():
    names = [f"told_{number}" for number in range(1000)]
    pairs = zip(["begun", *names], [*names, "done"], strict=True)
    drawn = diagram(
        "small", begin(), *map(notice, names), stop(), flows(*(f"{a} {b}" for a, b in pairs))
    )

    case = Case(version(drawn)).begin("small")

    assert case.ended
    assert len(case.of(NoticeDue)) == 1000


def test_everything_that_happens_is_told_in_the_order_it_happened():
    drawn = diagram(
        "small",
        begin(),
        notice("told"),
        user("ask"),
        stop(),
        flows("begun told", "told ask", "ask done"),
    )

    case = Case(version(drawn)).begin("small").complete("ask")

    assert [describe(each) for each in case.effects] == [
        "begun entered",
        "begun left",
        "begun__told",
        "told entered",
        "NoticeDue",
        "told left",
        "told__ask",
        "ask entered",
        "TaskOpened",
        "TaskCompleted",
        "ask left",
        "ask__done",
        "done entered",
        "Ended",
        "done left",
    ]
    assert case.of(Ended) == [Ended("small", "done")]


def describe(effect):
    if isinstance(effect, Visited):
        return f"{effect.element} {effect.state}"
    return getattr(effect, "flow_id", type(effect).__name__)


def test_the_flows_and_visits_of_a_called_process_carry_its_own_name():
    inner = diagram(
        "inner", begin("called"), user("ask"), stop("answered"), flows("called ask", "ask answered")
    )
    outer = diagram(
        "outer", begin(), call("fetch", "inner"), stop(), flows("begun fetch", "fetch done")
    )

    case = Case(version(inner, outer)).begin("outer").complete("ask")

    taken = {(each.process, each.flow_id) for each in case.effects if describe(each).count("__")}
    assert taken == {
        ("outer", "begun__fetch"),
        ("inner", "called__ask"),
        ("inner", "ask__answered"),
        ("outer", "fetch__done"),
    }
    assert case.visits("fetch") == ["entered", "left"]
    assert case.ended


def test_nothing_that_is_not_drawn_is_ever_visited():
    drawn = in_parallel(
        user("a"),
        user("b", each=repeat("=[1, 2]", "item")),
        notice("c", each=repeat("=[1]", "item")),
    )
    case = Case(version(drawn)).begin("small")
    case.complete("b").complete("a").complete("b").complete("after")

    assert case.ended
    assert {each.element for each in case.of(Visited)} == set(drawn.elements)

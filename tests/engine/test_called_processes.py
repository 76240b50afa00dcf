"""Call activities, embedded sub-processes, escalations, and messages that start processes."""

import pytest

from engine.effects import DecisionMade, Ended, ProcessMessage
from engine.errors import ExecutionError
from tests.engine.small_diagrams import (
    Case,
    begin,
    call,
    diagram,
    element,
    flows,
    reminder,
    rule,
    stop,
    user,
    version,
)

INNER = diagram(
    "inner",
    begin("called"),
    user("answer"),
    stop("answered"),
    flows("called answer", "answer answered"),
)


def outer(*mappings: str):
    return diagram(
        "outer",
        begin(),
        user("ask"),
        call("fetch", "inner", *mappings),
        user("after"),
        stop(),
        flows("begun ask", "ask fetch", "fetch after", "after done"),
    )


@pytest.mark.parametrize("forget_specs", [False, True])
def test_only_what_the_mappings_name_passes_in_and_out(forget_specs):
    calling = outer("in given=ask.n", "out taken=answer.n + given")
    case = Case(version(INNER, calling), forget_specs=forget_specs).begin("outer")

    case.complete("ask", n=2, secret="x")
    assert case.variables() == {"given": 2}
    case.complete("answer", n=3)

    assert set(case.variables()) == {"ask", "taken"}
    assert case.variables()["taken"] == 5


def test_a_mapping_that_reads_what_is_not_there_is_refused():
    case = Case(version(INNER, outer("in given=ask.absent"))).begin("outer")

    with pytest.raises(ExecutionError) as refusal:
        case.complete("ask", n=2)

    assert refusal.value.element == "fetch"


def test_what_a_called_process_changes_does_not_reach_back():
    case = Case(version(INNER, outer("in answer=ask", "out n=answer.n"))).begin("outer")

    case.complete("ask", n=2).complete("answer", n=3)

    assert case.variables()["ask"]["n"] == 2
    assert case.variables()["n"] == 3


def test_rounds_count_within_one_called_instance():
    calling = diagram(
        "outer",
        begin(),
        element("exclusiveGateway", "again"),
        call("fetch", "inner", "out round_of_answer=answer.round"),
        user("after"),
        element("exclusiveGateway", "which", default="which__done"),
        stop(),
        flows("begun again", "again fetch", "fetch after", "after which")
        + flows('which again =after.more = "yes"', "which done"),
    )
    case = Case(version(INNER, calling)).begin("outer").complete("answer")
    case.complete("after", more="yes").complete("answer")

    assert case.variables()["round_of_answer"] == 1


def closing():
    """Return a sub-process that one of two parallel branches can bring to an end."""
    return diagram(
        "small",
        begin(),
        element(
            "subProcess",
            "collect",
            begin("opened")
            + element("parallelGateway", "split")
            + user("work")
            + reminder("late", "work", '=date("2026-03-09")')
            + user("decide_to_close")
            + stop("worked")
            + stop("chased")
            + element(
                "endEvent", "given_up", '<bpmn:escalationEventDefinition escalationRef="closing"/>'
            )
            + flows("opened split", "split work", "split decide_to_close", "work worked")
            + flows("decide_to_close given_up", "late chased"),
        ),
        element(
            "boundaryEvent",
            "closed",
            '<bpmn:escalationEventDefinition escalationRef="closing"/>',
            attachedToRef="collect",
        ),
        user("explain"),
        user("after"),
        stop(),
        flows("begun collect", "collect after", "after done", "closed explain", "explain done"),
    )


@pytest.mark.parametrize("forget_specs", [False, True])
def test_an_escalation_withdraws_everything_inside_and_takes_its_own_way(forget_specs):
    case = Case(version(closing()), forget_specs=forget_specs).begin("small")
    late = case.timers()["late"].timer_id

    case.complete("decide_to_close")

    assert case.waiting() == ["explain"]
    assert case.timers() == {}
    assert late in [getattr(each, "timer_id", None) for each in case.effects]
    assert case.visits("work") == ["entered", "cancelled"]
    assert case.visits("collect") == ["entered", "cancelled"]
    assert case.visits("closed") == ["entered", "left"]
    assert "collect__after" not in case.taken()
    assert case.of(Ended) == [Ended("small", "given_up")]
    assert case.complete("explain").ended


def test_a_sub_process_ends_when_no_token_is_left_in_it():
    drawn = diagram(
        "small",
        begin(),
        element(
            "subProcess",
            "both",
            begin("opened")
            + element("parallelGateway", "split")
            + user("a")
            + user("b")
            + stop("a_done")
            + stop("b_done")
            + flows("opened split", "split a", "split b", "a a_done", "b b_done"),
        ),
        user("after"),
        stop(),
        flows("begun both", "both after", "after done"),
    )
    case = Case(version(drawn), forget_specs=True).begin("small")

    case.complete("b", said="b")
    assert case.waiting() == ["a"]
    case.complete("a", said="a")

    assert case.waiting() == ["after"]
    assert case.variables()["a"]["said"] == "a"
    assert case.visits("both") == ["entered", "left"]
    assert case.complete("after").ended


def test_a_message_asks_for_the_process_named_after_it():
    throw = element(
        "intermediateThrowEvent",
        "told",
        '<bpmn:messageEventDefinition messageRef="message_other"/>',
    )
    drawn = diagram(
        "small", begin(), throw, stop(), flows("begun told", "told done"), messages=("other",)
    )
    case = Case(version(drawn)).begin("small")

    assert case.of(ProcessMessage) == [ProcessMessage("told", "other")]
    assert case.ended


def test_a_process_without_a_form_begins_at_its_message():
    started = element(
        "startEvent", "told", '<bpmn:messageEventDefinition messageRef="message_small"/>'
    )
    drawn = diagram(
        "small",
        begin("typed"),
        started,
        user("a"),
        user("b"),
        stop(),
        flows("typed a", "told b", "a done", "b done"),
        messages=("small",),
    )
    assert Case(version(drawn)).begin("small").waiting() == ["b"]
    assert Case(version(drawn)).begin("small", n=1).waiting() == ["a"]


def test_the_answers_of_a_start_form_are_a_variable():
    drawn = diagram("small", begin("notified"), user("a"), stop(), flows("notified a", "a done"))

    case = Case(version(drawn)).begin("small", urgent="yes")

    assert case.variables() == {"notified": {"urgent": "yes", "round": 1}}


def test_a_decision_becomes_a_variable_and_is_told_whole():
    drawn = diagram(
        "small",
        begin(),
        user("ask"),
        rule("classify", "harm", "level"),
        user("a"),
        stop(),
        flows("begun ask", "ask classify", "classify a", "a done"),
    )
    seen = []

    def harm(inputs):
        seen.append(inputs)
        return {"worst": inputs["ask"]["n"] * 2}

    case = Case(version(drawn, decisions={"harm": harm}), facts={"outcome": "died"})
    case.begin("small").complete("ask", n=4)

    assert case.variables()["level"] == {"worst": 8}
    assert seen[0]["facts"] == {"outcome": "died"}
    (made,) = case.of(DecisionMade)
    assert (made.element, made.decision, made.variable) == ("classify", "harm", "level")
    assert made.evaluation.value == {"worst": 8}


def test_a_decision_reads_the_values_that_its_task_gives_its_inputs():
    drawn = diagram(
        "small",
        begin(),
        user("ask"),
        rule("classify", "harm", "level", doubled="=ask.n * 2", n="=ask.n + 1"),
        user("a"),
        stop(),
        flows("begun ask", "ask classify", "classify a", "a done"),
    )

    def harm(inputs):
        return {"doubled": inputs["doubled"], "n": inputs["n"]}

    case = Case(version(drawn, decisions={"harm": harm})).begin("small").complete("ask", n=4)

    (made,) = case.of(DecisionMade)
    assert made.evaluation.value == {"doubled": 8, "n": 5}
    assert "doubled" not in case.variables()

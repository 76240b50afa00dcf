"""What is saved: little, readable by every server, and nothing of a person."""

import logging
from decimal import Decimal
from threading import Thread

import orjson
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from engine import execution
from engine.bpmn.spiff_specs import build_specs
from engine.bpmn.spiff_states import load
from engine.bpmn.spiff_tokens import unfinished
from engine.bpmn.spiff_values import UnkeepableValueError, from_state, to_state
from engine.errors import ExecutionError, InstanceStateError, TaskNotReadyError
from tests.engine.small_diagrams import (
    Case,
    begin,
    diagram,
    element,
    flows,
    reminder,
    repeat,
    rule,
    stop,
    user,
    version,
    wait,
)


def busy():
    """Return a diagram in which much is open at once."""
    return diagram(
        "small",
        begin(),
        element("parallelGateway", "split"),
        user("ask", each=repeat('=["a", "b"]', "item")),
        reminder("late", "ask", '=date("2026-03-09")'),
        element(
            "subProcess",
            "inside",
            begin("opened") + user("work") + stop("worked") + flows("opened work", "work worked"),
        ),
        wait("pause", '=date("2026-03-10")'),
        element("parallelGateway", "joined"),
        user("after"),
        stop(),
        stop("chased"),
        flows("begun split", "split ask", "split inside", "split pause", "late chased")
        + flows("ask joined", "inside joined", "pause joined", "joined after", "after done"),
    )


def opened(state):
    return orjson.loads(zstandard.decompress(state))


def saved_again(case):
    """Load and save without anything happening."""
    step = execution.retime(case.version, case.state, world=case.world())
    assert step.effects == ()
    return step.state


def test_loading_and_saving_changes_no_byte():
    case = Case(version(busy())).begin("small")
    for action in (
        lambda: case.complete("work"),
        lambda: case.fire("late"),
        lambda: case.complete("ask", number=1),
        lambda: case.fire("pause"),
        lambda: case.complete("ask"),
        lambda: case.complete("after"),
    ):
        assert saved_again(case) == case.state
        case.anew()
        assert saved_again(case) == case.state
        action()
    assert case.ended
    assert saved_again(case) == case.state


def test_the_order_of_keys_in_a_state_does_not_matter():
    case = Case(version(busy())).begin("small").complete("work", n=1)

    def turned(value):
        if isinstance(value, dict):
            return {key: turned(value[key]) for key in reversed(value)}
        return [turned(each) for each in value] if isinstance(value, list) else value

    case.state = zstandard.compress(orjson.dumps(turned(opened(case.state))))
    case.complete("ask").complete("ask").fire("pause")

    assert case.variables()["work"]["n"] == 1
    assert case.complete("after").ended


def test_facts_and_case_are_read_fresh_and_never_saved():
    drawn = diagram(
        "small",
        begin(),
        user("ask"),
        element("exclusiveGateway", "which", default="which__b"),
        user("a"),
        user("b"),
        stop(),
        flows("begun ask", "ask which", 'which a =facts.outcome = "died"', "which b")
        + flows("a done", "b done"),
    )
    case = Case(version(drawn), facts={"outcome": "harmed"}).begin("small")
    assert b"harmed" not in zstandard.decompress(case.state)
    assert b"2026-03-02" not in zstandard.decompress(case.state)

    case.facts = {"outcome": "died"}

    assert case.complete("ask").waiting() == ["a"]


def test_a_state_grows_with_what_is_open_and_not_with_what_was_done():
    drawn = diagram(
        "small",
        begin(),
        element("exclusiveGateway", "again"),
        user("ask"),
        reminder("late", "ask", '=date("2026-03-09")'),
        element("exclusiveGateway", "which", default="which__done"),
        stop(),
        stop("chased"),
        flows("begun again", "again ask", "ask which", 'which again =ask.more = "yes"')
        + flows("which done", "late chased"),
    )
    case = Case(version(drawn)).begin("small").complete("ask", more="yes")
    early = len(case.state)

    for _ in range(90):
        case.fire("late").complete("ask", more="yes")

    assert len(case.state) < early * 1.2
    assert len(opened(case.state)["tasks"]) == 2


def test_a_specification_is_the_same_after_a_case_has_run_on_it():
    drawn = busy()
    specs = build_specs({"small": drawn})["small"]

    def printed(each):
        return {key: str(value) for key, value in vars(each).items() if "event" not in key}

    before = {name: printed(each) for name, each in specs.task_specs.items()}
    played = version(drawn)
    execution._SPECS._known[played.digest] = {"small": specs} | {
        key: value for key, value in build_specs({"small": drawn}).items() if key != "small"
    }
    case = Case(played).begin("small").complete("work").complete("ask").complete("ask")
    case.fire("pause").complete("after")

    assert case.ended
    assert {name: printed(each) for name, each in specs.task_specs.items()} == before
    assert all(
        getattr(each, event).n_subscribers() == 0
        for each in specs.task_specs.values()
        for event in ("completed_event", "ready_event", "cancelled_event")
    )
    with pytest.raises(TypeError):
        specs.task_specs["more"] = None


def test_a_later_task_does_not_change_what_an_earlier_one_left():
    drawn = diagram(
        "small", begin(), user("a"), user("b"), stop(), flows("begun a", "a b", "b done")
    )
    answers = {"list": ["x"]}
    case = Case(version(drawn)).begin("small").complete("a", **answers)

    answers["list"].append("y")
    case.variables()["a"]["list"].append("z")

    assert case.variables()["a"]["list"] == ["x"]


def test_what_is_done_cannot_be_done_again():
    case = Case(version(busy())).begin("small")
    task = case.open()[-1].task_id
    case.complete_id(task)

    with pytest.raises(TaskNotReadyError):
        case.complete_id(task)
    with pytest.raises(TaskNotReadyError):
        case.complete_id("11111111-2222-3333-4444-555555555555")
    with pytest.raises(TaskNotReadyError):
        case.complete_id("nonsense")


def test_a_timer_is_not_completed_as_a_task_and_a_task_does_not_fire():
    case = Case(version(busy())).begin("small")

    with pytest.raises(TaskNotReadyError):
        case.complete_id(case.timers()["pause"].timer_id.partition(":")[0])
    with pytest.raises(TaskNotReadyError):
        case.fire_id(case.open()[0].task_id + ":ask")


def test_even_in_memory_nothing_is_done_twice():
    case = Case(version(busy())).begin("small")
    session = execution._session(case.version, case.world())
    instance = load(case.state, execution._SPECS.of(case.version), session)
    pause = next(each for each in unfinished(instance) if each.task_spec.name == "pause")
    task = next(each for each in unfinished(instance) if each.task_spec.name == "ask [instance]")
    pause.task_spec.fire(pause, "pause")
    task.task_spec.complete(task, {})

    with pytest.raises(TaskNotReadyError):
        pause.task_spec.fire(pause, "pause")
    with pytest.raises(TaskNotReadyError):
        task.task_spec.complete(task, {})


def test_an_ended_instance_wakes_for_nothing():
    case = Case(version(busy())).begin("small")
    timers = [each.timer_id for each in case.timers().values()]
    tasks = [each.task_id for each in case.open()]
    case.complete("work").complete("ask").complete("ask").fire("pause").complete("after")
    ended = case.state

    for task in tasks:
        with pytest.raises(TaskNotReadyError):
            case.complete_id(task)
    for timer in timers:
        with pytest.raises(TaskNotReadyError):
            case.fire_id(timer)
    assert case.retime().state == ended
    assert opened(ended)["tasks"] == []


def test_an_instance_whose_element_is_gone_is_refused_and_not_lost():
    case = Case(version(busy())).begin("small")
    other = diagram("small", begin(), user("new"), stop(), flows("begun new", "new done"))

    with pytest.raises(InstanceStateError, match="is not in the diagram"):
        Case(version(other), state=case.state).retime()
    with pytest.raises(InstanceStateError, match="no diagram"):
        Case(version(), state=case.state).retime()


def test_a_state_of_another_format_is_refused():
    case = Case(version(busy())).begin("small")
    case.state = zstandard.compress(orjson.dumps({**opened(case.state), "format": 2}))

    with pytest.raises(InstanceStateError, match="format 2"):
        case.retime()


def test_a_refused_step_leaves_facts_case_and_state_as_they_were():
    drawn = diagram(
        "small",
        begin(),
        user("ask"),
        rule("decide", "never", "x"),
        stop(),
        flows("begun ask", "ask decide", "decide done"),
    )

    def never(_inputs):
        return object()

    case = Case(version(drawn, decisions={"never": never}), facts={"a": "b"}).begin("small")
    before = (case.state, dict(case.facts), dict(case.case))

    with pytest.raises(ExecutionError, match="cannot be kept"):
        case.complete("ask")

    assert (case.state, case.facts, case.case) == before


def test_nothing_of_an_answer_reaches_the_log(caplog):
    caplog.set_level(logging.DEBUG)
    drawn = diagram("small", begin(), user("ask"), stop(), flows("begun ask", "ask done"))

    Case(version(drawn), facts={"outcome": "Testchild"}).begin("small").complete(
        "ask", n="Testchild"
    )

    assert not [each for each in caplog.records if "Testchild" in str(vars(each))]
    assert not [each for each in caplog.records if each.name.startswith("spiff")]


def test_many_cases_run_side_by_side_on_one_specification():
    played = version(busy())
    endings = []

    def play():
        case = Case(played)
        case.begin("small").complete("work").complete("ask").complete("ask")
        endings.append(case.fire("pause").complete("after").ended)

    threads = [Thread(target=play) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert endings == [True] * 8


@pytest.mark.parametrize("key", ["typename", "@date", "@number"])
def test_a_key_that_would_spoil_the_state_is_refused(key):
    drawn = diagram("small", begin(), user("ask"), stop(), flows("begun ask", "ask done"))

    with pytest.raises(ExecutionError, match="cannot be kept"):
        Case(version(drawn)).begin("small").complete("ask", inner={key: "x"})


@pytest.mark.parametrize("value", [{1: "x"}, b"bytes", object(), {"a": {1, 2}}])
def test_what_json_would_change_in_silence_is_refused(value):
    with pytest.raises(UnkeepableValueError):
        to_state(value)


TEXTS = st.text().filter(lambda text: not text.startswith("@") and text != "typename")
PLAIN = (
    st.none()
    | st.booleans()
    | TEXTS
    | st.dates()
    | st.decimals(allow_nan=False, allow_infinity=False)
)
VALUES = st.recursive(
    PLAIN, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner), max_leaves=10
)


@given(VALUES)
def test_every_value_comes_back_from_a_state_as_it_was(value):
    kept = orjson.loads(orjson.dumps(to_state(value)))

    assert from_state(kept) == value
    assert same_kinds(from_state(kept), value)


def same_kinds(one, other):
    if isinstance(one, list):
        return all(map(same_kinds, one, other))
    if isinstance(one, dict):
        return all(same_kinds(one[key], other[key]) for key in one)
    return type(one) is type(other)


def test_a_decimal_keeps_every_digit():
    value = Decimal("0.1234567890123456789012345678901234")

    assert from_state(to_state(value)) == value

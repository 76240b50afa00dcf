"""Whatever people do and whenever timers fire, the effects say exactly what the saved state holds."""

import orjson
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.effects import Visited
from engine.errors import TaskNotReadyError
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
    wait,
)

ESCALATE = '<bpmn:escalationEventDefinition escalationRef="closing"/>'
INNER = diagram(
    "inner",
    begin("called"),
    user("answer", each=repeat("=items", "item", into="answers", result="=answer.n")),
    reminder("nudge", "answer", '=date("2026-03-04")'),
    notice("nudged"),
    stop("answered"),
    stop("nudge_sent"),
    flows("called answer", "answer answered", "nudge nudged", "nudged nudge_sent"),
)
EVERYTHING = diagram(
    "everything",
    begin(),
    element("exclusiveGateway", "again"),
    element("parallelGateway", "split"),
    element(
        "subProcess",
        "collect",
        begin("opened")
        + element("inclusiveGateway", "some", default="some__work")
        + user("work")
        + user("close")
        + reminder("late", "work", '=date("2026-03-06")', interrupts=True)
        + element("inclusiveGateway", "gathered")
        + stop("worked")
        + stop("too_late")
        + element("endEvent", "given_up", ESCALATE)
        + element("exclusiveGateway", "really", default="really__gathered")
        + flows("opened some", "some work", "some close =true", "work gathered", "close really")
        + flows("really given_up =close.n > 5", "really gathered", "gathered worked")
        + flows("late too_late"),
    ),
    element("boundaryEvent", "closed", ESCALATE, attachedToRef="collect"),
    user("explain"),
    element("exclusiveGateway", "collected"),
    call("fetch", "inner", "in items=[1, 2, 3]", "out answers=answers"),
    reminder("enough", "fetch", '=date("2026-03-09")', interrupts=True),
    element("exclusiveGateway", "fetched"),
    element("eventBasedGateway", "first"),
    wait("soon", '=date("2026-03-05")'),
    wait("later", '=date("2026-03-09")'),
    element("exclusiveGateway", "waited"),
    element("parallelGateway", "joined"),
    user("ask"),
    element("exclusiveGateway", "which", default="which__done"),
    stop(),
    flows("begun again", "again split", "split collect", "split fetch", "split first")
    + flows("collect collected", "closed explain", "explain collected", "collected joined")
    + flows("fetch fetched", "enough fetched", "fetched joined")
    + flows("first soon", "first later", "soon waited", "later waited", "waited joined")
    + flows("joined ask", "ask which", "which again =ask.n > 5", "which done"),
)
WALK = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 10)), max_size=40)


def held(case):
    """Return the ids of the open tasks and of the timers that a saved state holds."""
    whole = orjson.loads(zstandard.decompress(case.state))
    tasks, timers = set(), set()
    for task_id, name, _state, _parent, inner in [
        *whole["tasks"],
        *(task for each in whole["inside"] for task in each["tasks"]),
    ]:
        if name.removesuffix(" [instance]") in PEOPLE and "items" not in inner:
            tasks.add(task_id)
        timers |= {f"{task_id}:{event}" for event in inner.get("due", {})}
    return tasks, timers


PEOPLE = {"work", "close", "explain", "ask", "answer"}


@pytest.mark.parametrize("forget_specs", [False, True])
@settings(deadline=None, max_examples=60)
@given(walk=WALK)
def test_effects_and_state_say_the_same_after_every_step(walk, forget_specs):
    case = Case(version(EVERYTHING, INNER), forget_specs=forget_specs).begin("everything")
    gone = set()
    for choice, number in walk:
        tasks = {each.task_id for each in case.open()}
        timers = {each.timer_id for each in case.timers().values()}
        assert held(case) == (tasks, timers)
        assert case.ended == (not tasks and not timers)
        assert not gone & (tasks | timers)
        if case.ended:
            break
        step(case, sorted(tasks), sorted(timers), choice, number)
        gone |= (tasks | timers) - {each.task_id for each in case.open()}
        gone -= {each.timer_id for each in case.timers().values()}
    refuse_all(case, gone)
    visits_are_balanced(case)


def step(case, tasks, timers, choice, number):
    waiting = [*tasks, *timers]
    chosen = waiting[choice % len(waiting)]
    if chosen in tasks:
        case.complete_id(chosen, n=number)
    else:
        case.fire_id(chosen)


def refuse_all(case, gone):
    before = case.state
    for each in gone:
        with pytest.raises(TaskNotReadyError):
            case.fire_id(each) if ":" in each else case.complete_id(each, n=1)
    assert case.state == before


def visits_are_balanced(case):
    """Every token that entered an element left it, was taken off it, or stands there now."""
    standing = {each.task_id for each in case.open()}
    entered, over = [], []
    for each in case.of(Visited):
        (entered if each.state == "entered" else over).append(each.task_id)
    assert len(set(entered)) == len(entered)
    assert len(set(over)) == len(over)
    assert set(over) <= set(entered)
    assert standing <= set(entered) - set(over)

"""What is certain to come of a case, on small diagrams and on every worked case of the protocol."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from engine.compliance.certain import Certain, Step, Steps
from engine.deployment import load, read_folder
from engine.effects import Visited
from engine.memory_case import Instance, MemoryCase
from engine.plays import play
from engine.scenario_player import memory_desk
from engine.scenario_reader import read_scenario, scenario_paths
from engine.version import Version
from tests.engine.small_diagrams import (
    begin,
    call,
    diagram,
    element,
    flows,
    reminder,
    repeat,
    stop,
    user,
    version,
)

ROOT = Path(__file__).parents[3]
FILES = read_folder(ROOT)
PROTOCOL = load(FILES)


def certain_of(protocol: Version, *standing: str, process: str = "p") -> set[str]:
    steps = Certain(protocol).after((process, each) for each in standing)
    return {element for _, element in steps}


def gateway(kind: str, name: str) -> str:
    return element(f"{kind}Gateway", name)


def test_of_one_way_or_another_only_what_both_come_to_is_certain() -> None:
    one = diagram(
        "p",
        begin(),
        user("ask"),
        gateway("exclusive", "which"),
        user("left"),
        user("right"),
        user("after"),
        stop(),
        flows(
            "begun ask",
            "ask which",
            "which left =ask.yes",
            "which right",
            "left after",
            "right after",
            "after done",
        ),
    )
    assert certain_of(version(one), "ask") == {"which", "after", "done"}


def test_of_ways_taken_at_the_same_time_all_are_certain() -> None:
    one = diagram(
        "p",
        begin(),
        user("ask"),
        gateway("parallel", "both"),
        user("left"),
        user("right"),
        gateway("parallel", "together"),
        stop(),
        flows(
            "begun ask",
            "ask both",
            "both left",
            "both right",
            "left together",
            "right together",
            "together done",
        ),
    )
    assert certain_of(version(one), "ask") == {"both", "left", "right", "together", "done"}
    assert certain_of(version(one), "left", "right") == {"together", "done"}


def test_what_a_loop_goes_back_to_is_not_certain_and_its_exit_is() -> None:
    one = diagram(
        "p",
        begin(),
        user("ask"),
        gateway("exclusive", "again"),
        user("more"),
        user("after"),
        stop(),
        flows(
            "begun ask",
            "ask again",
            "again more =ask.yes",
            "more ask",
            "again after",
            "after done",
        ),
    )
    assert certain_of(version(one), "more") == {"ask", "again", "after", "done"}
    assert certain_of(version(one), "ask") == {"again", "after", "done"}


def test_what_a_timer_may_interrupt_is_not_certain_and_what_a_reminder_leaves_is() -> None:
    drawn = {
        interrupts: diagram(
            "p",
            begin(),
            user("ask"),
            user("after"),
            reminder("late", "ask", "=case.date_received", interrupts=interrupts),
            user("chase"),
            stop(),
            stop("gone"),
            flows("begun ask", "ask after", "after done", "late chase", "chase gone"),
        )
        for interrupts in (True, False)
    }
    assert certain_of(version(drawn[True]), "ask") == set()
    assert certain_of(version(drawn[False]), "ask") == {"after", "done"}


def test_a_called_process_is_certain_with_all_that_is_certain_in_it() -> None:
    caller = diagram(
        "p", begin(), user("ask"), call("go", "q"), stop(), flows("begun ask", "ask go", "go done")
    )
    called = diagram("q", begin("in"), user("inner"), stop("out"), flows("in inner", "inner out"))
    protocol = version(caller, called)
    assert certain_of(protocol, "ask") == {"go", "in", "inner", "out", "done"}
    steps = Certain(protocol).after([("p", "go"), ("q", "inner")])
    assert steps == {("q", "out"), ("p", "done")}


def test_what_is_done_for_each_of_a_list_is_not_certain_since_the_list_may_be_empty() -> None:
    caller = diagram(
        "p",
        begin(),
        user("ask"),
        call("go", "q", each=repeat("=ask.who", "one")),
        stop(),
        flows("begun ask", "ask go", "go done"),
    )
    called = diagram("q", begin("in"), user("inner"), stop("out"), flows("in inner", "inner out"))
    assert certain_of(version(caller, called), "ask") == {"go", "done"}


@dataclass
class Followed(MemoryCase):
    """A case that remembers, after each of its steps, what was certain then."""

    certain: Certain = field(default_factory=lambda: Certain(PROTOCOL))
    entered: dict[int, list[Step]] = field(default_factory=dict)
    standing: dict[int, Counter[Step]] = field(default_factory=dict)
    said: list[tuple[int, int, Steps]] = field(default_factory=list)

    def keep(self, instance: Instance, step, world) -> None:  # type: ignore[no-untyped-def]
        number = self._number_of(instance)
        entered = self.entered.setdefault(number, [])
        standing = self.standing.setdefault(number, Counter())
        for effect in step.effects:
            if isinstance(effect, Visited):
                place = effect.process, effect.element
                standing[place] += 1 if effect.state == "entered" else -1
                if effect.state == "entered":
                    entered.append(place)
        there = [place for place, count in standing.items() if count > 0]
        self.said.append((number, len(entered), self.certain.after(there)))
        super().keep(instance, step, world)

    def untrue(self) -> Iterator[str]:
        """Yield what was said to be certain and did not come, of processes that came to their end."""
        for number, since, certain in self.said:
            instance = self.instances[number]
            if not instance.ended or instance.cancelled:
                continue
            for process, missing in certain - set(self.entered[number][since:]):
                yield f"{process}/{missing} was certain at step {since} of {instance.process}"


class Hopeful(Certain):
    """Calls certain whatever comes next on any way: the claim that the test has to find out."""

    def after(self, standing):  # type: ignore[no-untyped-def]
        steps = set(standing)
        return frozenset(
            (process, flow.target)
            for process, element in steps
            for flow in PROTOCOL.diagram(process).outgoing(element)
            for flow in PROTOCOL.diagram(process).outgoing(flow.target)
        )


def followed(path: str, certain: Certain) -> Followed:
    scenario = read_scenario(FILES, path)
    desk = memory_desk(PROTOCOL, scenario)
    if scenario.begins is None:
        desk.case = Followed(PROTOCOL, certain=certain)
    play(scenario, desk)
    return desk.case if isinstance(desk.case, Followed) else Followed(PROTOCOL)


@pytest.mark.parametrize("path", scenario_paths(FILES))
def test_whatever_was_certain_came_in_every_worked_case(path: str) -> None:
    assert list(followed(path, Certain(PROTOCOL)).untrue()) == []


def test_the_worked_cases_find_out_what_was_called_certain_and_is_not() -> None:
    path = "workflows/scenarios/scr_to_its_learning.yaml"
    case = followed(path, Hopeful(PROTOCOL))
    assert case.said
    assert list(case.untrue()) != []

"""A scenario may play a called process by itself, with what its caller would map in."""

import pytest

from engine.errors import DefinitionError, ExecutionError
from engine.plays import play
from engine.scenario_player import memory_desk
from engine.scenario_reader import read_scenario
from tests.engine.small_diagrams import begin, diagram, element, flows, stop, user, version
from tests.engine.small_forms import form

PATH = "workflows/scenarios/small.yaml"
HEAD = """\
title: A called process by itself
clock: 2026-03-02 09:00
people:
  chair: {name: Casey Chair, roles: [sig_chair]}
"""
STEPS = """
steps:
  - who: chair
    does: ask
    answers: {answer: yes}
"""


def called_version():
    drawn = diagram(
        "called",
        begin("review_named"),
        element("exclusiveGateway", "which", default="which__done"),
        user("ask", '<zeebe:formDefinition formId="ask"/>'),
        stop("asked"),
        stop(),
        flows("review_named which", 'which ask =kind = "SCR"', "which done", "ask asked"),
    )
    made = version(drawn)
    made.forms[("called", "ask")] = form("ask")
    return made


def desk_of(begins):
    scenario = read_scenario({PATH: (HEAD + begins + STEPS).encode()}, PATH)
    return scenario, memory_desk(called_version(), scenario)


@pytest.mark.parametrize(("kind", "reached"), [("SCR", "asked"), ("SIR", "done")])
def test_it_begins_with_what_its_caller_would_map_in(kind, reached):
    scenario, desk = desk_of(f"begins: {{process: called, given: {{kind: {kind}}}}}\n")

    result = play(scenario, desk)

    assert result.ends["reached"] == [reached]
    assert result.ends["processes"] == [{"called": "ended"}]


def test_what_is_not_given_is_not_there():
    with pytest.raises(ExecutionError) as refusal:
        desk_of("begins: {process: called}\n")

    assert refusal.value.element == "which"


@pytest.mark.parametrize("written", ["called", "{given: {kind: SCR}}", "{process: called, x: 1}"])
def test_a_beginning_that_says_something_else_is_refused(written):
    with pytest.raises(DefinitionError) as refusal:
        desk_of(f"begins: {written}\n")

    assert "It is unclear which process is played by itself." in str(refusal.value)

"""Every worked case takes the same path through the use cases, the database and the jobs as in memory."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from engine.plays import Play, play
from engine.scenario_player import memory_desk
from engine.scenarios import Scenario
from engine.version import Version
from tests.journeys.postgres_desk import PostgresDesk
from tests.journeys.worked_cases import SCENARIOS, scenario_of


@pytest.fixture
def on_postgresql(open_desk: Callable[[Scenario], PostgresDesk]) -> Callable[[str], Play]:
    """Plays a scenario on a database of its own."""

    def playing(path: str) -> Play:
        desk = open_desk(scenario_of(path))
        played = play(desk.scenario, desk)
        desk.finish()
        return played

    return playing


def test_there_are_scenarios_to_play():
    assert len(SCENARIOS) >= 50


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: Path(path).stem)
def test_a_worked_case_goes_the_same_way_on_postgresql(
    path: str, on_postgresql: Callable[[str], Play], deployed_version: Version
):
    scenario = scenario_of(path)
    in_memory = play(scenario, memory_desk(deployed_version, scenario))

    played = on_postgresql(path)

    assert played.steps == in_memory.steps
    assert played.ends == in_memory.ends


def test_control_another_path_is_noticed(
    on_postgresql: Callable[[str], Play], deployed_version: Version
):
    scenario = scenario_of("workflows/scenarios/nfa_at_triage.yaml")
    shorter = replace(scenario, steps=scenario.steps[:-1])
    in_memory = play(shorter, memory_desk(deployed_version, shorter))

    played = on_postgresql("workflows/scenarios/nfa_at_triage.yaml")

    assert played.steps != in_memory.steps
    assert played.ends != in_memory.ends

"""The worked cases of the protocol, as an installation would play them."""

from dataclasses import replace
from pathlib import Path

from engine.deployment import read_folder
from engine.scenario_reader import read_scenario, scenario_paths
from engine.scenarios import Scenario

FILES = read_folder(Path(__file__).parents[2])
SCENARIOS = scenario_paths(FILES)


def scenario_of(path: str) -> Scenario:
    """Return a scenario with its agencies in the order in which an installation offers them: by name."""
    scenario = read_scenario(FILES, path)
    by_name = sorted(scenario.agencies.items(), key=lambda agency: agency[1])
    return replace(scenario, agencies=dict(by_name))

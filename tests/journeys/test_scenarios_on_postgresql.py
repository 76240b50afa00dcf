"""Every worked case takes the same path through the use cases, the database and the jobs as in memory."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from engine.deployment import read_folder
from engine.plays import Play, play
from engine.scenario_player import memory_desk
from engine.scenario_reader import read_scenario, scenario_paths
from engine.scenarios import Scenario
from engine.version import Version
from tests.conftest import app_url
from tests.journeys.postgres_desk import PostgresDesk
from tests.store.office import config_for
from web.postgres import Server
from web.services import assemble, store_on
from web.store.store import Store
from web.store.versions import Versions

FILES = read_folder(Path(__file__).parents[2])
SCENARIOS = scenario_paths(FILES)
_DEPLOYED = "deployed"


def scenario_of(path: str) -> Scenario:
    """Return a scenario with its agencies in the order in which an installation offers them: by name."""
    scenario = read_scenario(FILES, path)
    by_name = sorted(scenario.agencies.items(), key=lambda agency: agency[1])
    return replace(scenario, agencies=dict(by_name))


@pytest.fixture(scope="module")
def versions() -> Versions:
    return Versions()


@pytest.fixture(scope="module")
def deployed(migrated: Server, versions: Versions) -> Iterator[tuple[Server, Version]]:
    """The server with a database on which the protocol runs."""
    migrated.create_database(_DEPLOYED, template="migrated")
    config = config_for(app_url(migrated, _DEPLOYED))
    engine = create_engine(config.database_app_url)
    store = store_on(engine, config)
    use = assemble(Store(engine, store.vault, store.clock, versions), config)
    version = use.deployments.deploy(FILES, by=None).version
    engine.dispose()
    yield migrated, version
    migrated.drop_database(_DEPLOYED)


@pytest.fixture
def on_postgresql(
    deployed: tuple[Server, Version], versions: Versions
) -> Iterator[Callable[[str], Play]]:
    """Plays a scenario on a database of its own."""
    server, _ = deployed
    made: list[str] = []

    def playing(path: str) -> Play:
        made.append(f"play_{secrets.token_hex(6)}")
        server.create_database(made[-1], template=_DEPLOYED)
        config = config_for(app_url(server, made[-1]))
        desk = PostgresDesk(config, versions, scenario_of(path))
        played = play(desk.scenario, desk)
        desk.finish()
        return played

    yield playing
    for name in made:
        server.drop_database(name)


def test_there_are_scenarios_to_play():
    assert len(SCENARIOS) >= 15


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: Path(path).stem)
def test_a_worked_case_goes_the_same_way_on_postgresql(
    path: str, on_postgresql: Callable[[str], Play], deployed: tuple[Server, Version]
):
    _, version = deployed
    scenario = scenario_of(path)
    in_memory = play(scenario, memory_desk(version, scenario))

    played = on_postgresql(path)

    assert played.steps == in_memory.steps
    assert played.ends == in_memory.ends


def test_control_another_path_is_noticed(
    on_postgresql: Callable[[str], Play], deployed: tuple[Server, Version]
):
    _, version = deployed
    scenario = scenario_of("workflows/scenarios/nfa_at_triage.yaml")
    shorter = replace(scenario, steps=scenario.steps[:-1])
    in_memory = play(shorter, memory_desk(version, shorter))

    played = on_postgresql("workflows/scenarios/nfa_at_triage.yaml")

    assert played.steps != in_memory.steps
    assert played.ends != in_memory.ends

"""What the journeys share: Chromium, a site that several small journeys walk, and desks on PostgreSQL."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Browser
from sqlalchemy import create_engine

from engine.scenarios import Scenario
from engine.version import Version
from tests.conftest import app_url
from tests.installation import config_for
from tests.journeys.hands import Pointer
from tests.journeys.postgres_desk import PostgresDesk
from tests.journeys.site import Site, open_site
from tests.journeys.worked_cases import FILES
from tests.web.browser import chromium_running
from web.postgres import Server
from web.services import assemble, store_on
from web.store.store import Store
from web.store.versions import Versions

_DEPLOYED = "deployed"


@dataclass(frozen=True)
class Deployed:
    """A server with a database on which the protocol runs, and what was built of it."""

    server: Server
    versions: Versions
    version: Version


@pytest.fixture(scope="session")
def deployed(migrated: Server) -> Iterator[Deployed]:
    migrated.create_database(_DEPLOYED, template="migrated")
    config = config_for(app_url(migrated, _DEPLOYED))
    engine = create_engine(config.database_app_url)
    store = store_on(engine, config)
    versions = Versions()
    use = assemble(Store(engine, store.vault, store.clock, versions), config)
    version = use.deployments.deploy(FILES, by=None).version
    engine.dispose()
    yield Deployed(migrated, versions, version)
    migrated.drop_database(_DEPLOYED)


@pytest.fixture
def deployed_version(deployed: Deployed) -> Version:
    return deployed.version


@pytest.fixture
def open_desk(deployed: Deployed) -> Iterator[Callable[[Scenario], PostgresDesk]]:
    """Open desks for scenarios, each on a database of its own."""
    made: dict[str, PostgresDesk] = {}

    def open_one(scenario: Scenario) -> PostgresDesk:
        name = f"play_{secrets.token_hex(6)}"
        deployed.server.create_database(name, template=_DEPLOYED)
        config = config_for(app_url(deployed.server, name))
        made[name] = PostgresDesk(config, deployed.versions, scenario)
        return made[name]

    yield open_one
    for name, desk in made.items():
        desk.engine.dispose()
        deployed.server.drop_database(name)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with chromium_running() as browser:
        yield browser


@pytest.fixture(scope="module")
def site(make_shared_app: Callable[..., Flask], chromium: Browser) -> Iterator[Site]:
    with open_site(make_shared_app, chromium, Pointer()) as site:
        site.board.plan("SIG", days=7)
        site.board.plan("Board", days=40)
        yield site


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--pictures", action="store_true", help="take the pictures of docs anew")

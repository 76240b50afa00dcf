"""A whole Serious Case Review on the pages: from the notification to the evaluation and the take-down.

Each person is signed in as themselves, and where the protocol waits, the clock is moved.
"""

import secrets

import pytest
from playwright.sync_api import Browser

from engine.plays import play
from engine.scenario_player import memory_desk
from tests.conftest import app_url
from tests.installation import config_for
from tests.journeys.browser_desk import BrowserDesk
from tests.journeys.conftest import Deployed
from tests.journeys.hands import Pointer
from tests.journeys.site import Site
from tests.journeys.worked_cases import scenario_of
from tests.web.board import Board
from tests.web.browser import served
from web.application import create_app

WHOLE = "workflows/scenarios/scr_to_its_learning.yaml"


@pytest.fixture
def browser_desk(deployed: Deployed, chromium: Browser):
    """A desk for the whole review, on a database and a site of its own."""
    name = f"browser_{secrets.token_hex(6)}"
    deployed.server.create_database(name, template="deployed")
    config = config_for(app_url(deployed.server, name))
    app = create_app(config)
    desk = BrowserDesk(config, deployed.versions, scenario_of(WHOLE))
    with served(app) as address:
        board = Board(app, desk.scenario, desk.ids)
        desk.site = Site(board, address.rstrip("/"), chromium, Pointer())
        desk.people_can_sign_in()
        yield desk
        for context in chromium.contexts:
            context.close()
    desk.engine.dispose()
    with app.app_context():
        app.extensions["sqlalchemy"].session.remove()
        app.extensions["sqlalchemy"].engine.dispose()
    deployed.server.drop_database(name)


def test_a_whole_serious_case_review_goes_the_same_way_on_the_pages(
    browser_desk: BrowserDesk, deployed: Deployed
):
    scenario = browser_desk.scenario
    in_memory = play(scenario, memory_desk(deployed.version, scenario))
    done: list[str] = []
    browser_desk.before = lambda task, page: done.append(task)

    played = play(scenario, browser_desk)

    assert played.steps == in_memory.steps
    assert played.ends == in_memory.ends
    assert len(done) >= 40
    assert browser_desk.site.errors == []

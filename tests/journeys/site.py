"""An installation as a visitor meets it: the real protocol deployed, the people of a scenario, a server, its jobs."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from engine.deployment import read_folder
from engine.memory_desk import Person
from engine.scenario_reader import read_scenario
from engine.scenarios import Scenario
from tests.journeys.hands import Hands
from tests.web.browser import served
from web.jobs import work
from web.services import deployments, people
from web.sign_in import password_hash

ROOT = Path(__file__).parents[2]
PASSWORD = "only invented people have this"  # noqa: S105
NORMAL_ROUTE = "workflows/scenarios/serious_case_review.yaml"


@dataclass
class Site:
    """The application, where it is served, and everybody's id by their name in the scenario."""

    app: Flask
    address: str
    scenario: Scenario
    ids: Mapping[str, UUID]

    def work(self) -> None:
        """Let the real worker do what is due, on a thread that has no event loop of a browser's."""
        with ThreadPoolExecutor(1) as another:
            another.submit(work, self.app, until_empty=True).result()

    def path(self, page: Page) -> str:
        return page.url.removeprefix(self.address.rstrip("/"))


@contextmanager
def open_site(make_app: Callable[..., Flask]) -> Iterator[Site]:
    """Deploy the protocol, add the people of the normal route, and serve."""
    files = read_folder(ROOT)
    scenario = read_scenario(files, NORMAL_ROUTE)
    app = make_app()
    with app.test_request_context():
        deployments().deploy(files, by=None)
        ids = _add_people(scenario.agencies, scenario.people)
    with served(app) as address:
        yield Site(app, address, scenario, ids)


def _add_people(agencies: Mapping[str, str], persons: Mapping[str, Person]) -> dict[str, UUID]:
    for key, name in agencies.items():
        people().add_agency(key, name, by=None)
    hashed = password_hash(PASSWORD)
    ids: dict[str, UUID] = {}
    for key, person in persons.items():
        ids[key] = people().add(
            name=person.name,
            email=f"{key}@example.invalid",
            agency=person.agency,
            roles=sorted(person.roles),
            by=None,
        )
        people().use_link(people().password_link(ids[key], by=None), password_hash=hashed)
    return ids


@dataclass
class Visitor:
    """One person at their own browser."""

    site: Site
    page: Page
    hands: Hands

    def goes_to(self, path: str) -> None:
        self.page.goto(self.site.address.rstrip("/") + path)

    def signs_in(self, who: str) -> None:
        self.goes_to("/sign-in")
        self.hands.fill_in(
            self.page, {"email": f"{who}@example.invalid", "password": PASSWORD}
        )
        self.hands.press(self.page, "Sign in")
        self.page.wait_for_url(self.site.address)

    def opens_task(self, label: str) -> None:
        self.goes_to("/")
        self.page.get_by_role("link", name=label).first.click()

    def submits(self, answers: Mapping[str, Any], button: str = "Submit") -> None:
        """Fill in the form that is open, go on to check it, and submit it."""
        self.hands.fill_in(self.page, answers)
        self.hands.press(self.page, "Continue")
        expect(self.page.locator(".govuk-error-summary__list li")).to_have_text([])
        self.page.wait_for_url("**/check")
        self.hands.press(self.page, button)
        self.page.wait_for_url(lambda url: not url.endswith("/check"))


@contextmanager
def visitor(browser: Browser, site: Site, who: str, hands: Hands) -> Iterator[Visitor]:
    """Somebody signed in at a browser of their own, who may not meet an error of a script or a policy."""
    context: BrowserContext = browser.new_context(java_script_enabled=hands.scripts)
    page = context.new_page()
    refused: list[str] = []
    page.on("pageerror", lambda error: refused.append(str(error)))
    page.on(
        "console",
        lambda message: refused.append(message.text) if "Policy" in message.text else None,
    )
    person = Visitor(site, page, hands)
    person.signs_in(who)
    yield person
    context.close()
    assert refused == []



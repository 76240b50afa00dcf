"""The case page marks exactly what happened, says who and when, and its list says the same as its drawing."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.drawing import drawn, listed
from tests.journeys.normal_route import (
    AFTER_THE_DECISION,
    ONE_AGENCY_OF_TWO,
    WHILE_AGENCIES_ANSWER,
)
from tests.journeys.site import Site
from web.services import services
from web.use_cases.case_views import CaseView
from web.use_cases.cases import Cases

CHAIR = "casey_chair"


def on_the_diagram(site: Site, reference: str, process: str = "serious_incident") -> Page:
    chair = site.visitor(CHAIR)
    chair.goes_to(f"/cases/{reference}?process={process}")
    expect(chair.page.locator("[data-drawn]")).to_have_attribute("data-drawn", "yes")
    return chair.page


@pytest.fixture(scope="module")
def police_to_answer(site: Site) -> str:
    return site.board.brought_to("agency_return", who="parker_police")


@pytest.fixture(scope="module")
def decided(site: Site) -> str:
    reference = site.board.brought_to("decide_review")
    with site.board.app.test_request_context():
        site.board.complete(reference, site.board.act("decide_review"))
    return reference


def test_while_agencies_answer_exactly_what_happened_is_marked(site, police_to_answer):
    page = on_the_diagram(site, police_to_answer)

    assert drawn(page) == WHILE_AGENCIES_ANSWER
    assert listed(page) == WHILE_AGENCIES_ANSWER


def test_a_called_diagram_is_marked_on_its_own_page(site, police_to_answer):
    page = on_the_diagram(site, police_to_answer, "agency_information")

    assert drawn(page) == ONE_AGENCY_OF_TWO
    assert listed(page) == ONE_AGENCY_OF_TWO


def test_after_the_decision_exactly_what_happened_is_marked(site, decided):
    page = on_the_diagram(site, decided)

    assert drawn(page) == AFTER_THE_DECISION
    assert listed(page) == AFTER_THE_DECISION


def test_a_page_given_one_visit_too_few_fails_the_check(site, police_to_answer):
    with without_the_visit(site, "triage"):
        page = on_the_diagram(site, police_to_answer)
        marked, said = drawn(page), listed(page)

    assert marked == replace(WHILE_AGENCIES_ANSWER, done=WHILE_AGENCIES_ANSWER.done - {"triage"})
    assert marked != WHILE_AGENCIES_ANSWER
    assert said != WHILE_AGENCIES_ANSWER


def test_a_drawing_that_is_told_otherwise_than_the_list_is_noticed(site, police_to_answer):
    page = site.visitor(CHAIR).page
    page.route(re.compile(r"/diagrams/serious_incident\?run="), _without_triage)

    on_the_diagram(site, police_to_answer)

    assert drawn(page) != listed(page)
    page.unroute(re.compile(r"/diagrams/serious_incident\?run="))


def test_choosing_a_step_shows_who_and_when(site, police_to_answer):
    page = on_the_diagram(site, police_to_answer)

    page.get_by_role("button", name="Show all").click()
    page.locator('[data-element-id="triage"] .djs-hit').first.click()

    panel = page.locator("[data-diagram-details]")
    expect(panel).to_contain_text("Triage the notification: done")
    expect(panel).to_contain_text(re.compile(r"Done \d+ \w+ \d{4} at \d\d:\d\d by Casey Chair"))
    page.get_by_text("The same as a list").click()
    said = page.locator("#step-triage").inner_text()
    for line in panel.locator("li").all_inner_texts():
        assert line in said


def test_what_is_folded_away_unfolds_for_a_link_to_it_and_for_paper(site, police_to_answer):
    page = on_the_diagram(site, police_to_answer)
    folded = page.locator("details:has(#step-triage)")
    entered = page.locator("section:has(#entered) .govuk-details__text").first
    expect(folded).not_to_have_attribute("open", "")
    expect(page.locator("#step-triage")).not_to_be_visible()

    page.emulate_media(media="print")
    expect(page.locator("#step-triage")).to_be_visible()
    expect(entered).not_to_be_visible()
    page.emulate_media(media="screen")
    expect(page.locator("#step-triage")).not_to_be_visible()

    page.evaluate("location.hash = 'step-triage'")
    expect(folded).to_have_attribute("open", "")
    expect(page.locator("#step-triage")).to_be_in_viewport()


def test_a_step_is_chosen_by_the_keyboard_alone(site, police_to_answer):
    page = on_the_diagram(site, police_to_answer, "agency_information")

    for _ in range(200):
        if page.evaluate("document.activeElement.dataset.elementId !== undefined"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("End")
    for _ in range(50):
        if page.evaluate("document.activeElement.dataset.elementId") == "agency_return":
            break
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")

    panel = page.locator("[data-diagram-details]")
    expect(panel).to_contain_text("Answer for the agency: waiting now")
    expect(panel).to_contain_text("by Harper Health")
    expect(panel).to_contain_text(
        re.compile(r"Waits for Agency Lead \(Testshire Police\): Parker Police, due")
    )


def test_a_diagram_opens_where_the_case_is_now(site, police_to_answer):
    page = on_the_diagram(site, police_to_answer)

    step = page.locator('[data-element-id="collect_information"] .djs-visual').bounding_box()
    around = page.locator(".rd-diagram__canvas").bounding_box()

    assert around["x"] <= step["x"]
    assert step["x"] + step["width"] <= around["x"] + around["width"]
    assert step["width"] >= 80, "too small to be read"


def _without_triage(route: Route) -> None:
    answer = route.fetch()
    state = answer.json()
    del state["elements"]["triage"]
    route.fulfill(response=answer, json=state)


@dataclass
class CasesWithout:
    """The use cases of cases, but for the visits of one step."""

    cases: Cases
    element: str

    def case(self, reference: str, **arguments: Any) -> CaseView:
        found = self.cases.case(reference, **arguments)
        instances = tuple(
            replace(
                instance,
                visits=tuple(each for each in instance.visits if each.element != self.element),
            )
            for instance in found.instances
        )
        return replace(found, instances=instances)


@contextmanager
def without_the_visit(site: Site, element: str) -> Iterator[None]:
    app = site.board.app
    with app.app_context():
        real = services()
    app.extensions["review_desk"] = replace(real, cases=CasesWithout(real.cases, element))
    yield
    app.extensions["review_desk"] = real

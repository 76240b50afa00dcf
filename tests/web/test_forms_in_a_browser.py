"""Forms in a browser, with JavaScript and without: the same questions, the same answers, for everybody."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.forms.demo_form import COMPLETE
from tests.web.browser import chromium_running, served
from tests.web.demo_site import demo_site


@pytest.fixture(scope="module")
def site() -> Iterator[tuple[Flask, str]]:
    app = demo_site()
    with served(app) as address:
        yield app, address


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with chromium_running() as browser:
        yield browser


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def scripted(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def page(chromium: Browser, scripted: bool) -> Iterator[Page]:
    context = chromium.new_context(java_script_enabled=scripted)
    page = context.new_page()
    refused: list[str] = []
    page.on("pageerror", lambda error: refused.append(str(error)))
    page.on(
        "console",
        lambda message: refused.append(message.text) if "Policy" in message.text else None,
    )
    yield page
    context.close()
    assert refused == []


def _answer(page: Page, question: str, answer: str) -> None:
    page.get_by_role("group", name=question).get_by_label(answer, exact=True).check()


def _update(page: Page, scripted: bool, question: str) -> None:
    """With scripts the questions follow by themselves; without, there is a button after the question."""
    button = page.get_by_role("button", name=f"Update the questions after “{question}”")
    if scripted:
        expect(button).to_be_hidden()
    else:
        button.click()


def test_a_question_follows_from_an_answer(page, site, scripted):
    page.goto(site[1])
    page.get_by_label("Short title").fill("Written before")

    _answer(page, "Has the case received any press attention?", "Yes")
    _update(page, scripted, "Has the case received any press attention?")
    expect(page.get_by_label("What has been published?")).to_be_visible()
    expect(page.get_by_label("Short title")).to_have_value("Written before")

    _answer(page, "Has the case received any press attention?", "No")
    _update(page, scripted, "Has the case received any press attention?")
    expect(page.get_by_label("What has been published?")).to_have_count(0)


def test_children_are_added_and_the_form_is_completed(page, site, scripted):
    app, address = site
    page.goto(address)

    page.get_by_label("Short title").fill("A fall at home")
    page.get_by_label("Synopsis").fill("An invented child fell.\nNothing of it is true.")
    for part, text in (("Day", "1"), ("Month", "7"), ("Year", "2014")):
        page.get_by_role("group", name="Date of the incident").get_by_label(part).fill(text)
    _answer(page, "Has the case received any press attention?", "No")
    page.get_by_label("I have checked this with my manager").check()
    _answer(page, "What happened to the child?", "Died")
    _update(page, scripted, "What happened to the child?")
    _answer(page, "Did the child die in custody?", "Not yet known")
    page.get_by_label("Last name").fill("Testchild")
    page.get_by_role("button", name="Add another child").click()
    page.get_by_role("group", name="Child 2").get_by_label("Last name").fill("Otherchild")
    page.get_by_role("button", name="Add another child").click()
    page.get_by_role("button", name="Remove Child 1").click()
    _answer(page, "Did you provide services to the child?", "No")
    page.get_by_role("button", name="Continue").last.click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    accepted = app.config["received"][-1]
    assert accepted.full["children"] == [{"last_name": "Otherchild"}]
    assert accepted.full["synopsis"] == "An invented child fell.\nNothing of it is true."
    assert accepted.facts == {"outcome": "died", "died_in_custody": "unknown"}


def test_enter_in_a_field_goes_on_and_a_problem_leads_to_its_field(page, site, scripted):
    page.goto(site[1])

    page.get_by_label("Short title").fill("kept")
    page.get_by_label("Short title").press("Enter")

    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("There is a problem")
    expect(page.get_by_label("Short title")).to_have_value("kept")
    summary.get_by_role("link", name="Enter the child's last name").click()
    if scripted:
        expect(page.get_by_label("Last name")).to_be_focused()
    else:
        assert page.url.endswith("#q-children-0-last_name")


def test_axe_finds_nothing_on_the_form_its_errors_and_its_answers(chromium, site):
    app, address = site
    page = chromium.new_page()
    found: dict[str, Any] = {}

    app.config["started_with"] = {**COMPLETE, "press": "yes"}
    page.goto(address)
    found["form"] = Axe().run(page).response["violations"]
    page.get_by_role("button", name="Continue").last.click()
    expect(page.get_by_role("alert")).to_be_visible()
    found["errors"] = Axe().run(page).response["violations"]
    page.get_by_label("What has been published?").fill("Nothing yet")
    page.get_by_role("button", name="Continue").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    found["answers"] = Axe().run(page).response["violations"]
    app.config["started_with"] = {}
    page.close()

    assert {
        name: [(each["id"], each["nodes"][0]["html"]) for each in violations]
        for name, violations in found.items()
    } == {"form": [], "errors": [], "answers": []}


def test_a_form_fits_a_narrow_screen_and_large_text(chromium, site):
    page = chromium.new_page(viewport={"width": 320, "height": 640})

    page.goto(site[1])
    widths = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    page.close()

    assert widths[0] <= widths[1]

"""Diagrams and tables as a browser draws them: marked in words, reached by keyboard, explained beside."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask, render_template_string
from playwright.sync_api import Page, expect

from tests.web.browser import chromium_running, served
from web import headers
from web.forms.rendering import prepare_templates

DRAWINGS = Path(__file__).with_name("drawings")
STATE: dict[str, Any] = {
    "xml": "/small.bpmn",
    "flows": ["Flow_1", "Flow_2"],
    "elements": {
        "incident_notified": {"standing": "done", "label": "Incident notified"},
        "triage": {"standing": "done", "label": "Triage"},
        "consider": {"standing": "late", "label": "Consider"},
    },
}
DIAGRAM_PAGE = """
{% extends "layout.html" %}
{% block page_title %}SI-2026-0042{% endblock %}
{% block content %}
<h1 class="govuk-heading-l">SI-2026-0042</h1>
<h2 class="govuk-heading-m">On the diagram</h2>
<div class="rd-case-diagram" data-case-diagram data-source="{{ marks }}"></div>
{% include "components/drawing.html" %}
<ol class="rd-steps">
<li id="step-triage" class="rd-step rd-step--done"><strong class="govuk-tag">Done</strong>
<span class="rd-step__label">Triage</span><p>Done on 3 July 2014 by <b id="who">Avery Example</b></p></li>
<li id="step-consider" class="rd-step rd-step--late"><p>Waits for the SIG Chair</p></li>
</ol>
{% endblock %}
"""
TABLE_PAGE = """
{% extends "layout.html" %}
{% from "components/decision_table.html" import decision_table %}
{% block page_title %}Is a review needed?{% endblock %}
{% block content %}
<h1 class="govuk-heading-l">Is a review needed?</h1>
{{ decision_table({"xml": "/small.dmn", "decision": "review", "rows": {"rule_2": [
  {"kind": "answered", "words": "✓ Answers", "sentence": "This row answers"}]}}, "Table") }}
{% endblock %}
"""


def _site() -> Flask:
    app = Flask("web.application")
    app.config.update(SECRET_KEY="a key of a test")
    prepare_templates(app)

    @app.get("/")
    def diagram() -> str:
        return render_template_string(DIAGRAM_PAGE, marks="/state")

    @app.get("/broken")
    def broken() -> str:
        return render_template_string(DIAGRAM_PAGE, marks="/nowhere")

    @app.get("/counts")
    def counts() -> str:
        return render_template_string(DIAGRAM_PAGE, marks="/numbers")

    @app.get("/table")
    def table() -> str:
        return render_template_string(TABLE_PAGE)

    @app.get("/state")
    def state() -> dict[str, Any]:
        return STATE

    @app.get("/numbers")
    def numbers() -> dict[str, Any]:
        badges = [
            {"at": "top", "text": "3 cases, 1 late", "kind": "late"},
            {"at": "bottom", "text": "▲ 4 of 3 days", "kind": "over"},
            {"at": "side", "text": "◆ 2", "kind": "note"},
        ]
        triage = {
            "standing": "late",
            "label": "Triage",
            "words": "3 cases, 1 late. Left 12 times.",
            "badges": badges,
        }
        return {
            "xml": "/small.bpmn",
            "flows": [],
            "elements": {"triage": triage},
            "numbers": {"Flow_1": {"text": "12", "weight": 4}},
        }

    @app.get("/<name>")
    def drawing(name: str) -> tuple[str, dict[str, str]]:
        return (DRAWINGS / name).read_text(), {"Content-Type": "application/xml"}

    return app


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    app = _site()
    headers.install(app)
    with served(app) as address:
        yield address


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with chromium_running() as chromium:
        yield chromium.new_page(viewport={"width": 1280, "height": 900})


@pytest.fixture
def refusals(page: Page) -> Iterator[list[str]]:
    """What the browser refused or could not do while the test ran."""
    found: list[str] = []

    def note(message: Any) -> None:
        if message.type == "error":
            found.append(message.text)

    page.on("console", note)
    yield found
    page.remove_listener("console", note)


def _drawn(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("[data-drawn]")).to_have_attribute("data-drawn", "yes")


def test_what_was_done_is_marked_and_nothing_else(page, address, refusals):
    _drawn(page, address)

    marked = page.locator("[data-element-id].rd-is-done").evaluate_all(
        "all => all.map(each => each.dataset.elementId)"
    )
    late = page.locator("[data-element-id].rd-is-late").evaluate_all(
        "all => all.map(each => each.dataset.elementId)"
    )
    taken = page.locator("[data-element-id].rd-taken").evaluate_all(
        "all => all.map(each => each.dataset.elementId)"
    )

    assert (sorted(marked), late, sorted(taken)) == (
        ["incident_notified", "triage"],
        ["consider"],
        ["Flow_1", "Flow_2"],
    )
    assert sorted(page.locator(".djs-overlay .rd-badge").all_inner_texts()) == ["Late", "✓", "✓"]
    assert refusals == []


def test_choosing_a_step_shows_who_and_when(page, address):
    _drawn(page, address)

    page.locator('[data-element-id="triage"] .djs-hit').first.click()

    panel = page.locator("[data-diagram-details]")
    expect(panel).to_contain_text("Triage: done")
    expect(panel).to_contain_text("Done on 3 July 2014 by Avery Example")
    expect(panel).to_have_attribute("aria-live", "polite")
    expect(page.locator("#who")).to_have_count(1)


def test_the_diagram_is_walked_by_keyboard(page, address):
    _drawn(page, address)

    page.get_by_role("button", name="Zoom out").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Incident notified: done")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Consider: waiting, and late")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("[data-diagram-details]")).to_contain_text("Waits for the SIG Chair")


def test_a_step_that_is_reached_by_keyboard_can_be_seen(page, address):
    _drawn(page, address)
    for _ in range(5):
        page.get_by_role("button", name="Zoom in").click()

    page.get_by_role("button", name="Incident notified: done").focus()
    page.keyboard.press("End")

    step = page.get_by_role("button", name="Consider: waiting, and late")
    expect(step).to_be_focused()
    around = page.locator(".rd-diagram__canvas").bounding_box()
    box = step.bounding_box()
    assert around["x"] <= box["x"] + box["width"] / 2 <= around["x"] + around["width"]
    assert around["y"] <= box["y"] + box["height"] / 2 <= around["y"] + around["height"]


def test_a_step_that_was_not_reached_says_so(page, address):
    _drawn(page, address)

    page.locator('[data-element-id="case_closed"] .djs-hit').first.click()

    expect(page.locator("[data-diagram-details]")).to_contain_text("Nothing has happened here yet")


def test_a_map_writes_its_numbers_on_steps_and_flows(page, address):
    _drawn(page, f"{address}counts")

    badges = page.locator(".djs-overlay .rd-badge")
    assert set(badges.all_inner_texts()) == {"3 cases, 1 late", "▲ 4 of 3 days", "◆ 2", "12"}
    expect(page.locator('.rd-weight-4[data-element-id="Flow_1"]')).to_have_count(1)
    step = page.get_by_role("button", name="Triage: 3 cases, 1 late. Left 12 times.")
    expect(step).to_be_visible()


def test_where_a_diagram_cannot_be_drawn_the_page_says_so(page, address):
    page.goto(f"{address}broken")

    expect(page.get_by_text("The diagram could not be drawn.")).to_be_visible()


def test_axe_finds_nothing_on_a_diagram(page, address):
    _drawn(page, address)
    page.locator('[data-element-id="triage"] .djs-hit').first.click()

    violations = Axe().run(page).response["violations"]

    assert [(each["id"], each["nodes"][0]["html"]) for each in violations] == []


def test_the_row_that_answered_is_marked_in_the_table(page):
    app = _site()
    headers.install(app)
    # Pages with tables are allowed the style attributes that dmn-js sets (web/headers.py).
    app.after_request(_allow_style_attributes)
    with served(app) as address:
        _drawn(page, f"{address}table")

        rows = page.locator("tr.rd-marked--answered")
        expect(rows).to_have_count(1)
        expect(rows).to_contain_text('"not needed"')
        expect(rows.locator(".rd-badge")).to_have_text("✓ Answers")
        violations = Axe().run(page).response["violations"]

    assert [(each["id"], each["nodes"][0]["html"]) for each in violations] == []


def _allow_style_attributes(response: Any) -> Any:
    policy = response.headers.get("Content-Security-Policy", "")
    response.headers["Content-Security-Policy"] = f"{policy}; style-src-attr 'unsafe-inline'"
    return response

"""Departures in a browser: marked on the diagram of the case by shape and words, on pages that fit all."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from engine.memory_desk import laid_over
from tests.journeys.site import Site
from tests.journeys.test_accessible import serious, too_wide

MANAGER = "billie_manager"


@pytest.fixture(scope="module")
def departed(site: Site) -> str:
    """A case whose triage was late, and on which other than recommended was decided."""
    late = site.board.brought_to("triage")
    site.board.days_pass(14)
    site.board.plan("SIG", days=3)
    reference = site.board.brought_to("decide_review")
    act = site.board.act("decide_review")
    reason = {"decision": "SIR", "departure_reason": "Kept with the case."}
    with site.board.app.test_request_context():
        site.board.complete(reference, replace(act, answers=laid_over(act.answers, reason)))
    assert late != reference
    return reference


def pictured(page: Page, name: str) -> None:
    """Keep a picture where somebody wants to look at one."""
    folder = os.environ.get("LOOK_AT")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_a_departure_is_marked_on_its_step_in_words_and_reached_by_keyboard(site, departed):
    visitor = site.visitor(MANAGER)
    visitor.goes_to(f"/cases/{departed}")
    page = visitor.page
    expect(page.locator("[data-drawn]")).to_have_attribute("data-drawn", "yes")

    marks = page.locator('[data-container-id="decide_review"] .rd-badge--departed')
    expect(marks).to_have_text("◆ Departed")
    step = page.locator('.djs-shape[data-element-id="decide_review"]')
    assert "departed from the protocol (Other than the table proposes" in (
        step.get_attribute("aria-label") or ""
    )
    untouched = page.locator('[data-container-id="triage"] .rd-badge--departed')
    expect(untouched).to_have_count(0)
    step.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-diagram-details]")).to_contain_text("Other than recommended")
    pictured(page, "case")


def test_no_page_of_departures_stands_in_anybodys_way(site, departed):
    found, wide = [], []
    for who in (MANAGER, "bo_board", "gale_governance"):
        visitor = site.visitor(who)
        visitor.goes_to("/departures")
        found += serious(visitor.page)
        wide += too_wide(visitor.page)
        pictured(visitor.page, f"departures-{who}")
    visitor = site.visitor(MANAGER)
    page = visitor.page
    visitor.goes_to("/departures?kind=late_step&still_late=yes")
    page.get_by_role("link", name="No reason yet").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Late step")
    found += serious(page)
    wide += too_wide(page)
    visitor.hands.press(page, "Keep the reason")
    expect(page.get_by_role("alert")).to_be_visible()
    found += serious(page)
    pictured(page, "one")
    visitor.goes_to(f"/cases/{departed}#departures")
    found += serious(page)
    wide += too_wide(page)
    page.set_viewport_size({"width": 360, "height": 740})
    visitor.goes_to("/departures")
    pictured(page, "departures-360")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(forced_colors="active")
    visitor.goes_to(f"/cases/{departed}")
    expect(page.locator("[data-drawn]")).to_have_attribute("data-drawn", "yes")
    pictured(page, "forced")
    page.emulate_media(forced_colors="none", media="print")
    visitor.goes_to("/departures")
    pictured(page, "print")
    page.emulate_media(media="screen")

    assert found == []
    assert wide == []

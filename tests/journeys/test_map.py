"""The map as a browser shows it: from a number to the cases, to a case's own diagram, and back."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.site import Site
from tests.journeys.test_accessible import serious, too_wide

GOVERNANCE, BOARD = "gale_governance", "bo_board"
PROCESS = "/map/serious_incident"


@pytest.fixture(scope="module")
def filled(site: Site) -> Site:
    """Cases at several steps, of which those at triage have become late."""
    site.board.brought_to("agency_return", who="parker_police")
    for _ in range(3):
        site.board.brought_to("triage")
    site.board.brought_to("decide_review")
    site.board.days_pass(12)
    site.board.brought_to("triage")
    return site


def drawn(page: Page) -> None:
    expect(page.locator("[data-drawn]")).to_have_attribute("data-drawn", "yes")


def badges(page: Page) -> list[str]:
    return page.locator(".djs-overlay .rd-badge").all_inner_texts()


def test_from_a_number_to_the_cases_to_a_case_on_its_diagram_and_back(filled: Site):
    visitor = filled.visitor(GOVERNANCE)
    page = visitor.page
    visitor.goes_to("/map?type=none")

    page.locator('[data-step="serious_incident/triage"] td a', has_text="late").click()
    expect(page.locator("h1")).to_have_text("Late cases at “Triage the notification”")
    expect(page.locator("tbody tr")).to_have_count(3)
    page.locator("tbody th a").first.click()
    drawn(page)
    expect(page.locator("#step-triage")).to_contain_text("Late")
    page.get_by_role("link", name="Back to the cases at this step").click()
    expect(page).to_have_url(re.compile("/map/serious_incident/steps/triage.*type=none"))
    page.go_back()
    page.get_by_role("link", name="all cases on this diagram, as a map").click()

    expect(page).to_have_url(re.compile(r"/map/serious_incident\?.*type=none"))
    drawn(page)


def test_the_drawing_says_what_the_table_says(filled: Site):
    page = filled.visitor(GOVERNANCE).page
    page.goto(f"{filled.address}{PROCESS}")
    drawn(page)

    row = page.locator("#step-triage")
    expect(row.locator("td").nth(0)).to_contain_text("4")
    expect(row.locator("td").nth(1)).to_contain_text("3 late")
    assert "4 cases, 3 late" in badges(page)
    numbers = page.locator(".djs-overlay .rd-badge--number").all_inner_texts()
    said = page.locator("[data-flow] strong").all_inner_texts()
    assert sorted(numbers) == sorted(each for each in said if each != "0")
    assert len(numbers) > 5


def test_it_is_used_by_keyboard_as_one_stop(filled: Site):
    page = filled.visitor(GOVERNANCE).page
    page.goto(f"{filled.address}{PROCESS}")
    drawn(page)

    triage = page.locator('[data-element-id="triage"][role="button"]')
    expect(page.locator('.djs-element[tabindex="0"]')).to_have_count(1)
    triage.focus()
    page.keyboard.press("Enter")

    panel = page.locator("[data-diagram-details]")
    expect(panel).to_contain_text("4 cases, 3 late")
    expect(panel).to_contain_text("How long cases stayed")
    panel.get_by_role("link", name="3 late").click()
    expect(page.locator("h1")).to_have_text("Late cases at “Triage the notification”")


def test_a_board_member_is_told_no_small_number_not_even_by_the_drawing(filled: Site):
    visitor = filled.visitor(BOARD)
    page = visitor.page
    with page.expect_response("**/marks*") as answered:
        visitor.goes_to(PROCESS)
    drawn(page)

    expect(page.locator("#step-triage td").first).to_have_text("under 5")
    assert page.locator('a[href*="/steps/"]').count() == 0
    told = answered.value.json()
    texts = [each["text"] for mark in told["elements"].values() for each in mark["badges"]]
    texts += [mark["words"] for mark in told["elements"].values()]
    texts += [each["text"] for each in told["numbers"].values()]
    assert not [each for each in texts if re.search(r"\b[0-46-9]\b|\d\d", each)]
    # the control: whoever sees exact counts is told them
    governance = filled.visitor(GOVERNANCE).page
    answer = governance.request.get(f"{filled.address}{PROCESS}/marks").json()
    assert "4 cases, 3 late" in str(answer)
    refused = page.goto(f"{filled.address}{PROCESS}/steps/triage")
    assert refused is not None
    assert refused.status == 403


@pytest.mark.parametrize(
    "path", ["/map", PROCESS, "/map/appendix-2", f"{PROCESS}/steps/triage?first=nothing"]
)
def test_axe_finds_nothing_serious_and_it_fits_on_a_telephone(filled: Site, path: str):
    visitor = filled.visitor(GOVERNANCE)
    visitor.goes_to(path)

    assert serious(visitor.page) == []
    assert too_wide(visitor.page) == []


def test_appendix_2_has_the_counts_at_its_boxes_and_arrows(filled: Site):
    visitor = filled.visitor(GOVERNANCE)
    page = visitor.page
    visitor.goes_to("/map/appendix-2")

    row = page.locator("#box-triage")
    expect(row).to_contain_text("4")
    expect(row).to_contain_text("3 late")
    expect(page.locator(".rd-flowchart__badge", has_text="4 cases, 3 late")).to_have_count(1)
    expect(page.locator(".rd-flowchart__label", has_text="Consider")).to_have_count(1)
    row.locator("td").last.locator("a").click()
    expect(page).to_have_url(re.compile("#step-triage$"))


def test_the_diagram_of_the_protocol_leads_to_the_map(filled: Site):
    visitor = filled.visitor(GOVERNANCE)
    visitor.goes_to("/protocol/diagrams/serious_incident")

    visitor.page.get_by_role("link", name="Where cases stand on it").click()

    expect(visitor.page).to_have_url(re.compile("/map/serious_incident"))


def test_without_scripts_the_table_says_it(filled: Site):
    client = filled.board.client(GOVERNANCE)

    page = client.get(PROCESS).text

    assert "The table below says the same." in page
    assert '<strong class="govuk-tag govuk-tag--red">3 late</strong>' in page

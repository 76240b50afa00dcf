"""Decision tables at a browser: faults are marked as drawn and in words, by keyboard, on any width."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.web.board import PASSWORD
from tests.web.browser import chromium_running, served
from tests.web.tables_with_faults import NUMBER, put_in

FAULTY = f"version={NUMBER}"
CLEAN = "version=1"


@pytest.fixture(scope="module")
def address(board) -> Iterator[str]:
    put_in(board.app)
    with served(board.app) as address:
        yield address.rstrip("/")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with chromium_running() as browser:
        yield browser


def signed_in(browser: Browser, address: str, *, scripts: bool) -> Page:
    page = browser.new_context(
        java_script_enabled=scripts, viewport={"width": 1280, "height": 900}
    ).new_page()
    page.goto(f"{address}/sign-in")
    page.fill("[name=email]", "billie_manager@example.invalid")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{address}/")
    return page


@pytest.fixture(scope="module")
def page(chromium: Browser, address: str) -> Page:
    return signed_in(chromium, address, scripts=True)


@pytest.fixture(scope="module")
def plain(chromium: Browser, address: str) -> Page:
    """A browser without scripts."""
    return signed_in(chromium, address, scripts=False)


def drawn(page: Page) -> None:
    expect(page.locator("[data-drawn]")).to_have_attribute("data-drawn", "yes")


def axe_finds(page: Page) -> list[tuple[str, str]]:
    violations = Axe().run(page).response["violations"]
    return [(each["id"], each["nodes"][0]["html"]) for each in violations]


def test_gaps_and_overlaps_are_marked_in_the_drawn_table(page, address):
    page.goto(f"{address}/protocol/tables/lead_authority?{FAULTY}")
    drawn(page)

    table = page.locator("[data-table-canvas]")
    marked = table.locator("tr.rd-marked--wrong")
    assert [" ".join(row.locator("td").first.inner_text().split()) for row in marked.all()] == [
        "1 LA-1 Overlaps LA-2 Shares with LA-5",
        "2 LA-2 Overlaps LA-1 Overlaps LA-4",
        "4 LA-4 Overlaps LA-2",
        "5 LA-5 Shares with LA-1",
    ]
    missing = table.locator("tr.rd-marked--gap td")
    assert missing.all_inner_texts() == ["Gap", "no", "unknown", "No row answers"]


def test_marks_are_told_apart_by_their_lines_and_not_by_colour_alone(page, address):
    page.goto(f"{address}/protocol/tables/lead_authority?{FAULTY}")
    drawn(page)
    page.get_by_role("button", name="Ask the table").click()
    drawn(page)

    lines = {
        kind: page.locator(f"[data-table-canvas] tr.rd-marked--{kind} td").first.evaluate(
            "cell => getComputedStyle(cell).borderTopStyle"
        )
        for kind in ("answered", "wrong", "gap")
    }
    assert lines == {"answered": "solid", "wrong": "double", "gap": "dashed"}


def test_a_clean_table_has_no_marks_and_says_that_it_is_complete(page, address):
    page.goto(f"{address}/protocol/tables/lead_authority?{CLEAN}")
    drawn(page)

    expect(page.get_by_text("5 rows, complete, no overlap.")).to_be_visible()
    expect(page.locator("tr[class*=rd-marked]")).to_have_count(0)


def test_the_answer_is_marked_in_the_drawn_table_beside_the_rows_that_nearly_did(page, address):
    page.goto(f"{address}/protocol/tables/review_type?{CLEAN}")
    page.select_option("[name=outcome]", "died")
    page.select_option("[name=abuse_or_neglect]", "suspected")
    page.get_by_role("button", name="Ask the table").click()
    drawn(page)

    answered = page.locator("[data-table-canvas] tr.rd-marked--answered")
    expect(answered).to_have_count(1)
    expect(answered.locator("td").first).to_contain_text("2 RT-02 ✓ Answers")
    nearly = page.locator("[data-table-canvas] tr.rd-marked--nearly")
    expect(nearly.filter(has_text="RT-04").locator(".rd-badge")).to_have_text("1 away")
    assert page.url.endswith(f"/review_type?{CLEAN}")


def test_the_row_that_answered_in_a_case_is_marked_where_its_link_leads(page, address):
    row = "review_type_rt_05"
    page.goto(f"{address}/protocol/tables/review_type?{CLEAN}&case=SI-2026-0001#row-{row}")
    drawn(page)

    answered = page.get_by_text("Answered in the case").locator("visible=true")
    expect(answered).to_have_count(2)
    expect(page.locator("[data-table-canvas] tr.rd-marked--answered")).to_contain_text("RT-05")
    expect(page.locator(f"#row-{row}")).to_be_in_viewport()


def test_the_table_is_asked_by_keyboard(page, address):
    page.goto(f"{address}/protocol/tables/lead_authority?{CLEAN}")
    page.get_by_label("Placed here by another authority").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="The answer")).to_be_visible()
    expect(page.locator(".rd-outcome")).to_contain_text("Row LA-1 answers")


def test_everything_but_the_drawing_works_without_scripts(plain, address):
    plain.goto(f"{address}/protocol/tables/lead_authority?{FAULTY}")
    plain.get_by_role("button", name="Ask the table").click()

    expect(plain.locator(".rd-outcome")).to_contain_text("Row LA-3 answers")
    row = plain.locator("#row-lead_authority_la_2")
    assert row.locator(".rd-badge:visible").all_inner_texts() == [
        "1 away",
        "Overlaps LA-1",
        "Overlaps LA-4",
    ]
    expect(plain.locator("tr.rd-marked--gap")).to_contain_text("No row answers")
    expect(plain.get_by_text("The drawn table needs JavaScript.")).to_be_visible()


def test_what_no_row_answers_is_refused(plain, address):
    plain.goto(f"{address}/protocol/tables/lead_authority?{FAULTY}")
    plain.get_by_label("Ordinarily lives in another authority's area").select_option("unknown")
    plain.get_by_role("button", name="Ask the table").click()

    expect(plain.locator(".govuk-error-summary")).to_contain_text("lead_authority")
    expect(plain.locator(".rd-outcome")).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize(
    "path",
    [
        f"?{FAULTY}",
        f"/lead_authority?{FAULTY}",
        f"/review_type?{CLEAN}",
        f"/notification_criteria?{CLEAN}",
    ],
)
def test_axe_finds_nothing_and_no_page_is_wider_than_its_screen(page, address, path, width):
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{address}/protocol/tables{path}")
    if "/" in path:
        page.get_by_role("button", name="Ask the table").click()
        drawn(page)

    assert axe_finds(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert refused == []
    page.set_viewport_size({"width": 1280, "height": 900})

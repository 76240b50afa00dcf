"""Files are handed in in Chromium: with and without scripts, found by axe to be in nobody's way."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.journeys.site import Site
from tests.uploads.files import pdf, word
from tests.web.board import PASSWORD

WHO = "harper_health"
GOOD = {"name": "Letter.pdf", "mimeType": "application/pdf", "buffer": pdf()}
MACROS = {
    "name": "report.docx",
    "mimeType": "application/x",
    "buffer": word(extra={"word/vbaProject.bin": b"x"}),
}


@pytest.fixture
def task(site: Site) -> str:
    reference = site.board.brought_to("agency_return", who=WHO)
    return f"/cases/{reference}/tasks/{site.board.task_id(reference, 'agency_return', who=WHO)}"


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    return request.param


@pytest.fixture
def page(scripts: bool, site: Site, chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(java_script_enabled=scripts)
    page = context.new_page()
    site.board.client(WHO)
    page.goto(f"{site.address}/sign-in")
    page.fill("[name=email]", f"{WHO}@example.invalid")
    page.fill("[name=password]", PASSWORD)
    page.locator("main button", has_text="Sign in").click()
    yield page
    context.close()


def test_a_file_is_added_refused_and_removed(page: Page, site: Site, task: str, scripts: bool):
    page.goto(site.address + task)
    page.set_input_files("#q-files", [GOOD, MACROS])
    page.get_by_role("button", name="Add these files").click()

    expect(page.locator(".govuk-error-summary")).to_contain_text("holds macros")
    expect(page.locator(".rd-files__name")).to_have_text(["Letter.pdf (version 1, PDF, 1 kB)"])
    if scripts:
        found = Axe().run(page).response["violations"]
        assert [each["id"] for each in found if each["impact"] in ("serious", "critical")] == []
        page.set_viewport_size({"width": 360, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") <= 360

    page.get_by_role("button", name="Remove Letter.pdf").press("Enter")
    expect(page.locator("#q-files-kept")).to_contain_text("No file has been added yet")


def test_answers_that_change_the_questions_keep_a_file_that_was_chosen(
    page: Page, site: Site, task: str
):
    page.goto(site.address + task)
    page.set_input_files("#q-files", [GOOD])
    page.get_by_label("Complete").check()
    page.wait_for_timeout(500)

    page.get_by_role("button", name="Save and come back later").click()
    page.goto(site.address + task)

    expect(page.locator(".rd-files__name")).to_have_text(["Letter.pdf (version 1, PDF, 1 kB)"])

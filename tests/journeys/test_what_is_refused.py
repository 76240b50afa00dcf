"""Whatever stands against what somebody wrote, the page says so in words and keeps every one of theirs."""

import pytest
from playwright.sync_api import Page, expect

from engine.scenarios import Does
from tests.journeys.site import Site, Visitor
from tests.web.board import PASSWORD

CHAIR = "casey_chair"
WRITTEN = "The criteria may be met.\nNobody has said so yet – “not even” the lead."


@pytest.fixture
def triage(site: Site) -> tuple[Visitor, str]:
    """The SIG Chair with the form of a triage open, and the reference of its case."""
    reference = site.board.brought_to("triage")
    chair = site.visitor(CHAIR)
    chair.opens("triage", reference)
    return chair, reference


def errors(page: Page) -> list[str]:
    expect(page.get_by_role("alert")).to_be_visible()
    return page.locator(".govuk-error-summary__list li").all_inner_texts()


def written(page: Page) -> str:
    return page.locator('[name="reason"]').input_value().replace("\r\n", "\n")


def test_an_error_summary_leads_to_the_question_and_the_text_is_kept(triage):
    chair, _ = triage
    page = chair.page

    chair.hands.fill_in(page, {"reason": WRITTEN})
    chair.hands.press(page, "Continue")

    assert "Choose what you decide" in " ".join(errors(page))
    assert page.title().startswith("Error: ")
    assert written(page) == WRITTEN
    page.get_by_role("alert").get_by_role("link").last.click()
    assert page.evaluate("document.activeElement.closest('form') !== null")


def test_a_text_of_100_000_characters_is_refused_with_its_length_and_kept(triage):
    chair, _ = triage
    page = chair.page

    chair.hands.fill_in(page, {"reason": "x" * 100_000})
    chair.hands.press(page, "Continue")

    assert any("4,000" in error and "100,000" in error for error in errors(page))
    assert len(written(page)) == 100_000


def test_a_case_that_moved_on_gives_the_text_back(site, triage):
    chair, reference = triage
    chair.hands.fill_in(chair.page, site.board.answers("triage") | {"reason": WRITTEN})

    somebody_else_is_first(site, reference)
    chair.hands.press(chair.page, "Continue")

    gives_back_what_was_entered(chair.page, reference)


def test_a_case_that_moved_on_while_answers_were_checked_gives_the_text_back(site, triage):
    chair, reference = triage
    chair.goes_on_to_check(site.board.answers("triage") | {"reason": WRITTEN})

    somebody_else_is_first(site, reference)
    chair.hands.press(chair.page, "Submit")

    gives_back_what_was_entered(chair.page, reference)


def somebody_else_is_first(site: Site, reference: str) -> None:
    """The triage is completed by a second holder of the role."""
    act = site.board.act("triage")
    deputy = site.board.add_person("dana_deputy", "Dana Deputy", roles=["sig_chair"])
    with site.board.app.test_request_context():
        site.board.complete(reference, Does(deputy, act.task, None, act.answers))


def gives_back_what_was_entered(page: Page, reference: str) -> None:
    expect(page.get_by_role("heading", name="The case has moved on")).to_be_visible()
    expect(page.get_by_text("Nothing of yours was submitted")).to_be_visible()
    entered = page.locator("dd.rd-kept", has_text="The criteria may be met.").inner_text()
    assert entered == WRITTEN
    expect(page.get_by_role("link", name=f"See where {reference} stands now")).to_be_visible()


def test_an_expired_session_keeps_the_text_until_the_person_is_back(site, triage):
    chair, _ = triage
    page = chair.page
    chair.hands.fill_in(page, site.board.answers("triage") | {"reason": WRITTEN})

    page.context.clear_cookies()
    chair.hands.press(page, "Continue")
    expect(page.get_by_text("What you wrote is not lost")).to_be_visible()
    chair.hands.fill_in(page, {"email": f"{CHAIR}@example.invalid", "password": PASSWORD})
    chair.hands.press(page, "Sign in")
    expect(page.get_by_role("heading", name="What you wrote is still here")).to_be_visible()
    chair.hands.press(page, "Continue")

    page.wait_for_url("**/check")
    expect(page.locator(".rd-answer", has_text="The criteria may be met.")).to_have_text(WRITTEN)


def test_a_double_click_submits_once(site, triage):
    chair, reference = triage
    chair.goes_on_to_check(site.board.answers("triage"))

    chair.page.get_by_role("button", name="Submit").dblclick()

    chair.page.wait_for_url(f"**/cases/{reference}/submitted/*")
    expect(chair.page.get_by_role("status").first).to_contain_text("Triage the notification: done.")
    assert times_completed(site, chair, reference) == 1


def test_going_back_and_submitting_again_submits_once(site, triage):
    chair, reference = triage
    chair.goes_on_to_check(site.board.answers("triage"))
    check_page = chair.page.content()

    chair.hands.press(chair.page, "Submit")
    chair.page.wait_for_url(f"**/cases/{reference}/submitted/*")
    chair.page.set_content(check_page)
    chair.hands.press(chair.page, "Submit")

    chair.page.wait_for_url(f"**/cases/{reference}/submitted/*")
    assert times_completed(site, chair, reference) == 1


def times_completed(site: Site, chair: Visitor, reference: str) -> int:
    chair.goes_to(f"/cases/{reference}/audit")
    events = chair.page.locator("tbody tr").all_inner_texts()
    return sum("task_completed" in event and "triage " in event for event in events)

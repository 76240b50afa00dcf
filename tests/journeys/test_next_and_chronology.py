"""What happens next, what happened, and the chronology: read at a browser, by ear and on a telephone."""

from typing import Any

import pytest
from playwright.sync_api import expect

from engine.scenarios import Does
from tests.journeys.site import Site
from tests.journeys.test_accessible import serious, too_wide

HEALTH = [
    {"event_on": "2025-11-03", "source": "Health record", "event": "A meeting was held."},
    {"event_on": "2026-02-20", "source": "Visit", "event": "A visit took place.", "about": "Tam"},
]
POLICE = [{"event_on": "2025-11-04", "source": "Log", "event": "A meeting was held."}]


@pytest.fixture(scope="module")
def returned(site: Site) -> str:
    """A case whose agencies have returned entries of one meeting on two days, and then of nothing."""
    board = site.board
    reference = board.brought_to("agency_return")
    acts = [step.act for step in board.scenario.steps if isinstance(step.act, Does)]
    with board.app.test_request_context():
        for act in (each for each in acts if each.task == "agency_return"):
            entries = HEALTH if board.scenario.people[act.who].agency == "health" else POLICE
            answers: dict[str, Any] = {
                "nil_return": "no",
                "chronology": entries,
                "own_review": "none",
                "own_records": "yes",
            }
            board.complete(reference, Does(act.who, act.task, act.agency, answers))
    return reference


def test_a_task_says_what_comes_and_where_one_lands_says_what_came(site: Site):
    reference = site.board.brought_to("triage")
    chair = site.visitor("casey_chair")
    chair.opens("triage", reference)
    found, wide = serious(chair.page), too_wide(chair.page)
    said = chair.page.locator("aside", has=chair.page.locator("#what-happens-next"))
    expect(said).to_contain_text("More detail is needed from the notifier")

    chair.submits(site.board.answers("triage"))

    expect(chair.page.get_by_role("heading", level=1)).to_contain_text("what happened")
    expect(chair.page.locator("main")).to_contain_text("Define the request: SIG Chair")
    found += serious(chair.page)
    wide += too_wide(chair.page)
    assert found == []
    assert wide == []


def test_the_chronology_is_read_by_eye_and_ear_and_on_a_telephone(site: Site, returned: str):
    chair = site.visitor("casey_chair")
    chair.goes_to(f"/cases/{returned}")
    chair.page.get_by_role("link", name="Chronology: what the agencies returned").click()

    expect(chair.page.get_by_text("No entry for 107 days")).to_be_visible()
    expect(chair.page.get_by_text("Look at the date")).to_have_count(2)
    assert serious(chair.page) == []
    assert too_wide(chair.page) == []

    chair.page.get_by_label("Agency").select_option(label="■ Testshire Police")
    chair.page.get_by_role("button", name="Show").click()
    expect(chair.page.get_by_text("1 entry, 1 with a remark, 0 gaps")).to_be_visible()

"""The pictures in docs are those of the pages: `pytest tests/journeys/test_page_pictures.py --pictures`.

Without the option this says which picture is missing or too heavy, or shown nowhere.
"""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from engine.calendar import london_date
from tests.journeys.drawing import drawn
from tests.journeys.site import Site
from web.services import clock, conflicts, posts

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs/pictures/pages"
LARGEST = 250_000
NAMES = (
    "case-on-its-diagram",
    "case-decided",
    "decision-explained",
    "task-list",
    "task-form",
    "error-summary",
    "case-moved-on",
    "notification",
    "cases",
    "map",
    "decision-table",
    "case-on-a-phone",
    "something-else-happened",
    "who-acts",
    "roles-and-deputies",
    "case-documents",
)


@pytest.mark.parametrize("name", NAMES)
def test_each_picture_is_there_and_light(name):
    assert 10_000 < (PICTURES / f"{name}.png").stat().st_size < LARGEST


def test_each_picture_is_shown_somewhere():
    texts = [file.read_text("utf-8") for file in (ROOT / "README.md", *ROOT.glob("docs/*.md"))]

    unseen = [name for name in NAMES if not any(f"pages/{name}.png" in text for text in texts)]

    assert unseen == []


@pytest.fixture
def camera(request):
    if not request.config.getoption("--pictures", default=False):
        pytest.skip("pictures are taken with --pictures")
    PICTURES.mkdir(parents=True, exist_ok=True)

    def take(page: Page, name: str, *, height: int = 900, top: str | None = None) -> None:
        """Take what is seen of the page from `top`, a selector, on."""
        assert name in NAMES
        if page.locator("[data-case-diagram], [data-decision-table]").count():
            expect(page.locator("[data-drawn]").first).to_have_attribute("data-drawn", "yes")
        page.set_viewport_size({"width": page.viewport_size["width"], "height": height})
        page.evaluate("document.activeElement.blur()")
        page.evaluate(
            "top => window.scrollTo(0, top ? document.querySelector(top).getBoundingClientRect().top"
            " + window.scrollY - 20 : 0)",
            top,
        )
        page.screenshot(path=PICTURES / f"{name}.png", animations="disabled")
        page.set_viewport_size({"width": page.viewport_size["width"], "height": 900})

    return take


def test_pictures_are_taken(site: Site, camera):
    board = site.board
    decided = board.brought_to("decide_review")
    with board.app.test_request_context():
        board.complete(decided, board.act("decide_review"))
    agencies = board.brought_to("agency_return", who="parker_police")
    board.brought_to("agency_return", who="harper_health")
    board.brought_to("consider")
    board.days_pass(16)
    triage = board.brought_to("triage")

    chair = site.visitor("casey_chair")
    page = chair.page
    chair.goes_to(f"/cases/{agencies}?process=agency_information")
    page.locator('[data-element-id="agency_return"] .djs-hit').first.click()
    camera(page, "case-on-its-diagram", height=900, top="#now")
    chair.goes_to(f"/cases/{decided}")
    drawn(page)
    page.get_by_role("button", name="Show all").click()
    camera(page, "case-decided", top="#on-the-diagram", height=760)
    camera(page, "decision-explained", top="#why", height=860)
    chair.goes_to("/")
    camera(page, "task-list", height=640)
    chair.opens("triage", triage)
    camera(page, "task-form")
    chair.hands.fill_in(page, {"reason": "The criteria may be met."})
    chair.hands.press(page, "Continue")
    expect(page.get_by_role("alert")).to_be_visible()
    camera(page, "error-summary", height=800)
    chair.hands.fill_in(page, board.answers("triage"))
    with board.app.test_request_context():
        board.complete(triage, board.act("triage"))
    chair.hands.press(page, "Continue")
    expect(page.get_by_role("heading", name="The case has moved on")).to_be_visible()
    camera(page, "case-moved-on", height=760)

    notifier = site.visitor("avery_example")
    notifier.goes_to("/notify")
    camera(notifier.page, "notification")

    manager = site.visitor("billie_manager")
    manager.goes_to(f"/cases/{agencies}")
    camera(manager.page, "something-else-happened", top="#something-else", height=430)

    with board.app.test_request_context():
        today = london_date(clock().now())
        indy, bo = board.ids["indy_chair"], board.ids["bo_board"]
        posts().name_deputy(
            indy, "independent_chair", bo, first=today, last=today + timedelta(days=20), by=None
        )
        posts().give(indy, "board_member", first=today + timedelta(days=30), last=None, by=None)
        conflicts().declare(
            decided, "Led the clinic until last year.", by=board.ids["casey_chair"], key="k" * 32
        )
    manager.goes_to(f"/cases/{decided}/who-acts")
    camera(manager.page, "who-acts", top="#two-people", height=820)
    manager.goes_to(f"/people/{indy}")
    camera(manager.page, "roles-and-deputies", top="#roles", height=640)

    governance = site.visitor("gale_governance")
    governance.goes_to("/cases")
    camera(governance.page, "cases", height=700)
    governance.goes_to("/map/agency_information")
    camera(governance.page, "map", top="[data-case-diagram]")
    governance.goes_to("/protocol/tables/review_type")
    governance.page.select_option("[name=outcome]", "died")
    governance.page.select_option("[name=abuse_or_neglect]", "suspected")
    governance.page.get_by_role("button", name="Ask the table").click()
    camera(governance.page, "decision-table", top="#answer", height=1500)
    governance.page.set_viewport_size({"width": 360, "height": 900})
    governance.goes_to(f"/cases/{agencies}?process=agency_information")
    camera(governance.page, "case-on-a-phone", height=1300)


def test_a_picture_of_documents_is_taken(site: Site, camera):
    board = site.board
    board.plan("SIG", days=7)
    decided = board.brought_to("decide_review")
    with board.app.test_request_context():
        board.complete(decided, board.act("decide_review"))
    manager = site.visitor("billie_manager")
    page = manager.page
    manager.goes_to(f"/cases/{decided}")
    for name in ("decision_record", "sig_report"):
        page.locator(f"#document-{name} button").click()
        expect(page.locator(f"#document-{name}")).to_contain_text("Up to date")
    page.get_by_text("Documents that cannot be made yet").click()
    camera(page, "case-documents", top="#documents", height=820)

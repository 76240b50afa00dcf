"""Every page by which governance sees compliance and staff keep up: who opens it on a board, and how."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.journeys.filled_board import FilledBoard
from tests.journeys.site import Visitor

GOVERNANCE = "gwen.governancetest"
BOARD_MEMBER = "bo.boardtest"
CHAIR = "cara.chairexample"
INDEPENDENT_CHAIR = "indra.independentexample"
MANAGER = "bea.managerexample"
POLICE = "pip.policetest"
OTHER_POLICE = "poppy.policetest"

Does = Callable[[Visitor], None]


@dataclass(frozen=True)
class Place:
    """A page: its picture's name, who looks, the address, and what is done there.

    Cases go by the keys of the board. `changes` says that what is done changes the case, and so is done
    once; `again` that it is another look at a page of another place, taken with the pictures only.
    """

    name: str
    who: str
    path: str
    does: tuple[Does, ...] = ()
    changes: bool = False
    again: bool = False

    def opened(self, board: FilledBoard) -> Page:
        """Return the page, opened, with its drawings drawn."""
        visitor = board.site.visitor(self.who)
        references = {each.key: each.reference for each in board.shown}
        visitor.goes_to(self.path.format_map(references))
        for each in self.does:
            each(visitor)
        visitor.page.wait_for_load_state()
        whole(visitor.page)
        return visitor.page


def whole(page: Page) -> None:
    """Wait until the drawings of the page are there."""
    for drawing in page.locator("[data-case-diagram], [data-decision-table]").all():
        expect(drawing).to_have_attribute("data-drawn", "yes", timeout=20_000)


def follows(selector: str) -> Does:
    return lambda visitor: visitor.page.locator(selector).first.click()


def presses(button: str) -> Does:
    return lambda visitor: visitor.hands.press(visitor.page, button)


def writes(**answers: str) -> Does:
    return lambda visitor: visitor.hands.fill_in(visitor.page, answers)


def opens_all(visitor: Visitor) -> None:
    """Open whatever can be opened."""
    visitor.page.evaluate("document.querySelectorAll('main details').forEach(it => it.open = true)")


def sees_what_it_would_change(visitor: Visitor) -> None:
    page = visitor.page
    page.locator("[name=_reason]").fill("The hospital rang: it was otherwise.")
    page.locator("[name=facts-abuse_or_neglect][value=no]").check()
    visitor.hands.press(page, "See what it would change")
    expect(page.get_by_role("heading", level=1)).to_have_text("What the correction would change")


OWN_TASK = follows("#now ~ ul a[href*='/tasks/']")
CORRECT = follows("section:has(#entered) > details:last-of-type a[href*='/correct/']")

PLACES = (
    Place("map", GOVERNANCE, "/map"),
    Place("map-serious-incident", GOVERNANCE, "/map/serious_incident"),
    Place("map-agency-information", GOVERNANCE, "/map/agency_information"),
    Place("map-earlier-version", GOVERNANCE, "/map/serious_incident?version=1", again=True),
    Place("map-appendix-2", GOVERNANCE, "/map/appendix-2"),
    Place("map-step", GOVERNANCE, "/map/serious_incident/steps/decide_review"),
    Place(
        "map-step-late",
        GOVERNANCE,
        "/map/serious_incident/steps/decide_review?late=yes",
        again=True,
    ),
    Place("map-filter-wrong", GOVERNANCE, "/map?first=spring", again=True),
    Place("board-map", BOARD_MEMBER, "/map", again=True),
    Place("board-map-serious-incident", BOARD_MEMBER, "/map/serious_incident"),
    Place("board-map-appendix-2", BOARD_MEMBER, "/map/appendix-2", again=True),
    Place("departures", GOVERNANCE, "/departures"),
    Place("departures-still-late", GOVERNANCE, "/departures?still_late=yes", again=True),
    Place("board-departures", BOARD_MEMBER, "/departures", again=True),
    Place(
        "departure",
        GOVERNANCE,
        "/cases/{below_mandatory}#departures",
        (follows("#departures ~ table a"),),
    ),
    Place(
        "departure-to-explain",
        CHAIR,
        "/cases/{return_late}#departures",
        (follows("#departures ~ table a"),),
        again=True,
    ),
    Place("case-under-way", GOVERNANCE, "/cases/{signing_late}", again=True),
    Place("case-late", CHAIR, "/cases/{late_at_the_independent_chair}"),
    Place("case-held", MANAGER, "/cases/{held_now}", again=True),
    Place("case-published", GOVERNANCE, "/cases/{scr_published}?process=whole_review"),
    Place("case-agency", POLICE, "/cases/{returns_awaited}", again=True),
    Place(
        "case-on-another-diagram",
        GOVERNANCE,
        "/cases/{death_in_custody}?process=review_and_report",
        again=True,
    ),
    Place("chronology", CHAIR, "/cases/{late_at_the_independent_chair}/chronology"),
    Place("dossier", GOVERNANCE, "/cases/{below_mandatory}/dossier"),
    Place("annual-report", GOVERNANCE, "/annual-report/2026"),
    Place("annual-report-before", GOVERNANCE, "/annual-report/2025", again=True),
    Place("board-annual-report", BOARD_MEMBER, "/annual-report/2026", again=True),
    Place("registers", GOVERNANCE, "/registers"),
    Place("register-actions", GOVERNANCE, "/registers/actions"),
    Place("register-publications", GOVERNANCE, "/registers/publications", again=True),
    Place("register-row", GOVERNANCE, "/registers/actions", (follows("main tbody th a"),)),
    Place("tasks", CHAIR, "/"),
    Place("tasks-late", INDEPENDENT_CHAIR, "/?which=late"),
    Place("tasks-mine", CHAIR, "/?whose=mine", again=True),
    Place("tasks-of-the-role", CHAIR, "/?whose=role", again=True),
    Place("tasks-of-the-agency", POLICE, "/?whose=agency", again=True),
    Place("tasks-waiting", CHAIR, "/waiting"),
    Place("my-settings", CHAIR, "/my-settings"),
    Place("found-nothing", CHAIR, "/find", (writes(reference="nothing such"), presses("Find"))),
    Place("meetings", MANAGER, "/meetings"),
    Place("meetings-read", GOVERNANCE, "/meetings", again=True),
    Place("agenda-ahead", MANAGER, "/meetings", (follows("main tbody th a"),)),
    Place(
        "agenda-held",
        GOVERNANCE,
        "/meetings",
        (follows("main tr:has-text('Board'):has-text('27 July 2026') th a"),),
    ),
    Place("chronology-empty", GOVERNANCE, "/cases/{nfa_on_time}/chronology", again=True),
    Place("who-acts", MANAGER, "/cases/{conflict_found_late}/who-acts"),
    Place(
        "deadline",
        MANAGER,
        "/cases/{signing_late}",
        (opens_all, follows("main a[href$='/deadline']")),
    ),
    Place("hand-over", MANAGER, "/cases/{returns_awaited}", (follows("a[href$='/hand-over']"),)),
    Place(
        "hand-over-missing",
        MANAGER,
        "/cases/{returns_awaited}",
        (follows("a[href$='/hand-over']"), presses("Hand it over")),
        again=True,
    ),
    Place("task-decide", INDEPENDENT_CHAIR, "/cases/{triage_was_late}", (OWN_TASK,)),
    Place("task-what-next", CHAIR, "/cases/{new_today}", (OWN_TASK,), again=True),
    Place("correct", MANAGER, "/cases/{triage_was_late}", (opens_all, CORRECT)),
    Place(
        "correct-missing",
        MANAGER,
        "/cases/{triage_was_late}",
        (opens_all, CORRECT, presses("See what it would change")),
        again=True,
    ),
    Place(
        "correct-check",
        MANAGER,
        "/cases/{triage_was_late}",
        (opens_all, CORRECT, sees_what_it_would_change),
    ),
    # From here on cases change, so each is done once.
    Place(
        "task-taken",
        POLICE,
        "/?whose=agency",
        (follows("main a[data-task]"), presses("Take this task")),
        changes=True,
    ),
    Place("tasks-mine-taken", POLICE, "/?whose=mine", again=True),
    Place("task-of-somebody-else", OTHER_POLICE, "/?whose=agency", (follows("main a[data-task]"),)),
    Place(
        "task-checked",
        CHAIR,
        "/cases/{new_today}",
        (OWN_TASK, writes(conflicted="no"), presses("Continue")),
        again=True,
    ),
    Place(
        "task-what-happened",
        CHAIR,
        "/cases/{new_today}",
        (OWN_TASK, writes(conflicted="no"), presses("Continue"), presses("Submit")),
        changes=True,
    ),
    Place(
        "dossier-made",
        GOVERNANCE,
        "/cases/{below_mandatory}/dossier",
        (presses("Make the dossier"),),
        changes=True,
    ),
    Place(
        "correct-asked",
        MANAGER,
        "/cases/{triage_was_late}",
        (opens_all, CORRECT, sees_what_it_would_change, presses("Ask the Independent Chair")),
        changes=True,
    ),
    Place(
        "correction-to-decide",
        INDEPENDENT_CHAIR,
        "/",
        (follows('main a[data-task="decide_correction"]'),),
    ),
)

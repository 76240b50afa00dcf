"""Every page by which governance sees compliance and staff keep up, on the board of `make demo`: who opens it, and how."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.filled_board import FilledBoard
from tests.journeys.site import Visitor

GOVERNANCE = "gwen.governancetest"
BOARD_MEMBER = "bo.boardtest"
CHAIR = "cara.chairexample"
INDEPENDENT_CHAIR = "indra.independentexample"
MANAGER = "bea.managerexample"
POLICE = "pip.policetest"

Does = Callable[[Visitor], None]


@dataclass(frozen=True)
class Place:
    """A page: its picture's name, who looks, the address (references by the board's keys), and what is done there.

    `changes` says that what is done changes the case, and so is done once.
    """

    name: str
    who: str
    path: str
    does: tuple[Does, ...] = ()
    changes: bool = False

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
    visitor.page.evaluate("document.querySelectorAll('main details').forEach(it => it.open = true)")


def task(element: str) -> Does:
    return follows(f'main a[data-task="{element}"]')


PLACES = (
    Place("map", GOVERNANCE, "/map"),
    Place("map-serious-incident", GOVERNANCE, "/map/serious_incident"),
    Place("map-agency-information", GOVERNANCE, "/map/agency_information"),
    Place("map-earlier-version", GOVERNANCE, "/map/serious_incident?version=1"),
    Place("map-appendix-2", GOVERNANCE, "/map/appendix-2"),
    Place("map-step", GOVERNANCE, "/map/serious_incident/steps/decide_review"),
    Place("map-step-late", GOVERNANCE, "/map/serious_incident/steps/decide_review?late=yes"),
    Place("map-filter-wrong", GOVERNANCE, "/map?first=spring"),
    Place("board-map", BOARD_MEMBER, "/map"),
    Place("board-map-serious-incident", BOARD_MEMBER, "/map/serious_incident"),
    Place("board-map-appendix-2", BOARD_MEMBER, "/map/appendix-2"),
    Place("departures", GOVERNANCE, "/departures"),
    Place("departures-still-late", GOVERNANCE, "/departures?kind=late&still_late=yes"),
    Place("board-departures", BOARD_MEMBER, "/departures"),
    Place("departure", GOVERNANCE, "/cases/{below_mandatory}#departures", (follows("#departures ~ table a"),)),
    Place("departure-to-explain", CHAIR, "/cases/{return_late}#departures", (follows("#departures ~ table a"),)),
    Place("case-under-way", GOVERNANCE, "/cases/{signing_late}"),
    Place("case-late", CHAIR, "/cases/{late_at_the_independent_chair}"),
    Place("case-held", MANAGER, "/cases/{held_now}"),
    Place("case-published", GOVERNANCE, "/cases/{scr_published}?process=whole_review"),
    Place("case-agency", POLICE, "/cases/{returns_awaited}"),
    Place("case-on-another-diagram", GOVERNANCE, "/cases/{death_in_custody}?process=review_and_report"),
    Place("chronology", GOVERNANCE, "/cases/{scr_published}/chronology"),
    Place("dossier", GOVERNANCE, "/cases/{below_mandatory}/dossier"),
    Place("annual-report", GOVERNANCE, "/annual-report/2026"),
    Place("annual-report-before", GOVERNANCE, "/annual-report/2025"),
    Place("board-annual-report", BOARD_MEMBER, "/annual-report/2026"),
    Place("registers", GOVERNANCE, "/registers"),
    Place("register-actions", GOVERNANCE, "/registers/actions"),
    Place("register-publications", GOVERNANCE, "/registers/publications"),
    Place("register-row", GOVERNANCE, "/registers/actions", (follows("main tbody th a"),)),
    Place("tasks", CHAIR, "/"),
    Place("tasks-late", INDEPENDENT_CHAIR, "/?which=late"),
    Place("tasks-mine", CHAIR, "/?whose=mine"),
    Place("tasks-of-the-role", CHAIR, "/?whose=role"),
    Place("tasks-of-the-agency", POLICE, "/?whose=agency"),
    Place("tasks-waiting", CHAIR, "/waiting"),
    Place("my-settings", CHAIR, "/my-settings"),
    Place("found-nothing", CHAIR, "/find", (writes(reference="nothing such"), presses("Find"))),
    Place("meetings", MANAGER, "/meetings"),
    Place("meetings-read", GOVERNANCE, "/meetings"),
)

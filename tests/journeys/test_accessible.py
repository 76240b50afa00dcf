"""Axe finds nothing serious on anybody's pages, error states included, and all fit on a telephone."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from engine.scenarios import Does, Starts
from tests.journeys.site import Site, Visitor
from tests.web.board import scenario_called
from web.services import beginnings, clock

EVERYBODY = {
    "avery_example": "notifier",
    "parker_police": "agency lead",
    "casey_chair": "SIG Chair",
    "vic_vice": "SIG Vice Chair",
    "morgan_member": "SIG member",
    "indy_chair": "Independent Chair",
    "billie_manager": "Business Manager",
    "uma_unit": "Business Unit",
    "bo_board": "Board member",
    "gale_governance": "governance",
}
PHONE = 360


@pytest.fixture(scope="module")
def decided(site: Site) -> str:
    reference = site.board.brought_to("decide_review")
    with site.board.app.test_request_context():
        site.board.complete(reference, site.board.act("decide_review"))
    return reference


@pytest.fixture(scope="module")
def police_to_answer(site: Site) -> str:
    return site.board.brought_to("agency_return", who="parker_police")


@pytest.fixture(scope="module")
def at_triage(site: Site) -> str:
    return site.board.brought_to("triage")


@pytest.fixture(scope="module")
def looked_at() -> set[str]:
    """What pages have shown so far: the same page shown to somebody else is looked at once."""
    return set()


def looked_at_before(page: Page, looked_at: set[str]) -> bool:
    shown = page.locator(".govuk-service-navigation, main").all_inner_texts()
    text = "\n".join(shown)
    known = text in looked_at
    looked_at.add(text)
    return known


def serious(page: Page) -> list[tuple[str, str, str]]:
    """Return what axe calls serious or worse, once the drawings are there."""
    if page.locator("[data-case-diagram], [data-decision-table]").count():
        expect(page.locator("[data-drawn]").first).to_have_attribute("data-drawn", "yes")
    found = Axe().run(page).response["violations"]
    return [
        (page.url, each["id"], each["nodes"][0]["html"])
        for each in found
        if each["impact"] in ("serious", "critical")
    ]


def too_wide(page: Page) -> list[str]:
    """Return the address if the page is wider than a telephone and has to be pushed about sideways."""
    page.set_viewport_size({"width": PHONE, "height": 740})
    width = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size({"width": 1280, "height": 900})
    return [f"{page.url} is {width} wide"] if width > PHONE else []


def pages_of(visitor: Visitor, *more: str) -> Iterator[Page]:
    """Go to every page of the navigation, to the first task that waits, and to more."""
    visitor.goes_to("/")
    links = visitor.page.locator(".govuk-service-navigation a, main a[data-task]")
    paths = dict.fromkeys(links.evaluate_all("all => all.map(each => each.getAttribute('href'))"))
    for path in (*paths, *more):
        visitor.goes_to(path)
        yield visitor.page


@pytest.mark.parametrize("who", EVERYBODY, ids=EVERYBODY.values())
def test_no_page_of_the_navigation_stands_in_anybodys_way(
    site, police_to_answer, decided, at_triage, looked_at, who
):
    visitor = site.visitor(who)
    cases = [f"/cases/{reference}" for reference in (police_to_answer, decided)]

    found, wide = [], []
    for page in pages_of(visitor, *cases):
        if not looked_at_before(page, looked_at):
            found += serious(page)
            wide += too_wide(page)

    assert found == []
    assert wide == []


@pytest.fixture(scope="module")
def held(site: Site) -> str:
    """A case on hold, with one due date that stands still and one that guidance fixes."""
    reference = site.board.brought_to("decide_review")
    acts = [step.act for step in scenario_called("held_for_proceedings").steps]
    hold = next(act for act in acts if isinstance(act, Starts))
    by = site.board.ids["indy_chair"]
    with site.board.app.test_request_context():
        review = (clock().now() + timedelta(days=90)).date().isoformat()
        version = beginnings().form(reference, hold.process, by=by).page.version
        answers = {**hold.answers, "case": {"hold_review_on": review}}
        beginnings().begin(
            reference, hold.process, answers, by=by, key=uuid4().hex, version=version
        )
    return reference


def test_no_page_of_deadlines_does(site, held, at_triage):
    visitor = site.visitor("billie_manager")
    page = visitor.page
    fixed = site.board.task_id(held, "decide_review", who="indy_chair")
    open_to_more = site.board.task_id(at_triage, "triage", who="casey_chair")
    found, wide = [], []

    for path in (
        f"/cases/{held}",
        "/cases",
        f"/cases/{held}/tasks/{fixed}/deadline",
        f"/cases/{at_triage}/tasks/{open_to_more}/deadline",
        "/protocol/settings",
    ):
        visitor.goes_to(path)
        page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
        found += serious(page)
        wide += too_wide(page)
    visitor.goes_to(f"/cases/{at_triage}/tasks/{open_to_more}/deadline")
    visitor.hands.press(page, "Extend the deadline")
    expect(page.get_by_role("alert")).to_be_visible()
    found += serious(page)

    assert found == []
    assert wide == []


def test_no_page_of_corrections_does(site, at_triage):
    visitor = site.visitor("billie_manager")
    page = visitor.page
    visitor.goes_to(f"/cases/{at_triage}")
    page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
    visitor.hands.go(page, page.locator("a[href*='/correct/']").last)
    found, wide = serious(page), too_wide(page)

    visitor.hands.press(page, "See what it would change")
    expect(page.get_by_role("alert")).to_be_visible()
    found += serious(page)
    page.locator("[name='_reason']").fill("The hospital rang: it was otherwise.")
    page.locator("[name='facts-abuse_or_neglect'][value='no']").check()
    visitor.hands.press(page, "See what it would change")
    expect(page.get_by_role("heading", level=1)).to_have_text("What the correction would change")
    found += serious(page)
    wide += too_wide(page)

    assert found == []
    assert wide == []


def test_no_other_page_does(site, decided):
    visitor = site.visitor("billie_manager")
    year = decided.split("-")[1]
    paths = (
        f"/cases/{decided}/audit",
        f"/cases/{decided}/dossier",
        f"/cases/{decided}/begin",
        f"/cases/{decided}/begin/new_facts",
        "/cases?status=all",
        "/people/new",
        "/people/agencies",
        f"/people/{site.board.ids['casey_chair']}",
        "/protocol/diagrams/serious_incident",
        "/protocol/diagrams/agency_information",
        "/protocol/appendix-2",
        "/protocol/clauses",
        "/protocol/clauses/N-08",
        "/protocol/clauses/without",
        "/protocol/tables/review_type",
        "/protocol/tables/notification_criteria",
        "/clock",
        "/outbox",
        "/annual-report",
        f"/annual-report/{year}/received/received",
        f"/annual-report/{year}/timeliness/triage?of=in_time",
        "/annual-report/waiting/told/decided",
    )

    found, wide = [], []
    for path in paths:
        visitor.goes_to(path)
        found += serious(visitor.page)
        wide += too_wide(visitor.page)

    assert found == []
    assert wide == []


def test_no_refusal_does(site, at_triage, decided):
    found = [
        fault for page in refusals(site, at_triage) for fault in serious(page) + too_wide(page)
    ]

    assert found == []


def refusals(site: Site, at_triage: str) -> Iterator[Page]:
    """Meet error summaries, the check page, a 409, a 403, a 404, and the page that asks to sign in."""
    chair = site.visitor("casey_chair")
    page = chair.page
    chair.opens("triage", at_triage)
    task = page.url
    chair.hands.press(page, "Continue")
    expect(page.get_by_role("alert")).to_be_visible()
    yield page
    chair.goes_on_to_check(site.board.answers("triage"))
    yield page
    deputy = site.board.add_person("dana_deputy", "Dana Deputy", roles=["sig_chair"])
    with site.board.app.test_request_context():
        answers = site.board.answers("triage")
        site.board.complete(at_triage, Does(deputy, "triage", None, answers))
    chair.hands.press(page, "Submit")
    expect(page.get_by_role("heading", name="The case has moved on")).to_be_visible()
    yield page

    vice = site.visitor("vic_vice")
    vice.page.goto(task)
    yield vice.page
    vice.goes_to("/cases/SI-2099-0001")
    yield vice.page

    manager = site.visitor("billie_manager")
    manager.goes_to("/meetings")
    manager.hands.press(manager.page, "Add the meeting")
    expect(manager.page.get_by_role("alert")).to_be_visible()
    yield manager.page

    notifier = site.visitor("avery_example")
    notifier.goes_to("/notify")
    yield notifier.page
    notifier.hands.press(notifier.page, "Continue")
    expect(notifier.page.get_by_role("alert")).to_be_visible()
    yield notifier.page

    stranger = site.browser.new_context().new_page()
    stranger.goto(f"{site.address}/sign-in")
    yield stranger
    stranger.get_by_role("button", name="Sign in").click()
    expect(stranger.get_by_role("alert")).to_be_visible()
    yield stranger


def test_axe_is_asked_and_answers(site):
    """The control: a picture without words is found."""
    page = site.visitor("casey_chair").page
    page.goto(f"{site.address}/who-sees-what")
    page.locator("main").evaluate("main => main.append(document.createElement('img'))")

    assert [fault for _, fault, _ in serious(page)] == ["image-alt"]


def test_no_list_of_tasks_does_nor_what_is_done_from_it(site, police_to_answer):
    at_triage = site.board.brought_to("triage")
    second = site.board.add_person("sam_second", "Sam Secondexample", roles=["sig_chair"])
    task = site.board.task_id(at_triage, "triage", who=second)
    path = f"/cases/{at_triage}/tasks/{task}"
    found, wide = [], []
    for who, paths in (
        ("casey_chair", (path, "/?whose=role", "/?whose=all&which=new", "/find", "/my-settings")),
        (second, (path, "/?whose=mine")),
        ("parker_police", ("/?whose=agency",)),
        ("avery_example", ("/waiting",)),
        ("billie_manager", (f"{path}/hand-over", f"/cases/{at_triage}")),
    ):
        visitor = site.visitor(who)
        for each in paths:
            visitor.goes_to(each)
            found += serious(visitor.page)
            wide += too_wide(visitor.page)
    taking = site.visitor("casey_chair")
    taking.goes_to(path)
    taking.hands.press(taking.page, "Take this task")
    expect(taking.page.get_by_role("button", name="Give it back")).to_be_visible()
    found += serious(taking.page)
    late = site.visitor(second)
    late.goes_to(path)
    expect(late.page.get_by_text("took this task on")).to_be_visible()
    found += serious(late.page)
    manager = site.visitor("billie_manager")
    manager.goes_to(f"{path}/hand-over")
    manager.hands.press(manager.page, "Hand it over")
    expect(manager.page.locator(".govuk-error-summary")).to_be_focused()
    found += serious(manager.page)
    finder = site.visitor("casey_chair")
    finder.goes_to("/find")
    finder.page.get_by_label("Reference").fill("nothing of the kind")
    finder.page.locator("main").get_by_role("button", name="Find").click()
    expect(finder.page.locator(".govuk-error-summary")).to_be_visible()
    found += serious(finder.page)

    assert found == []
    assert wide == []

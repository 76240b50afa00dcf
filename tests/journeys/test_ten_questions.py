"""The board of `make demo` as people meet it: the ten questions of docs/governance.md, and every page.

Each question is asked in at most three steps, and what a page says is compared with a count of its own, in
SQL. Every page is opened on a telephone and on paper, its drawings are gone through by keyboard. `--pictures`
takes the pictures of docs, and of every page in four modes into var/looks.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.journeys.album import keep
from tests.journeys.by_keyboard import (
    drawn_and_written,
    goes_to,
    looks_otherwise_when_focused,
    steps_reached,
)
from tests.journeys.every_page import BOARD_MEMBER, PLACES, Place
from tests.journeys.filled_board import GOVERNANCE, FilledBoard, filled_board, shown_in
from tests.journeys.on_paper import (
    cut_off,
    left_to_press,
    odd_sheets,
    on_paper,
    parts_of_the_drawing,
)
from tests.journeys.test_accessible import serious, too_wide
from tests.web.board import protocol
from web import words
from web.demo.filling import Filling
from web.demo.recipes import BoardError
from web.store.database import db

PICTURES = Path(__file__).parents[2] / "docs/pictures/governance"
IN_LONDON = "at time zone 'Europe/London'"


NAMES = (
    "late-at-the-independent-chair",
    "decisions-that-departed",
    "below-mandatory",
    "notifiers-told",
    "stays-longer-than-the-target",
    "withheld",
    "actions-overdue",
    "returns-missing",
    "one-case",
    "the-year",
)


@pytest.mark.parametrize("name", NAMES)
def test_each_answer_has_a_picture_that_is_shown_and_light(name):
    text = (PICTURES.parents[1] / "governance.md").read_text("utf-8")

    assert f"pictures/governance/{name}.png" in text
    assert 10_000 < (PICTURES / f"{name}.png").stat().st_size < 250_000


@pytest.fixture(scope="module")
def filled(make_shared_app: Callable[..., Flask], chromium: Browser) -> Iterator[FilledBoard]:
    with filled_board(make_shared_app, chromium) as board:
        yield board


@pytest.fixture
def camera(request) -> Callable[..., None]:
    """Take a picture from a place of the page on, where pictures are asked for."""

    def take(page: Page, name: str, top: str = "main table") -> None:
        assert name in NAMES
        if request.config.getoption("--pictures", default=False):
            if page.locator("[data-case-diagram]").count():
                expect(page.locator("[data-drawn]").first).to_have_attribute("data-drawn", "yes")
            place = page.locator(top).first
            place.evaluate(
                "it => window.scrollTo(0, it.getBoundingClientRect().top + scrollY - 20)"
            )
            PICTURES.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=PICTURES / f"{name}.png", animations="disabled")

    return take


def of_kind(filled: FilledBoard, rule: str) -> list[str]:
    rows = filled.sql(
        'select reference from departure join "case" on "case".id = case_id where rule = :rule',
        rule=rule,
    )
    return sorted(reference for (reference,) in rows)


def listed(asked, *columns: int) -> list[str]:
    return sorted(" ".join(row[each] for each in columns) for row in asked.rows())


def counts_in(asked, figure: str) -> dict[str, str]:
    """Return the last count of each line of a figure, without what a link says besides."""
    table = asked.page.locator(f"section:has(#figure-{figure}) table")
    return {row[0]: row[-1].replace(",", " ").split()[0] for row in asked.rows(table)}


def counted(asked, kind: str) -> str:
    """Return the count of a kind of departure over all years."""
    row = asked.page.locator("tr", has=asked.page.get_by_role("rowheader", name=kind, exact=True))
    return shown_in(row.locator("td").last).split()[0]


def test_forty_cases_stand_where_the_board_says(filled):
    cases = filled.sql('select reference from "case"')

    assert len(cases) == len(filled.shown) >= 40
    assert {types for (types,) in filled.sql('select distinct review_type from "case"')} >= {
        "SCR",
        "SIR",
        "IMR",
        "NFA",
        "other",
    }
    rules = {rule for (rule,) in filled.sql("select distinct rule from departure")}
    assert len(rules) >= 9


def test_which_cases_stand_late_at_the_independent_chair(filled, camera):
    late = filled.sql(
        'select reference from departure join "case" on "case".id = departure.case_id'
        " join user_task on user_task.id = departure.task_id"
        " where late and days_late is null and role = 'independent_chair'"
    )

    asked = filled.asked_by()
    asked.follows("Departures")
    asked.chooses(kind="Late step", still_late=True)
    rows = [row for row in asked.rows() if "Independent Chair" in row[2]]
    camera(asked.page, "late-at-the-independent-chair")

    assert sorted(row[0] for row in rows) == sorted(reference for (reference,) in late) != []
    assert all("days late so far" in row[3] for row in rows)
    reference = filled.reference("late_at_the_independent_chair")
    line = asked.page.locator("tr", has_text=reference).filter(has_text="Independent Chair")
    asked.follows("Read the reason", among=line)
    assert "The coroner's report is awaited" in shown_in(asked.page.locator("main"))


def test_how_often_a_decision_departed_and_where(filled, camera):
    for rule, kind in (
        ("other_than_table", "Other than the table proposes"),
        ("other_than_recommended", "Other than recommended"),
    ):
        asked = filled.asked_by()
        asked.follows("Departures")
        assert counted(asked, kind) == str(len(of_kind(filled, rule)))
        asked.follows(f"of {kind}")

        assert [row[0] for row in sorted(asked.rows())] == of_kind(filled, rule) != []
        assert all(row[2] for row in asked.rows())
        camera(asked.page, "decisions-that-departed")


def test_a_review_below_what_was_mandatory_and_why(filled, camera):
    asked = filled.asked_by()
    asked.follows("Departures")
    asked.follows("of Below a mandatory review")
    assert listed(asked, 0) == of_kind(filled, "below_mandatory") != []
    row = asked.page.locator("tr", has_text=filled.reference("below_mandatory"))
    asked.follows("Read the reason", among=row)
    camera(asked.page, "below-mandatory", "main h1")

    said = shown_in(asked.page.locator("main"))
    assert "The same questions were answered by a review last month." in said


def test_every_notifier_was_told(filled, camera):
    asked = filled.asked_by()
    asked.follows("Annual report")
    camera(asked.page, "notifiers-told", "#figure-told")
    year = int(shown_in(asked.page.locator("h1"))[-4:])
    rows = counts_in(asked, "told")

    def sent(*messages: str) -> int:
        [(number,)] = filled.sql(
            "select count(*) from notice where message = any(:messages) and to_word = 'notifier'"
            f" and extract(year from due_at_utc {IN_LONDON}) = :year and sent_at_utc is not null",
            messages=list(messages),
            year=year,
        )
        return number

    [(received,)] = filled.sql(
        'select count(*) from "case" where extract(year from received_on) = :year', year=year
    )
    assert rows["The notification has arrived"] == str(sent("notification_acknowledged"))
    assert rows["The notification has arrived"] == str(received) != "0"
    assert rows["It is considered further"] == str(sent("to_be_considered"))
    outcome = sent("nfa_at_triage", "decision_for_notifier", "case_withdrawn")
    assert rows["What was decided"] == str(outcome)

    asked.follows("What was decided", among=asked.page.locator("section:has(#figure-told) ul"))
    waits = filled.sql(
        'select reference from "case" where exists'
        " (select 1 from process_instance run join element_visit visit"
        ' on visit.process_instance_id = run.id where run.case_id = "case".id'
        " and visit.element = 'notification_submitted')"
        " and not exists (select 1 from notice where case_id = \"case\".id and to_word = 'notifier'"
        " and sent_at_utc is not null and message = any(:messages))",
        messages=["nfa_at_triage", "decision_for_notifier", "case_withdrawn"],
    )
    listed_there = asked.rows()
    assert sorted(row[0] for row in listed_there) == sorted(row[0] for row in waits) != []
    assert [row for row in listed_there if row[2].endswith("Late")] != []
    since = filled.sql(
        'select reference, received_on from "case" where reference = any(:references)',
        references=[row[0] for row in listed_there],
    )
    on = dict(row[:2] for row in since)
    assert [row[1] for row in listed_there] == [words.day(on[row[0]]) for row in listed_there]


def test_at_which_steps_cases_stay_longer_than_the_target(filled, camera):
    over = filled.sql(
        "select visit.element from element_visit visit"
        " join process_instance run on run.id = visit.process_instance_id"
        " join user_task task on task.id = visit.task_id and task.element = visit.element"
        " where visit.process = 'serious_incident' and not visit.cancelled and task.due is not null"
        " and run.deployment_number = (select max(number) from deployment)"
        f" and visit.left_at_utc is not null group by 1"
        f" having 2 * count(*) filter (where (visit.left_at_utc {IN_LONDON})::date <= task.due) < count(*)"
    )

    asked = filled.asked_by()
    asked.follows("Map")
    name = asked.page.locator("[data-process=serious_incident] a").inner_text()
    asked.follows(name)
    table = asked.page.locator("table", has=asked.page.locator("[data-element]"))
    late = table.locator("tr", has_text="Mostly late")
    camera(asked.page, "stays-longer-than-the-target", "[data-case-diagram]")

    shown = late.evaluate_all("rows => rows.map(row => row.dataset.element)")
    assert sorted(shown) == sorted(element for (element,) in over) != []


def test_which_reviews_were_withheld_and_which_published_late(filled, camera):
    asked = filled.asked_by()
    asked.follows("Departures")
    asked.follows("of Withheld from publication")
    assert listed(asked, 0) == of_kind(filled, "withheld") != []
    camera(asked.page, "withheld")
    asked.chooses(kind="Published late")

    assert listed(asked, 0) == of_kind(filled, "published_late") != []


def test_which_actions_are_overdue(filled, camera):
    overdue = filled.sql(
        'select reference from user_task join "case" on "case".id = case_id, clock'
        " where element = 'carry_out_action' and user_task.closed_at_utc is null"
        f" and due < ((now() + offset_seconds * interval '1 second') {IN_LONDON})::date"
    )

    asked = filled.asked_by()
    asked.follows("Registers")
    actions = asked.page.locator("h2", has_text="Actions").locator("xpath=following-sibling::p[2]")
    asked.follows("late", among=actions)
    camera(asked.page, "actions-overdue")

    assert sorted(row[0].split()[0] for row in asked.rows()) == sorted(
        reference for (reference,) in overdue
    )
    assert overdue != []


def test_which_cases_went_on_with_a_return_missing(filled, camera):
    asked = filled.asked_by()
    asked.follows("Departures")
    asked.follows("of Closed with returns missing")
    camera(asked.page, "returns-missing")

    assert listed(asked, 0) == of_kind(filled, "returns_missing") != []


def test_how_one_case_stands_to_the_clauses(filled, camera):
    reference = filled.reference("signing_late")
    departed = filled.sql(
        'select distinct clause from departure join "case" on "case".id = case_id'
        " where reference = :reference and not late",
        reference=reference,
    )

    asked = filled.asked_by()
    asked.follows("Cases")
    asked.follows(reference)
    clauses = asked.page.locator("details", has_text="Departed from:")
    camera(asked.page, "one-case", "#clauses")

    said = shown_in(asked.page.locator("main"))
    assert "Of the clauses that apply to this case so far" in said
    assert departed != []
    for (clause,) in departed:
        assert clauses.get_by_role("link", name=clause, exact=True).count() == 1


def test_what_the_year_looked_like(filled, camera):
    asked = filled.asked_by()
    asked.follows("Annual report")
    year = int(shown_in(asked.page.locator("h1"))[-4:])
    camera(asked.page, "the-year", "main h1")

    def came(state: str) -> int:
        [(number,)] = filled.sql(
            "select count(*) from register_standing where register = 'publications'"
            " and state = :state and extract(year from since) = :year",
            state=state,
            year=year,
        )
        return number

    [(received,)] = filled.sql(
        'select count(*) from "case" where extract(year from received_on) = :year', year=year
    )
    assert counts_in(asked, "received") == {"Received": str(received)}
    rows = counts_in(asked, "published")
    assert rows["Published"] == str(came("published"))
    assert rows["Withheld"] == str(came("withheld"))


def test_control_a_case_more_is_noticed(filled):
    asked = filled.asked_by()
    asked.follows("Departures")
    asked.follows("of Withheld from publication")

    assert listed(asked, 0) != [*of_kind(filled, "withheld"), "SI-2026-9999"]


EVERY_PAGE = [place for place in PLACES if not place.again]


@pytest.mark.parametrize("place", EVERY_PAGE, ids=[each.name for each in EVERY_PAGE])
def test_every_page_is_whole_on_a_telephone_and_on_paper(filled, place, request):
    assert faults_of(filled, place, pictures=taken(request)) == []


def test_another_look_at_the_pages_finds_nothing_else(filled, request):
    if not taken(request):
        pytest.skip("another look at each page is taken with --pictures")
    others = [place for place in PLACES if place.again]

    assert [fault for place in others for fault in faults_of(filled, place, pictures=True)] == []


def taken(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--pictures", default=False))


def faults_of(filled: FilledBoard, place: Place, *, pictures: bool) -> list[object]:
    """Open a page, and return what is wrong with it on a screen, on a telephone and on paper."""
    page = place.opened(filled)
    with on_paper(page):
        found: list[object] = [*left_to_press(page), *cut_off(page)]
    if pictures:
        found += odd_sheets(page)
        keep(page, place, filled)
    return [*found, *serious(page), *too_wide(page)]


def test_control_what_is_cut_off_or_to_be_pressed_on_paper_is_found(filled):
    page = filled.site.visitor(GOVERNANCE).page
    page.goto(f"{filled.site.address}/registers")
    page.locator("main").evaluate(
        "main => main.insertAdjacentHTML('beforeend', '<a role=button>Print</a>"
        '<div class="rd-flowchart__box"><pre class="wide">wide</pre></div>\')'
    )
    page.locator("pre").evaluate("it => it.style.width = '900px'")
    with on_paper(page):
        assert len(left_to_press(page)) == 1
        assert len(cut_off(page)) == 1


@pytest.mark.parametrize(
    "name", ["case-late", "departures", "map-agency-information", "task-decide"]
)
def test_no_sheet_is_blank_and_no_head_of_a_table_stands_alone(filled, name):
    [place] = [each for each in PLACES if each.name == name]
    assert odd_sheets(place.opened(filled)) == []


def test_control_a_blank_sheet_and_a_head_that_stands_alone_are_found(filled):
    page = filled.site.visitor(GOVERNANCE).page
    page.goto(f"{filled.site.address}/registers")
    page.locator("main").evaluate(
        """main => {
            main.innerHTML = '<table><thead><tr><th>Head alone</th></tr></thead></table><p></p><p>Words</p>';
            for (const it of main.querySelectorAll('p')) it.style.breakBefore = 'page';
            main.querySelector('p').style.height = '1cm';
        }"""
    )
    assert odd_sheets(page) == ["sheet 1 ends with the head of a table", "sheet 2 is blank"]


@pytest.mark.parametrize(
    "path",
    ["/map/serious_incident", "/map/agency_information", "/cases/{scr_published}"],
)
def test_a_diagram_is_on_paper_as_a_whole(filled, path):
    page = Place("drawing", GOVERNANCE, path).opened(filled)

    with on_paper(page):
        steps, parts, missing = parts_of_the_drawing(page)
        page.locator(".rd-paper__part").last.evaluate("it => it.remove()")
        control = parts_of_the_drawing(page)[2]

    assert steps > 10
    assert parts > 1
    assert missing == []
    assert control != []


def test_every_step_with_a_number_is_reached_and_followed_by_keyboard_alone(filled):
    page = Place("map", GOVERNANCE, "/map/serious_incident").opened(filled)
    rows = page.locator("tr[data-element]")
    offered = rows.evaluate_all(
        "rows => rows.map(row => [row.dataset.element,"
        " [...row.querySelectorAll('td a')].map(link => link.getAttribute('href'))])"
    )

    reached = steps_reached(page)

    assert len(offered) > 50
    assert {step: links for step, links in reached.items() if links} == {
        step: links for step, links in offered if links
    }
    late = page.locator("#step-decide_review td a", has_text="late").get_attribute("href")
    page.locator('[data-element-id="decide_review"][role=button]').focus()
    page.keyboard.press("Enter")
    goes_to(page, page.locator(f'[data-diagram-details] a[href="{late}"]'))
    expect(page.locator("h1")).to_have_text("Late cases at “Decide on a review”")


def test_every_step_that_a_case_has_reached_is_chosen_by_keyboard_alone(filled):
    page = Place("case", GOVERNANCE, "/cases/{late_at_the_independent_chair}").opened(filled)

    reached = steps_reached(page)

    listed_steps = page.locator("[data-steps] > li").evaluate_all(
        "all => all.map(each => each.dataset.element)"
    )
    assert sorted(reached) == sorted(listed_steps)
    assert len(reached) > 30


@pytest.mark.parametrize("colours", ["none", "active"])
def test_where_the_keyboard_is_can_be_seen_in_forced_colours_too(filled, colours):
    page = Place("map", GOVERNANCE, "/map/agency_information").opened(filled)
    page.emulate_media(forced_colors=colours)
    step = page.locator('[data-element-id="agency_return"][role=button]')

    assert looks_otherwise_when_focused(page, step, page.locator(".rd-diagram__canvas"))
    # the control: what no keyboard comes to looks as before
    assert not looks_otherwise_when_focused(page, page.locator("h1"), page.locator("h1"))
    page.goto(f"{filled.site.address}/map/appendix-2")
    box = page.locator(".rd-flowchart__box").nth(3)
    assert looks_otherwise_when_focused(page, box, page.locator(".rd-flowchart"))
    page.emulate_media(forced_colors="none")


@pytest.mark.parametrize("who", [GOVERNANCE, BOARD_MEMBER])
def test_what_a_map_draws_its_table_says(filled, who):
    page = Place("map", who, "/map").opened(filled)
    paths = page.locator("[data-process] a").evaluate_all(
        "all => all.map(each => each.getAttribute('href'))"
    )

    told = drawn_and_written(page, paths)

    assert len(told) > 20
    assert sum(len(each.numbers) for each in told) > 20
    assert [each.unwritten() for each in told if each.unwritten()] == []
    busy = max(told, key=lambda each: len(each.numbers))
    assert replace(busy, rows={}, ways={}).unwritten() != []


def test_what_the_diagram_of_a_case_draws_its_list_says(filled):
    page = filled.site.visitor(GOVERNANCE).page
    paths = [f"/cases/{each.reference}" for each in filled.shown[::4]]

    told = drawn_and_written(page, paths)

    assert all(each.standings for each in told)
    assert [{k: v for k, [v] in each.badges.items()} for each in told] == [
        each.standings for each in told
    ]
    assert [sorted(each.flows) for each in told] == [sorted(each.ways) for each in told]


def test_a_database_that_holds_cases_is_not_filled_again(filled):
    with filled.app.app_context():
        config = filled.app.config["REVIEW_DESK"]
        again = Filling(db.engine, config, filled.board, protocol(), say=lambda _: None)
        with pytest.raises(BoardError, match="holds cases already"):
            again.fill(password_hash=lambda: "")

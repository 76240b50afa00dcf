"""Something else happened: with a pointer, the keyboard alone, or without JavaScript; and axe looks on."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.journeys.drawing import Told, drawn, listed
from tests.journeys.hands import Keyboard, Pointer, WithoutScripts
from tests.journeys.site import Site, open_site
from tests.journeys.test_accessible import serious, too_wide
from tests.web.small_board import NEWS, WITHDRAWAL, small_case, small_files
from web.services import beginnings

HANDS = {"pointer": Pointer, "keyboard": Keyboard, "no_scripts": WithoutScripts}


@pytest.fixture(scope="module")
def small_site(make_shared_app: Callable[..., Flask], chromium: Browser) -> Iterator[Site]:
    of_the_board = {"scenario": small_case(), "files": small_files()}
    with open_site(make_shared_app, chromium, Pointer(), **of_the_board) as site:
        yield site


def chosen(site: Site, who: str, reference: str, process: str) -> Page:
    """Choose what happened on the case page and go on to its form."""
    visitor = site.visitor(who)
    visitor.goes_to(f"/cases/{reference}")
    visitor.hands.fill_in(visitor.page, {"process": process})
    visitor.hands.press(visitor.page, "Continue")
    visitor.page.wait_for_url(f"**/begin/{process}")
    return visitor.page


@pytest.mark.parametrize("how", HANDS)
def test_it_is_said_by_anybody_however_they_work(
    how: str, make_app: Callable[..., Flask], chromium: Browser
):
    of_the_board = {"scenario": small_case(), "files": small_files()}
    with open_site(make_app, chromium, HANDS[how](), **of_the_board) as site:
        reference = site.board.brought_to("triage")
        page = chosen(site, "chair", reference, "small_news")
        site.visitor("chair").submits(NEWS)

        expect(page.get_by_text("Now waiting: Look again")).to_be_visible()
        site.visitor("chair").goes_to(f"/cases/{reference}")
        expect(page.get_by_role("link", name="News of the child").first).to_be_visible()


def begin(site: Site, reference: str, process: str, raw: dict[str, object], who: str) -> None:
    by = site.board.ids[who]
    with site.board.app.test_request_context():
        version = beginnings().form(reference, process, by=by).page.version
        beginnings().begin(reference, process, raw, by=by, key=uuid4().hex, version=version)


def test_each_process_of_the_case_is_drawn_by_itself(small_site: Site):
    reference = small_site.board.brought_to("triage")
    begin(small_site, reference, "small_news", NEWS, "chair")
    begin(small_site, reference, "small_withdrawal", WITHDRAWAL, "manager")
    chair = small_site.visitor("chair")
    waits = Told(
        done=frozenset({"news_came"}),
        waiting=frozenset({"look_again"}),
        taken=frozenset({"n1"}),
    )

    chair.goes_to(f"/cases/{reference}")
    chair.page.get_by_label("Diagrams of this case").get_by_text("News of the child").click()

    assert drawn(chair.page) == waits
    assert listed(chair.page) == waits


def test_after_the_end_of_the_case_what_was_open_is_drawn_as_withdrawn(small_site: Site):
    reference = small_site.board.brought_to("triage")
    begin(small_site, reference, "small_news", NEWS, "chair")
    begin(small_site, reference, "small_withdrawal", WITHDRAWAL, "manager")
    independent = small_site.visitor("independent")
    independent.opens("approve_withdrawal", reference)
    independent.submits({"approve": "yes"})
    expect(independent.page.get_by_text(f"The case {reference} is closed")).to_be_visible()

    independent.goes_to(f"/cases/{reference}?process=small_news")

    assert drawn(independent.page).withdrawn == frozenset({"look_again"})
    assert listed(independent.page).withdrawn == frozenset({"look_again"})


def test_none_of_its_pages_stands_in_anybodys_way(small_site: Site):
    reference = small_site.board.brought_to("triage")
    begin(small_site, reference, "small_news", NEWS, "chair")
    manager = small_site.visitor("manager")
    found, wide = [], []

    def look() -> None:
        found.extend(serious(manager.page))
        wide.extend(too_wide(manager.page))

    for address in (f"/cases/{reference}", f"/cases/{reference}/begin"):
        manager.goes_to(address)
        look()
    manager.hands.press(manager.page, "Continue")
    expect(manager.page.get_by_role("alert")).to_be_visible()
    look()
    chosen(small_site, "manager", reference, "small_withdrawal")
    look()
    manager.hands.press(manager.page, "Continue")
    expect(manager.page.get_by_role("alert")).to_be_visible()
    look()
    manager.goes_on_to_check(WITHDRAWAL)
    look()
    small_site.visitor("notifier").goes_to(f"/cases/{reference}")
    found += serious(small_site.visitor("notifier").page)

    assert found == []
    assert wide == []

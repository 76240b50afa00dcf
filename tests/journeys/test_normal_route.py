"""A notification travels from its form to the decision on a review, each person signed in as themselves."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from engine.scenarios import Act, Does
from tests.journeys.drawing import Told, drawn, listed
from tests.journeys.hands import Keyboard, Pointer, WithoutScripts
from tests.journeys.normal_route import AFTER_THE_DECISION, ONE_AGENCY_OF_TWO, WHILE_AGENCIES_ANSWER
from tests.journeys.site import Site, open_site

MANAGER = "billie_manager"


@pytest.fixture(
    params=[Pointer(), Keyboard(), WithoutScripts()], ids=["pointer", "keyboard", "no scripts"]
)
def site(request, make_app: Callable[..., Flask], chromium: Browser) -> Iterator[Site]:
    with open_site(make_app, chromium, request.param) as site:
        yield site


def test_a_notification_travels_to_the_decision(site):
    plan_a_meeting(site, "SIG", days=7)
    site.board.plan("Board", days=40)
    reference = notify(site)
    for step in site.board.scenario.steps[1:]:
        act = step.act
        if isinstance(act, Does):
            do(site, reference, act)
        else:
            hold_the_meeting(site, act.kind)
        for process, expected in shown_after(act).items():
            case_page_says(site, reference, process, expected)
        if isinstance(act, Does) and act.task == "decide_review":
            break

    told(site, reference)


def shown_after(act: Act) -> dict[str, Told]:
    match act:
        case Does(task="agency_return", who="harper_health"):
            return {
                "serious_incident": WHILE_AGENCIES_ANSWER,
                "agency_information": ONE_AGENCY_OF_TWO,
            }
        case Does(task="decide_review"):
            return {"serious_incident": AFTER_THE_DECISION}
    return {}


def case_page_says(site: Site, reference: str, process: str, expected: Told) -> None:
    chair = site.visitor("casey_chair")
    chair.goes_to(f"/cases/{reference}?process={process}")
    assert listed(chair.page) == expected
    if site.hands.scripts:
        assert drawn(chair.page) == expected


def notify(site: Site) -> str:
    act = site.board.act("notification_submitted")
    notifier = site.visitor(act.who)
    notifier.goes_to("/notify")
    notifier.submits(act.answers, button="Send the notification")
    return notifier.page.url.rpartition("/")[2]


def do(site: Site, reference: str, act: Does) -> None:
    person = site.visitor(act.who)
    person.opens(act.task, reference)
    person.submits(act.answers)


def told(site: Site, reference: str) -> None:
    """See that everybody the decision is told to has been sent their notice by the worker."""
    site.board.work()
    chair = site.visitor("casey_chair")
    chair.goes_to(f"/cases/{reference}")
    rows = chair.page.locator("section", has_text="Who was told").locator("tbody tr")
    sent = rows.all_inner_texts()
    assert any("Department for Education" in row for row in sent)
    assert any("Avery Example" in row for row in sent)
    assert not any("Waiting to be sent" in row for row in sent)


def plan_a_meeting(site: Site, kind: str, *, days: int) -> None:
    when = date.today() + timedelta(days=days)
    parts = {part: getattr(when, part) for part in ("day", "month", "year")}
    manager = site.visitor(MANAGER)
    manager.goes_to("/meetings")
    manager.hands.fill_in(manager.page, {"kind": kind, **parts, "time": "10:00"})
    manager.hands.press(manager.page, "Add the meeting")
    expect(manager.page.get_by_role("status")).to_contain_text(f"The {kind} meeting is planned")


def hold_the_meeting(site: Site, kind: str) -> None:
    manager = site.visitor(MANAGER)
    manager.goes_to("/meetings")
    manager.hands.fill_in(manager.page, {"held_kind": kind})
    manager.hands.press(manager.page, "Record it")
    expect(manager.page.get_by_role("status")).to_contain_text(f"Recorded: the {kind} met today")
    site.board.work()

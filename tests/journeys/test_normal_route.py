"""A notification travels from the form to the Independent Chair's decision, each person signed in as themselves."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from engine.scenarios import Does
from tests.journeys.hands import Hands, Keyboard, Pointer, WithoutScripts
from tests.journeys.site import Site, open_site, visitor
from tests.web.browser import chromium_running

@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with chromium_running() as browser:
        yield browser


@pytest.fixture
def site(make_app: Callable[..., Flask]) -> Iterator[Site]:
    with open_site(make_app) as site:
        yield site


@pytest.mark.parametrize(
    "hands", [Pointer(), Keyboard(), WithoutScripts()], ids=["pointer", "keyboard", "no scripts"]
)
def test_a_notification_travels_to_the_decision(site, chromium, hands):
    travel(site, chromium, hands)


def travel(site: Site, chromium: Browser, hands: Hands) -> None:
    plan_a_meeting(site, chromium, hands)
    for step in site.scenario.steps:
        if not isinstance(step.act, Does):
            hold_the_meeting(site, chromium, hands)
            continue
        act = step.act
        with visitor(chromium, site, act.who, hands) as person:
            if act.task == "notification_submitted":
                person.goes_to("/notify")
                person.submits(act.answers, button="Send the notification")
            else:
                person.goes_to("/")
                person.page.locator(f'a[data-task="{act.task}"]').first.click()
                person.page.wait_for_url("**/tasks/**")
                person.submits(act.answers)
        if act.task == "decide_review":
            return


def plan_a_meeting(site: Site, chromium: Browser, hands: Hands) -> None:
    in_a_week = date.today() + timedelta(days=7)
    when = {part: getattr(in_a_week, part) for part in ("day", "month", "year")}
    with visitor(chromium, site, "billie_manager", hands) as manager:
        manager.goes_to("/meetings")
        manager.hands.fill_in(manager.page, {"kind": "SIG", **when, "time": "10:00"})
        manager.hands.press(manager.page, "Add the meeting")
        expect(manager.page.get_by_role("status")).to_contain_text("The SIG meeting is planned")


def hold_the_meeting(site: Site, chromium: Browser, hands: Hands) -> None:
    with visitor(chromium, site, "billie_manager", hands) as manager:
        manager.goes_to("/meetings")
        manager.hands.fill_in(manager.page, {"held_kind": "SIG"})
        manager.hands.press(manager.page, "Record it")
        expect(manager.page.get_by_role("status")).to_contain_text("Recorded: the SIG met today")
    site.work()

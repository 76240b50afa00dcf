"""The pages of sign-in and of people, in Chromium: they work by keyboard, and axe finds nothing serious."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page

from tests.web.browser import chromium_running, served
from web.services import people
from web.sign_in import password_hash

EMAIL = "bea@example.invalid"
PASSWORD = "three invented words"


@pytest.fixture
def app(make_app) -> Flask:
    app = make_app()
    with app.app_context():
        people().add_agency("sampleford_schools", "Sampleford Schools", by=None)
        added = people().add(
            name="Bea Managerexample",
            email=EMAIL,
            agency=None,
            roles=["business_manager"],
            by=None,
        )
        link = people().password_link(added, by=None)
        people().use_link(link, password_hash=password_hash(PASSWORD))
    return app


@pytest.fixture
def page(app) -> Iterator[Page]:
    with served(app) as address, chromium_running() as browser:
        opened = browser.new_page(base_url=address)
        loaded_elsewhere: list[str] = []
        opened.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((address, "data:"))
                else loaded_elsewhere.append(request.url)
            ),
        )
        yield opened
        assert loaded_elsewhere == []


def is_accessible(page: Page) -> bool:
    """Say whether axe finds nothing serious; what it finds is printed."""
    found = [
        (each["id"], each["impact"], [node["html"] for node in each["nodes"]])
        for each in Axe().run(page).response["violations"]
        if each["impact"] in ("serious", "critical")
    ]
    print(page.url, found)
    return not found


def sign_in_by_keyboard(page: Page, email: str, password: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("Email address").focus()
    page.keyboard.type(email)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_person_is_added_and_signs_in_by_keyboard_alone(page, app):
    page.goto("/sign-in")
    assert is_accessible(page)
    sign_in_by_keyboard(page, EMAIL, "wrong password")
    assert page.title() == "Error: Sign in - Review Desk"
    assert is_accessible(page)

    sign_in_by_keyboard(page, EMAIL, PASSWORD)
    page.get_by_role("link", name="People", exact=True).click()
    assert is_accessible(page)

    page.get_by_role("link", name="Add a person").click()
    page.get_by_role("button", name="Add").click()
    assert page.get_by_role("link", name="Enter a name").is_visible()
    assert is_accessible(page)

    page.get_by_label("Full name").fill("Sefa Schooltest")
    page.get_by_label("Email address").fill("sefa@example.invalid")
    page.get_by_label("Agency", exact=True).select_option("Sampleford Schools")
    page.get_by_label("Agency Lead").check()
    page.get_by_role("button", name="Add").click()
    assert is_accessible(page)
    link = page.locator("#link").inner_text()

    page.get_by_role("button", name="Sign out").click()
    page.goto(re.sub(r"^http://localhost", "", link))
    assert is_accessible(page)
    page.get_by_label("New password").fill("short")
    page.get_by_role("button", name="Set the password").click()
    assert is_accessible(page)
    page.get_by_label("New password").fill("my own invented words")
    page.get_by_label("Type the password again").fill("my own invented words")
    page.get_by_role("button", name="Set the password").click()
    assert is_accessible(page)

    sign_in_by_keyboard(page, "sefa@example.invalid", "my own invented words")
    assert page.get_by_text("Sefa Schooltest").is_visible()


@pytest.mark.parametrize(
    "path", ["/people/agencies", "/outbox", "/nowhere", "/set-password/used", "/people"]
)
def test_axe_finds_nothing_serious(page, path):
    sign_in_by_keyboard(page, EMAIL, PASSWORD)
    page.goto(path)

    assert page.locator("h1").count() == 1
    assert is_accessible(page)


def test_a_text_written_before_the_session_ended_is_in_the_page_after_sign_in(page, app):
    sign_in_by_keyboard(page, EMAIL, PASSWORD)
    page.goto("/people/new")
    page.get_by_label("Full name").fill("Testperson, “written” for an hour")
    page.context.clear_cookies()

    page.get_by_role("button", name="Add").click()
    assert page.get_by_text("What you wrote is not lost").is_visible()
    assert is_accessible(page)
    page.get_by_label("Email address").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    assert is_accessible(page)
    page.get_by_role("button", name="Continue").click()

    assert page.get_by_label("Full name").input_value() == "Testperson, “written” for an hour"


def test_roles_and_deputies_are_kept_by_keyboard_alone(page, app):
    with app.app_context():
        people().add(
            name="Sefa Schooltest",
            email="sefa@example.invalid",
            agency="sampleford_schools",
            roles=["agency_lead"],
            by=None,
        )
    sign_in_by_keyboard(page, EMAIL, PASSWORD)
    page.goto("/people")
    page.get_by_role("link", name="Bea Managerexample", exact=True).press("Enter")
    page.wait_for_url("**/people/*-*")
    assert is_accessible(page)

    page.locator("summary", has_text="Name a deputy").press("Enter")
    assert is_accessible(page)
    page.get_by_role("button", name="Name the deputy").press("Enter")
    page.get_by_role("link", name="Choose who acts as the deputy").wait_for()
    assert is_accessible(page)
    page.get_by_label("Who is the deputy?").select_option("Sefa Schooltest")
    page.get_by_role("button", name="Name the deputy").press("Enter")
    page.get_by_role("link", name="End Sefa Schooltest as deputy Business Manager").press("Enter")

    page.get_by_role("heading", name="End Sefa Schooltest as deputy Business Manager").wait_for()
    assert is_accessible(page)
    page.get_by_label("Now").press("Space")
    page.get_by_role("button", name="End it").press("Enter")
    page.get_by_text("ended the same day").wait_for()
    assert is_accessible(page)

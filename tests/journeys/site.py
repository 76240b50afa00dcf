"""An installation as visitors meet it: the real protocol, a server, its jobs, people at their browsers."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.journeys.hands import Hands
from tests.web.board import PASSWORD, Board, open_board
from tests.web.browser import served

VIEW = {"width": 1280, "height": 900}


@dataclass
class Visitor:
    """One person, signed in at a browser of their own."""

    site: "Site"
    page: Page
    hands: Hands

    def goes_to(self, path: str) -> None:
        self.page.goto(self.site.address + path)

    def signs_in(self, who: str) -> None:
        self.goes_to("/sign-in")
        self.hands.fill_in(self.page, {"email": f"{who}@example.invalid", "password": PASSWORD})
        self.hands.press(self.page, "Sign in")
        self.page.wait_for_url(f"{self.site.address}/")

    def opens(self, task: str, reference: str) -> None:
        """Go to the task from the list of one's own tasks."""
        self.goes_to("/")
        row = self.page.locator("tr", has_text=reference)
        self.hands.go(self.page, row.locator(f'a[data-task="{task}"]'))
        self.page.wait_for_url("**/tasks/**")

    def goes_on_to_check(self, answers: Mapping[str, Any]) -> None:
        self.hands.fill_in(self.page, answers)
        self.hands.press(self.page, "Continue")
        self.page.wait_for_load_state()
        expect(self.page.locator(".govuk-error-summary__list li")).to_have_text([])
        self.page.wait_for_url("**/check")

    def submits(self, answers: Mapping[str, Any], button: str = "Submit") -> None:
        """Fill in the form that is open, go on to check it, and submit it."""
        self.goes_on_to_check(answers)
        self.hands.press(self.page, button)
        self.page.wait_for_url(lambda url: not url.endswith("/check"))


@dataclass
class Site:
    """The board where it is served, and whoever has signed in so far; `errors` are those of scripts."""

    board: Board
    address: str
    browser: Browser
    hands: Hands
    visitors: dict[str, Visitor] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def visitor(self, who: str) -> Visitor:
        """Return somebody at their own browser, signed in the first time."""
        if who not in self.visitors:
            self.visitors[who] = self.another_browser_of(who)
        return self.visitors[who]

    def another_browser_of(self, who: str) -> Visitor:
        context = self.browser.new_context(java_script_enabled=self.hands.scripts, viewport=VIEW)
        page = context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._note)
        visitor = Visitor(self, page, self.hands)
        visitor.signs_in(who)
        return visitor

    def _note(self, message: Any) -> None:
        if "Content Security Policy" in message.text:
            self.errors.append(message.text)


@contextmanager
def open_site(
    make_app: Callable[..., Flask], browser: Browser, hands: Hands, **of_the_board: Any
) -> Iterator[Site]:
    """Serve a board; at the end nobody has met an error of a script or a refusal of the browser's."""
    with open_board(make_app, **of_the_board) as board, served(board.app) as address:
        site = Site(board, address.rstrip("/"), browser, hands)
        yield site
        for context in browser.contexts:
            context.close()
    assert site.errors == []

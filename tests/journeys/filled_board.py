"""The board of `make demo` on a database of the tests, served, and somebody who asks of its pages."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.journeys.hands import Pointer
from tests.journeys.site import Site, Visitor
from tests.web.board import PASSWORD, protocol
from tests.web.browser import served
from web.demo.filling import Filling, Shown
from web.demo.recipes import Board, read_board
from web.sign_in import password_hash
from web.store.database import db

GOVERNANCE = "gwen.governancetest"
MOST_STEPS = 3


@dataclass
class FilledBoard:
    """The board, filled and served: what its cases show, and whatever SQL finds of them."""

    app: Flask
    site: Site
    board: Board
    shown: tuple[Shown, ...]

    def reference(self, key: str) -> str:
        return next(each.reference for each in self.shown if each.key == key)

    def sql(self, query: str, **values: Any) -> list[tuple[Any, ...]]:
        with self.app.app_context(), Session(db.engine) as session:
            return [tuple(row) for row in session.execute(text(query), values)]

    def asked_by(self, who: str = GOVERNANCE) -> "Inquiry":
        return Inquiry(self.site.visitor(who))


@dataclass
class Inquiry:
    """A question on its way through the pages, from the first page on, in few steps."""

    visitor: Visitor
    steps: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.visitor.goes_to("/")

    @property
    def page(self) -> Page:
        return self.visitor.page

    def follows(self, name: str, *, among: Locator | None = None) -> None:
        """Follow a link, the first of that name; this is one step."""
        self._step(name)
        place = self.page if among is None else among
        place.get_by_role("link", name=name).first.click()
        self.page.wait_for_load_state()

    def chooses(self, **values: str | bool) -> None:
        """Apply a filter, by the names of its fields; this is one step."""
        self._step(f"filter {values}")
        for name, value in values.items():
            box = self.page.locator(f"form [name={name}]")
            if isinstance(value, bool):
                box.set_checked(value)
            else:
                box.select_option(label=value)
        self.page.get_by_role("button", name="Show", exact=True).first.click()
        self.page.wait_for_load_state()

    def rows(self, table: Locator | None = None) -> list[list[str]]:
        """Return the cells of a table's rows, the first table of the page unless another is named."""
        found = (table or self.page.locator("main table").first).locator("tbody tr")
        return [
            [" ".join(cell.split()) for cell in row.locator("th, td").all_inner_texts()]
            for row in found.all()
        ]

    def _step(self, what: str) -> None:
        self.steps.append(what)
        assert len(self.steps) <= MOST_STEPS, self.steps


@contextmanager
def filled_board(make_app: Callable[..., Flask], browser: Browser) -> Iterator[FilledBoard]:
    """Fill the board and serve it; at the end nobody has met an error of a script."""
    app = make_app()
    files = protocol()
    board = read_board(files)
    with app.app_context():
        config = app.config["REVIEW_DESK"]
        filling = Filling(db.engine, config, board, files, say=lambda _: None)
        shown = filling.fill(password_hash=lambda: password_hash(PASSWORD))
    with served(app) as address:
        site = Site(None, address.rstrip("/"), browser, Pointer())  # type: ignore[arg-type]
        yield FilledBoard(app, site, board, shown)
        for context in browser.contexts:
            context.close()
    assert site.errors == []


def shown_in(place: Locator) -> str:
    """Return what a place of the page says, on one line."""
    expect(place).to_be_visible()
    return " ".join(place.inner_text().split())

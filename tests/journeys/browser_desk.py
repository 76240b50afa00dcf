"""A desk whose people work in Chromium: each fills in the forms at a browser of their own."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from playwright.sync_api import Page
from sqlalchemy import select

from tests.journeys.postgres_desk import PostgresDesk
from tests.journeys.site import Site
from tests.web.board import PASSWORD
from web.sign_in import password_hash
from web.store.models import Case


class BrowserDesk(PostgresDesk):
    """A desk on PostgreSQL (`PostgresDesk`) where what people do is done on the pages of a site.

    `before` is called with each task and its open page, before anything is filled in.
    """

    site: Site
    before: Callable[[str, Page], None]

    def people_can_sign_in(self) -> None:
        """Let everybody set their password by their one-time link."""
        with self.site.board.app.test_request_context():
            hashed = password_hash(PASSWORD)
        for person in self.ids.values():
            link = self.use.people.password_link(person, by=None)
            self.use.people.use_link(link, password_hash=hashed)

    def start(self, form: str, *, by: str, answers: Mapping[str, Any]) -> None:
        visitor = self.site.visitor(by)
        visitor.goes_to("/notify")
        visitor.submits(self.with_ids(answers), button="Send the notification")
        [self.reference] = self._references()
        self._settle()

    def complete(
        self, task: str, *, by: str, agency: str | None, answers: Mapping[str, Any]
    ) -> None:
        visitor = self.site.visitor(by)
        visitor.opens(task, self.reference or "")
        self.before(task, visitor.page)
        visitor.submits(self.with_ids(answers))
        self._settle()

    def finish(self) -> None:
        self._on_a_thread(super().finish)

    def _settle(self) -> None:
        self._on_a_thread(super()._settle)

    def _references(self) -> list[str]:
        with self.store.transaction() as session:
            return list(session.scalars(select(Case.reference)))

    def _on_a_thread(self, work: Callable[[], None]) -> None:
        """Do it on a thread that has no event loop of a browser's."""
        with ThreadPoolExecutor(1) as another:
            another.submit(work).result()

"""A small installation to work in: people, the folder `small` deployed, and its real jobs."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import create_engine, make_url, text
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from engine.deployment import read_folder
from web.config import Config
from web.jobs import run
from web.services import Services, assemble, post_of, store_on
from web.store.store import Store
from web.store.versions import Versions
from web.use_cases.due_work import DueWork

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
SMALL = Path(__file__).parent / "small"
CHILD = "Testchild Inventedname"
SYNOPSIS = "The quick brown synopsis jumped."
NOTIFICATION: dict[str, Any] = {
    "child_name": CHILD,
    "synopsis": SYNOPSIS,
    "facts": {"outcome": "harmed"},
}
TRIAGE: dict[str, Any] = {
    "outcome": "convene",
    "conflicted": "no",
    "reason": "A secret reason that nobody may read.",
}
PEOPLE: dict[str, tuple[str, str | None, tuple[str, ...]]] = {
    "notifier": ("Notty Example", "health", ("notifier",)),
    "colleague": ("Colly Example", "health", ("notifier",)),
    "chair": ("Cherry Example", None, ("sig_chair",)),
    "vice": ("Vicky Example", None, ("sig_vice_chair",)),
    "independent": ("Indy Example", None, ("independent_chair",)),
    "manager": ("Manny Example", None, ("business_manager",)),
    "unit": ("Una Example", None, ("business_unit",)),
    "health_lead": ("Hal Example", "health", ("agency_lead",)),
    "police_lead": ("Polly Example", "police", ("agency_lead",)),
    "member": ("Meg Example", None, ("sig_member",)),
    "board": ("Bob Example", None, ("board_member",)),
    "governor": ("Gus Example", None, ("governance",)),
    "admin": ("Addy Example", None, ("admin",)),
    "nobody": ("Noah Example", None, ()),
}
# Building a version takes longer than a test; built ones are shared, as they are by a process' threads.
VERSIONS = Versions()


@dataclass
class Office:
    """Use cases on a database, with everybody's id by a short name."""

    url: str
    config: Config
    engine: Engine
    store: Store
    use: Services
    due: DueWork
    people: dict[str, UUID]

    def __getattr__(self, name: str) -> UUID:
        return self.people[name]

    def notify(self, **changed: Any) -> str:
        page = self.use.notifications.start_form(by=self.notifier)
        return self.use.notifications.notify(
            {**NOTIFICATION, **changed}, by=self.notifier, key=uuid4().hex, version=page.version
        ).reference

    def task(self, reference: str, element: str, *, of: str = "chair", agency: str = "") -> str:
        [found] = [
            task.task_id
            for task in self.use.tasks.task_list(by=self.people[of])
            if (task.reference, task.element) == (reference, element)
        ]
        return found

    def complete(
        self, reference: str, element: str, raw: dict[str, Any], *, of: str = "chair", **how: Any
    ) -> Any:
        task = self.task(reference, element, of=of)
        version = self.use.tasks.open_task(reference, task, by=self.people[of]).page.version
        return self.use.tasks.complete_task(
            reference,
            task,
            raw,
            by=self.people[of],
            **{"key": uuid4().hex, "version": version, **how},
        )

    def triaged(self, outcome: str = "convene", **answers: Any) -> str:
        """Return a case that was triaged."""
        reference = self.notify()
        self.complete(reference, "triage", {**TRIAGE, "outcome": outcome, **answers})
        return reference

    def case(self, reference: str, *, of: str = "chair") -> Any:
        return self.use.cases.case(reference, by=self.people[of])

    def standing(self, reference: str) -> list[str]:
        return sorted(task.element for task in self.case(reference, of="independent").tasks)

    def mails(self) -> list[tuple[str, str]]:
        return sorted(
            (mail.recipient, mail.subject) for mail in self.use.outbox.mails(by=self.manager)
        )

    def work(self) -> None:
        """Let the real worker do what is due, and what that leads to."""
        run(self.url, self.due, until_empty=True)

    def set_clock(self, instant: datetime) -> None:
        """Begin at a moment of the test's own, so that no weekend or holiday of today matters."""
        with self.store.transaction() as session:
            self.store.clock.set_offset(session, instant - self.store.clock.real())

    def days_pass(self, days: int) -> None:
        self.use.clock.move(timedelta(days=days), by=self.manager)

    def meeting_in(self, days: float, kind: str = "SIG") -> UUID:
        starts_at = self.use.clock.now() + timedelta(days=days)
        return self.use.meetings.add(kind, starts_at, by=self.manager)

    def rows(self, statement: str, **values: Any) -> list[Any]:
        with Session(self.engine) as session:
            return [tuple(row) for row in session.execute(text(statement), values)]


def open_office(config: Config) -> Office:
    """Return the office on a database that `furnish` was done on."""
    engine = create_engine(make_url(config.database_app_url), pool_size=5)
    store = store_on(engine, config)
    store = Store(engine, store.vault, store.clock, VERSIONS)
    use = assemble(store, config)
    people = {person.email.partition("@")[0]: person.id for person in use.people.people(by=None)}
    due = DueWork(store, post_of(config))
    return Office(config.database_app_url, config, engine, store, use, due, people)


def furnish(config: Config) -> None:
    """Add the people and deploy the small folder."""
    office = open_office(config)
    office.set_clock(MONDAY)
    for key, name in (("health", "Example Health"), ("police", "Example Police")):
        office.use.people.add_agency(key, name, by=None)
    for key, (name, agency, roles) in PEOPLE.items():
        office.use.people.add(
            name=name, email=f"{key}@example.invalid", agency=agency, roles=roles, by=None
        )
    office.use.deployments.deploy(read_folder(SMALL), by=None)
    office.engine.dispose()


def correct(office: Office, reference: str, element: str, **answers: Any) -> str:
    """Correct the newest answer to the step, as the Business Manager; return what became of it."""
    found = [each for each in office.case(reference).submissions if each.element == element][-1]
    page = office.use.corrections.form(reference, found.id, by=office.manager).page
    return office.use.corrections.correct(
        reference,
        found.id,
        {**page.raw, **answers},
        "It was otherwise.",
        by=office.manager,
        key=uuid4().hex,
        version=page.version,
    ).outcome

"""The real protocol on a database, with the people of a worked case: brought to any step by the use cases."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from flask.testing import FlaskClient

from engine.deployment import Files, read_folder
from engine.file_stand_ins import with_files_kept
from engine.forms import Question, answer_at
from engine.memory_desk import laid_over
from engine.memory_roster import Person
from engine.scenario_reader import read_scenario
from engine.scenarios import Does, Scenario
from tests.web.forms_in_pages import token_of
from web.jobs import work
from web.services import clock, deployments, meetings, notifications, people, tasks, uploads
from web.sign_in import password_hash

ROOT = Path(__file__).parents[2]
PASSWORD = "only invented people have this"
NORMAL_ROUTE = "serious_case_review"


@cache
def protocol() -> Files:
    return read_folder(ROOT)


def scenario_called(name: str) -> Scenario:
    return read_scenario(protocol(), f"workflows/scenarios/{name}.yaml")


@dataclass(frozen=True)
class Board:
    """An application with the protocol deployed; people go by the keys of the worked case."""

    app: Flask
    scenario: Scenario
    ids: dict[str, UUID]
    clients: dict[str, FlaskClient] = field(default_factory=dict)

    def brought_to(self, task: str, *, who: str | None = None) -> str:
        """Begin a case, play the worked case until that task waits (for `who`), and return its reference."""
        [first, *steps] = self.scenario.steps
        with self.app.test_request_context():
            reference = self._notify(first.act)
            for step in steps:
                act = step.act
                if isinstance(act, Does) and act.task == task and who in (None, act.who):
                    return reference
                if isinstance(act, Does):
                    self.complete(reference, act)
                else:
                    self.meets(act.kind)
        raise AssertionError(f"the worked case has no {task}")

    def played(self, name: str) -> str:
        """Begin a case, do all that is done on it in another worked case, and return its reference."""
        [first, *steps] = [
            each.act for each in scenario_called(name).steps if isinstance(each.act, Does)
        ]
        with self.app.test_request_context():
            reference = self._notify(first)
            for act in steps:
                self.complete(reference, act)
        return reference

    def answers(self, task: str, *, who: str | None = None) -> Mapping[str, Any]:
        """Return how the worked case answers that task."""
        return self.act(task, who=who).answers

    def act(self, task: str, *, who: str | None = None) -> Does:
        for step in self.scenario.steps:
            if isinstance(step.act, Does) and step.act.task == task and who in (None, step.act.who):
                return step.act
        raise AssertionError(f"the worked case has no {task}")

    def complete(self, reference: str, act: Does) -> None:
        by = self.ids[act.who]
        task_id = self.task_id(reference, act.task, who=act.who)
        page = tasks().open_task(reference, task_id, by=by).page
        raw = laid_over(page.form.prefilled(page.context), act.answers)

        def keep(question: Question, name: str, content: bytes) -> str:
            uploads().keep(reference, task_id, question.path, name, content, by=by)
            kept = tasks().open_task(reference, task_id, by=by).page
            return answer_at(kept.raw, question.path)[-1]

        raw = with_files_kept(page.form, raw, keep)
        tasks().complete_task(reference, task_id, raw, by=by, key=uuid4().hex, version=page.version)

    def task_id(self, reference: str, task: str, *, who: str) -> str:
        with self.app.test_request_context():
            for each in tasks().task_list(by=self.ids[who]):
                if (each.reference, each.element) == (reference, task):
                    return each.task_id
        raise AssertionError(f"{task} does not wait for {who}")

    def add_person(self, key: str, name: str, *, roles: list[str]) -> str:
        """Add somebody more, unless they are here already, and return their key."""
        if key not in self.ids:
            with self.app.test_request_context():
                self.ids[key] = _add(key, Person(key, name, None, tuple(roles)))
        return key

    def meets(self, kind: str) -> None:
        """Record that a meeting is held, and let what waited for it go on."""
        with self.app.test_request_context():
            meetings().record_held(kind, by=self.ids["billie_manager"])
        self.work()

    def plan(self, kind: str, *, days: int) -> None:
        """Plan a meeting so many days from now."""
        with self.app.test_request_context():
            meetings().add(
                kind, clock().now() + timedelta(days=days), by=self.ids["billie_manager"]
            )

    def days_pass(self, days: int) -> None:
        """Move the clock on, and let the worker do what falls due."""
        with self.app.test_request_context():
            clock().move(timedelta(days=days), by=self.ids["billie_manager"])
        self.work()

    def work(self) -> None:
        """Let the real worker do what is due, on a thread that has no event loop of a browser's."""
        with ThreadPoolExecutor(1) as another:
            another.submit(work, self.app, until_empty=True).result()

    def client(self, who: str) -> FlaskClient:
        """Return the browser without scripts at which somebody is signed in."""
        if who not in self.clients:
            self.clients[who] = self._signed_in(who)
        return self.clients[who]

    def _signed_in(self, who: str) -> FlaskClient:
        client = self.app.test_client()
        sign_in = {"email": f"{who}@example.invalid", "password": PASSWORD}
        token = token_of(client.get("/sign-in").text)
        answer = client.post("/sign-in", data={**sign_in, "csrf_token": token})
        assert answer.status_code == 303
        return client

    def _notify(self, act: Does) -> str:
        by = self.ids[act.who]
        page = notifications().start_form(by=by)
        raw = laid_over(page.form.prefilled(page.context), act.answers)
        receipt = notifications().notify(raw, by=by, key=uuid4().hex, version=page.version)
        return receipt.reference


@contextmanager
def open_board(
    make_app: Callable[..., Flask],
    *,
    scenario: str | Scenario = NORMAL_ROUTE,
    files: Files | None = None,
) -> Iterator[Board]:
    """Deploy the protocol, or other files, and add the people of a worked case."""
    played = scenario_called(scenario) if isinstance(scenario, str) else scenario
    app = make_app()
    with app.test_request_context():
        deployments().deploy(protocol() if files is None else files, by=None)
        ids = _add_people(played.agencies, played.people)
    yield Board(app, played, ids)


def _add_people(agencies: Mapping[str, str], persons: Mapping[str, Person]) -> dict[str, UUID]:
    for key, name in agencies.items():
        people().add_agency(key, name, by=None)
    return {key: _add(key, person) for key, person in persons.items()}


def _add(key: str, person: Person) -> UUID:
    added = people().add(
        name=person.name,
        email=f"{key}@example.invalid",
        agency=person.agency,
        roles=sorted(person.roles),
        by=None,
    )
    link = people().password_link(added, by=None)
    people().use_link(link, password_hash=_hash_of_the_password())
    return added


@cache
def _hash_of_the_password() -> str:
    """Return it once for everybody: it is made to take long."""
    return password_hash(PASSWORD)

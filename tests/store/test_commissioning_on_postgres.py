"""Whoever is appointed on a case to chair the Panel or to write the report acts on it, and nobody else."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from engine.calendar import london_date
from engine.deployment import read_folder
from engine.errors import NotFoundError, NotPermittedError
from engine.memory_desk import laid_over
from engine.scenario_reader import read_scenario
from engine.scenarios import Does
from tests.store.office import Office

ROOT = Path(__file__).parents[2]


class Case:
    """A worked case of the real protocol, done by real use cases on PostgreSQL."""

    def __init__(self, office: Office, scenario: str) -> None:
        files = read_folder(ROOT)
        office.use.deployments.deploy(files, by=None)
        self.office = office
        self.scenario = read_scenario(files, f"workflows/scenarios/{scenario}.yaml")
        for key in self.scenario.agencies.keys() - {"health", "police"}:
            office.use.people.add_agency(key, self.scenario.agencies[key], by=None)
        for key, person in self.scenario.people.items():
            office.people[key] = office.use.people.add(
                name=person.name,
                email=f"{key}@example.invalid",
                agency=person.agency,
                roles=person.roles,
                by=None,
            )
        office.meeting_in(5, "SIG")
        office.meeting_in(60, "Board")
        self.reference = ""

    def play_until(self, task: str) -> None:
        """Do what the scenario does, up to the step before the task."""
        for step in self.scenario.steps:
            if not isinstance(step.act, Does):
                self.office.days_pass(6)
                self.office.work()
            elif step.act.task == task:
                return
            else:
                self.do(step.act)

    def do(self, act: Does) -> None:
        answers = self._answers(act)
        if not self.reference:
            page = self.office.use.notifications.start_form(by=self.office.people[act.who])
            self.reference = self.office.use.notifications.notify(
                answers, by=self.office.people[act.who], key=uuid4().hex, version=page.version
            ).reference
            return
        self.office.complete(self.reference, act.task, answers, of=act.who)

    def act(self, task: str) -> Does:
        acts = (step.act for step in self.scenario.steps)
        return next(each for each in acts if isinstance(each, Does) and each.task == task)

    def tasks_of(self, who: str) -> set[str]:
        listed = self.office.use.tasks.task_list(by=self.office.people[who])
        return {task.element for task in listed if task.reference == self.reference}

    def sees(self, who: str) -> bool:
        try:
            self.office.case(self.reference, of=who)
        except (NotFoundError, NotPermittedError):
            return False
        return True

    def _answers(self, act: Does) -> dict[str, Any]:
        answers = {
            key: str(self.office.people[value]) if key in ("panel_chair", "reviewer") else value
            for key, value in act.answers.items()
        }
        if act.task == "agree_terms":
            due = london_date(self.office.use.clock.now()) + timedelta(days=90)
            answers["case"] = {"review_due": due.isoformat()}
        if self.reference and act.task in ("consider", "triage"):
            task = self.office.task(self.reference, act.task, of=act.who)
            opened = self.office.use.tasks.open_task(
                self.reference, task, by=self.office.people[act.who]
            )
            return dict(laid_over(opened.page.form.prefilled(opened.page.context), answers))
        return answers


@pytest.mark.clause("C-05", "C-08")
def test_the_independent_chair_of_a_separate_panel_chairs_it_and_sees_the_case(office: Office):
    case = Case(office, "separate_panel")

    case.play_until("agree_terms")

    assert case.tasks_of("iona_independent") == {"agree_terms"}
    assert case.sees("iona_independent")
    assert "agree_terms" not in case.tasks_of("casey_chair")
    assert not case.sees("morgan_member")  # appointed first, and conflicted


@pytest.mark.clause("C-06", "C-15", "C-28")
def test_the_sig_chair_chairs_the_panel_and_the_author_sees_the_case_once_appointed(office: Office):
    case = Case(office, "imr_with_a_nominated_reviewer")

    case.play_until("nominate_reviewer")
    assert not case.sees("ari_author")
    case.do(case.act("nominate_reviewer"))

    assert case.sees("ari_author")
    assert case.tasks_of("ari_author") == set()
    assert case.tasks_of("casey_chair") >= {"propose_methodology"}

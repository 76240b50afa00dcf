"""One serious case review from the notification to its taking down, by the worked cases' own answers."""

from dataclasses import replace

from engine.deployment import Files
from engine.plays import play
from engine.scenario_reader import read_scenario
from engine.scenarios import Does, Scenario, ScenarioStep
from tests.journeys.postgres_desk import PostgresDesk
from web.config import Config
from web.store.versions import Versions

REVIEW = "workflows/scenarios/scr_to_its_learning.yaml"
INFORMATION = "workflows/scenarios/serious_case_review.yaml"
NOTE = {"note": "The report of the SIG does not say how the inquest bears on the review."}


def whole_case(files: Files) -> Scenario:
    """Return the worked case of a review, with the agencies' returns of another and a confidential note."""
    review = read_scenario(files, REVIEW)
    steps: list[ScenarioStep] = []
    for step in review.steps:
        match step.act:
            case Does(task="triage"):
                steps += [_answering(step, further_investigation="yes"), *_information(files)]
            case Does(task="decide_review"):
                written = replace(step.act, task="write_confidential_note", answers=NOTE)
                steps += [
                    _answering(step, all_matters_covered="no"),
                    replace(step, act=written),
                ]
            case _:
                steps.append(step)
    by_name = dict(sorted(review.agencies.items(), key=lambda agency: agency[1]))
    return replace(review, steps=tuple(steps), agencies=by_name)


def played_on(config: Config, versions: Versions, scenario: Scenario) -> PostgresDesk:
    """Play it to its end on a database on which the protocol is deployed."""
    desk = PostgresDesk(config, versions, scenario)
    played = play(scenario, desk)
    assert len(played.steps) == len(scenario.steps), played.steps[-1].refused
    return desk


def _information(files: Files) -> list[ScenarioStep]:
    steps = read_scenario(files, INFORMATION).steps
    tasks = ("define_request", "agency_return", "collate_information")
    return [step for step in steps if isinstance(step.act, Does) and step.act.task in tasks]


def _answering(step: ScenarioStep, **answers: str) -> ScenarioStep:
    assert isinstance(step.act, Does)
    return replace(step, act=replace(step.act, answers={**step.act.answers, **answers}))

"""Departures of the protocol: each kind where it happens and where it does not, and what an owner changes."""

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.departures import DEPARTURES
from engine.departures.finding import late_departures
from engine.deployment import build, load, read_folder
from engine.plays import play
from engine.scenario_player import memory_desk
from engine.scenario_reader import read_scenario
from engine.scenarios import Does, Scenario, ScenarioStep, Waits
from engine.version import Version

ROOT = Path(__file__).parents[2]
FILES = read_folder(ROOT)


@cache
def protocol() -> Version:
    return build(FILES)


def rules() -> dict[str, Any]:
    return yaml.safe_load(FILES[DEPARTURES])


def owned(changed: dict[str, Any]) -> Version:
    """Return the protocol with another departures.yaml, which the gate accepts."""
    return build({**FILES, DEPARTURES: yaml.safe_dump(changed).encode()})


def scenario(name: str) -> Scenario:
    return read_scenario(FILES, f"workflows/scenarios/{name}.yaml")


def departures_of(played: Scenario, version: Version | None = None) -> list[dict[str, Any]]:
    version = version or protocol()
    return play(played, memory_desk(version, played)).ends.get("departures", [])


def kinds(played: Scenario, version: Version | None = None) -> set[tuple[str, str]]:
    return {(each["departure"], each["at"]) for each in departures_of(played, version)}


@pytest.mark.parametrize(
    ("kind", "at", "shown", "control"),
    [
        ("late_step", "triage", "more_detail", "nfa_at_triage"),
        ("late_step", "agency_return", "missing_return", "commissioning_with_every_return"),
        ("late_step", "consider", "later_meeting_must_do", "serious_case_review"),
        ("other_than_table", "recommend", "decision_below", "serious_case_review"),
        ("other_than_table", "decide_review", "decision_above", "serious_case_review"),
        ("other_than_recommended", "decide_review", "decision_below", "serious_case_review"),
        ("other_than_recommended", "decide_publication", "sir_not_agreed", "sir_published"),
        ("below_mandatory", "decide_review", "below_mandatory", "decision_below"),
        (
            "below_mandatory",
            "decide_again",
            "new_facts_need_information",
            "new_facts_raise_a_review",
        ),
        ("urgent_route", "exceptionally_urgent", "urgent", "serious_case_review"),
        ("returns_missing", "close_returns", "missing_return", "late_return"),
        ("triage_nfa_confirmed", "confirm_triage_nfa", "guard_agreed", "guard_refused"),
        ("deadline_extended", "triage", "deadline_extended", "nfa_at_triage"),
        ("conflict_found_late", "triage", "conflict_found_late", "chair_conflicted"),
        ("published_late", "check_for_publication", "sir_published", "scr_published"),
        ("withheld", "not_published", "scr_withheld", "scr_published"),
    ],
)
def test_each_kind_is_found_where_it_happens_and_nowhere_else(kind, at, shown, control):
    assert (kind, at) in kinds(scenario(shown))
    assert (kind, at) not in kinds(scenario(control))


def test_every_kind_of_the_protocol_is_shown_by_one_of_the_cases():
    shown = {
        each["departure"]
        for path, content in FILES.items()
        if path.startswith("workflows/scenarios/") and b"departures:" in content
        for each in yaml.safe_load(content)["ends"]["departures"]
    }
    assert shown == set(rules())


def published_after(days: int) -> Scenario:
    """Return the case of a published review, published so many days after it was to be."""
    played = scenario("scr_published")
    steps: list[ScenarioStep] = []
    for step in played.steps[:5]:
        act = step.act
        if isinstance(act, Does) and act.task == "publish_report":
            steps.append(replace(step, act=Waits(days, "day")))
            on = date(2026, 3, 9 + days).isoformat()
            act = replace(act, answers={**act.answers, "published_on": on})
        steps.append(replace(step, act=act))
    return replace(played, steps=tuple(steps))


def test_a_review_that_is_published_after_the_day_it_was_to_be_is_published_late():
    assert ("published_late", "publish_report") in kinds(published_after(3))
    assert ("published_late", "publish_report") not in kinds(published_after(1))


def test_what_a_step_departs_from_carries_its_clause_and_the_day_that_was_to_be_kept():
    [late] = [each for each in departures_of(scenario("more_detail")) if each["at"] == "triage"]

    assert late == {
        "departure": "late_step",
        "at": "triage",
        "clause": "T-01",
        "due": "2026-03-05",
        "on": "2026-03-06",
    }


@pytest.mark.parametrize("kind", list(rules()))
def test_what_the_owner_takes_out_is_no_departure_any_more(kind):
    fewer = {key: rule for key, rule in rules().items() if key != kind}
    version = load({**FILES, DEPARTURES: yaml.safe_dump(fewer).encode()})

    found = kinds(scenario("below_mandatory"), version)

    assert found == {each for each in kinds(scenario("below_mandatory")) if each[0] != kind}


def test_an_owner_may_give_late_steps_days_of_grace():
    changed = rules()
    changed["late_step"]["places"] = [
        {
            "step": "every step",
            "when": "=today() > working days after(task.due, 2)",
            "sentence": "It is later than two working days.",
            "clause": "of the step",
        }
    ]
    version = owned(changed)

    [late] = [
        each for each in departures_of(scenario("more_detail"), version) if each["at"] == "triage"
    ] or pytest.fail("triage was late for longer")

    assert (late["due"], late["on"]) == ("2026-03-05", "2026-03-10")


def late_at(today: str, due: str | None = "2026-03-05") -> list[date]:
    found = late_departures(
        protocol(),
        "serious_incident",
        "triage",
        "task",
        date.fromisoformat(due) if due else None,
        today=date.fromisoformat(today),
    )
    return [each.on_day for each in found]


@pytest.mark.parametrize("today", ["2026-03-06", "2026-03-07", "2026-09-30"])
def test_a_late_step_is_late_from_one_day_on_whenever_it_is_looked_at(today):
    assert late_at(today) == [date(2026, 3, 6)]


@pytest.mark.parametrize(("today", "due"), [("2026-03-05", "2026-03-05"), ("2026-03-06", None)])
def test_a_step_is_not_late_on_its_day_or_without_one(today, due):
    assert late_at(today, due) == []

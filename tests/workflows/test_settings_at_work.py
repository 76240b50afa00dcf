"""Settings that an owner changes change what the diagrams and forms do."""

import pytest

from engine.decide import Answer, decide, read_tables
from engine.deployment import build, read_folder
from engine.memory_desk import MemoryDesk
from engine.plays import Play, play
from engine.scenario_reader import read_scenario
from engine.settings import read_settings
from tests.workflows.drawing import ROOT

SETTINGS = "workflows/settings.yaml"


def played(scenario: str, old: str = "", new: str = "") -> Play:
    files = dict(read_folder(ROOT))
    assert old.encode() in files[SETTINGS]
    files[SETTINGS] = files[SETTINGS].replace(old.encode(), new.encode(), 1)
    case = read_scenario(files, f"workflows/scenarios/{scenario}.yaml")
    desk = MemoryDesk(
        version=build(files),
        people=case.people,
        agencies=case.agencies,
        clock=case.clock,
        meetings={kind: list(when) for kind, when in case.meetings.items()},
    )
    return play(case, desk)


@pytest.mark.clause("D-02")
def test_a_decision_below_a_mandatory_review_can_be_forbidden():
    allowed = played("below_mandatory")
    forbidden = played(
        "below_mandatory",
        "decision_below_mandatory_allowed:\n    value: true",
        "decision_below_mandatory_allowed:\n    value: false",
    )

    assert {step.refused for step in allowed.steps} == {None}
    assert forbidden.scenario.steps[len(forbidden.steps) - 1].act.task == "decide_review"
    assert forbidden.steps[-1].refused == ["decision"]


@pytest.mark.clause("T-01")
def test_triage_is_due_when_the_setting_says():
    later = played(
        "nfa_at_triage", "triage_working_days:\n    value: 3", "triage_working_days:\n    value: 5"
    )

    assert {task["due"] for step in later.steps for task in step.then} == {"2026-03-09"}


@pytest.mark.clause("I-08")
def test_the_round_from_which_the_independent_chair_is_told_is_a_setting():
    usual = played("more_information")
    sooner = played(
        "more_information",
        "information_rounds_before_notice:\n    value: 3",
        "information_rounds_before_notice:\n    value: 2",
    )

    assert told(usual) == 1
    assert told(sooner) == 2


def told(case: Play) -> int:
    return [notice["message"] for notice in case.ends["notices"]].count("third_round")


@pytest.mark.clause("T-23", "T-24")
@pytest.mark.parametrize(("asked", "recommendation"), [("", "MORE_INFO"), ("no", "NFA")])
def test_a_child_who_dies_later_is_not_taken_for_one_whose_death_was_asked_about(
    asked, recommendation
):
    """The notification of a living child asks nothing about a death; later forms offer what is known."""
    files = read_folder(ROOT)
    known = dict(read_settings(files[SETTINGS], file=SETTINGS).defaults)
    known |= {"outcome": "died", "abuse_or_neglect": "no", "interagency_concern": "no"}
    of_a_death = ("died_in_custody", "detained_mha", "suspected_suicide")
    known |= dict.fromkeys(of_a_death, asked) if asked else {}

    answer = decide(read_tables(files), "review_type", known)

    assert isinstance(answer, Answer)
    assert answer.evaluation.outputs["recommendation"] == recommendation

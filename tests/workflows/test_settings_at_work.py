"""Settings that an owner changes change what the diagrams and forms do."""

import pytest

from engine.decide import Answer, decide, read_tables
from engine.deployment import build, read_folder
from engine.forms import ShownText, shown_questions
from engine.memory_desk import MemoryDesk
from engine.plays import Play, play
from engine.scenario_reader import read_scenario
from engine.settings_reader import read_settings
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


def recommendations_with(safer_list: str) -> tuple[list[str], list[str]]:
    """Return what must be answered of each recommendation, and the texts shown, with the setting so."""
    files = dict(read_folder(ROOT))
    files[SETTINGS] = files[SETTINGS].replace(b'value: ""', f'value: "{safer_list}"'.encode(), 1)
    version = build(files)
    form = version.forms[("following_review", "make_recommendations")]
    settings = dict(version.settings.values())
    shown = form.lay_out({}, context={"settings": settings, "agreements": None})
    asked = [each.path for each in shown_questions(shown) if each.question.required]
    return asked, [each.words for each in shown if isinstance(each, ShownText)]


@pytest.mark.clause("F-02")
def test_safer_is_asked_once_the_owner_has_spelt_it_out_and_the_form_prints_it():
    silent, nothing = recommendations_with("")
    asked, said = recommendations_with("Sound; Achievable; Fair; Evidenced; Resourced")

    assert "recommendations.0.safer" in asked
    assert "recommendations.0.safer" not in silent
    assert any("Sound; Achievable; Fair; Evidenced; Resourced" in each for each in said)
    assert not any("SAFER" in each for each in nothing)

"""The worked cases are the protocol written a second time: between them they go every way there is."""

from functools import cache

from engine.bpmn.model import Diagram, Kind
from engine.deployment import build, read_folder
from engine.memory_desk import MemoryDesk
from engine.plays import Play, play
from engine.scenario_player import memory_desk
from engine.scenario_reader import read_scenario, scenario_paths
from engine.version import Version
from tests.workflows.drawing import ROOT

# What must be worked through at least: each way out of triage, each type of review, each exception.
MUST_BE_WORKED_THROUGH = {
    "nfa_at_triage",
    "more_detail",
    "other_authority_accepts",
    "guard_agreed",
    "guard_refused",
    "more_information",
    "urgent",
    "serious_case_review",
    "serious_incident_review",
    "interagency_management_review",
    "no_review_after_consideration",
    "excellent_practice",
    "decision_above",
    "decision_below",
    "below_mandatory",
    "other_authority_declines",
    "both_chairs_conflicted",
    "missing_return",
    "meeting_moved",
    "imr_not_published",
    "panel_advises_against",
    "scr_published",
    "scr_reason_not_accepted",
    "scr_withheld",
    "sir_published",
    "action_effective",
    "action_not_effective",
    "advice_followed",
    "advice_not_needed",
    "scr_to_its_learning",
    "sir_with_a_nominated_reviewer",
    "imr_with_a_nominated_reviewer",
    "separate_panel",
    "panel_chaired_by_the_vice_chair",
    "panel_chaired_by_an_appointee",
    "conflicts_known_before_the_panel",
    "commissioning_with_every_return",
    "late_review_and_drafts_sent_back",
    "parties_do_not_agree",
    "new_facts_after_triage",
    "new_facts_before_the_decision",
    "new_facts_and_a_lower_decision",
    "new_facts_raise_a_review",
    "new_facts_need_information",
    "new_facts_second_decision_overdue",
    "new_facts_for_another_authority",
    "scope_and_contract",
    "dissatisfaction_with_a_review",
    "minority_reports",
    "held_for_proceedings",
    "another_child_at_risk",
    "withdrawn",
    "notified_in_error",
}


def test_the_main_cases_of_the_protocol_are_worked_through():
    assert played().keys() >= MUST_BE_WORKED_THROUGH


def test_every_flow_of_every_diagram_is_taken_by_some_case():
    taken = {flow for desk, _ in played().values() for flow in desk.case.taken}

    assert len(taken) > 100
    assert [flow for flow in flows(version()) if flow not in taken] == []


def test_every_user_task_is_opened_by_some_case():
    opened = {
        task["task"] for _, shown in played().values() for step in shown.steps for task in step.then
    }
    asked = {
        element.id for diagram in version().diagrams.values() for element in diagram.user_tasks()
    }

    assert len(asked) > 20
    assert asked <= opened


def test_every_end_is_reached_by_some_case():
    reached = {end for desk, _ in played().values() for end in desk.case.reached}

    assert ends(version()) <= reached


def test_two_cases_less_leave_ways_untaken():
    """The control: the coverage is of these cases, not of whatever happens to run."""
    lower = {"below_mandatory", "new_facts_and_a_lower_decision"}
    others = {name: case for name, case in played().items() if name not in lower}
    taken = {flow for desk, _ in others.values() for flow in desk.case.taken}

    assert ("serious_incident", "explain_exception_to_alert_governance") not in taken


@cache
def version() -> Version:
    return build(read_folder(ROOT))


@cache
def played() -> dict[str, tuple[MemoryDesk, Play]]:
    files = version().files
    cases = {}
    for path in scenario_paths(files):
        scenario = read_scenario(files, path)
        desk = memory_desk(version(), scenario)
        cases[path.rsplit("/", 1)[-1].removesuffix(".yaml")] = (desk, play(scenario, desk))
    return cases


def flows(version: Version) -> list[tuple[str, str]]:
    return [(diagram.id, flow) for diagram in version.diagrams.values() for flow in diagram.flows]


def ends(version: Version) -> set[str]:
    return {end for diagram in version.diagrams.values() for end in _ends_of(diagram)}


def _ends_of(diagram: Diagram) -> set[str]:
    return {each.id for each in diagram.elements.values() if each.kind is Kind.END_EVENT}

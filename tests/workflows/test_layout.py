"""The diagrams can be read: nothing is covered, struck through or tangled, and time runs to the right."""

from dataclasses import replace
from pathlib import Path

import pytest

from engine.bpmn.model import Bounds, Diagram
from tests.workflows.drawing import (
    FILES,
    backwards,
    crossings,
    draw,
    labels_cut_by_lanes,
    missing,
    out_of_lane,
    overlaps,
    slanted,
    struck_through,
)

# Two flows that cross, and why they cannot be drawn apart.
CROSSINGS: dict[str, dict[frozenset[str], str]] = {}

# Flows that go back to the left: the loops of the protocol, and nothing else.
LOOPS: dict[str, dict[str, str]] = {
    "new_facts": {
        "information_first_to_collect_for_decision": "information is collected before the decision (I-08)",
        "collect_for_decision_to_confirm_facts": "and the facts are confirmed (I-08)",
        "confirm_facts_to_propose_again": "then the tables are asked again (I-08)",
    },
    "hold_for_proceedings": {
        "hold_over_to_review_hold": "a hold goes on until its next review (P-07)",
    },
    "publication": {
        "sig_meets_next_to_recommend_publication": "the SIG is asked at its next meeting (P-04)",
        "hold_reviewed_to_check_for_publication": "a hold for proceedings is looked at again (P-07)",
        "anonymise_report_to_check_for_publication": "a changed report is checked again (P-07)",
        "panel_advises_against_to_decide_publication": "the Panel's advice leads back (P-01)",
        "extension_over_to_decide_retention": "an extension ends with the same question (P-03)",
    },
    "advice": {
        "what_follows_to_discuss_query": "an agency that knows more asks again (N-28)",
    },
    "action_follow_up": {
        "next_evaluation_to_report_impact": "an action effective in part is evaluated again (F-09)",
        "was_effective_to_open_action": "an action that was not effective starts a new one (F-09)",
    },
    "serious_incident": {
        "supply_detail_to_classify_again": "more detail leads back to triage (T-02)",
        "third_round_to_collect_more_information": "additional information leads back to the SIG (I-08)",
        "tell_third_round_to_collect_more_information": "additional information leads back to the SIG (I-08)",
    },
    "agency_information": {
        "wait_over_to_close_returns": "who waited is asked again (I-09)",
    },
    "commissioning": {
        "whose_declaration_to_declare_for_panel_chair": "who has not declared yet is asked (C-06)",
        "whose_declaration_to_declare_for_panel_vice": "who has not declared yet is asked (C-07)",
        "appointee_conflicted_to_appoint_panel_chair": "a conflicted appointee is replaced (C-08)",
    },
    "terms_of_reference": {
        "terms_signed_to_agree_terms": "the Independent Chair may return the terms of reference (C-11)",
    },
    "finding_author": {
        "author_appointed_to_identify_candidates": "where nobody is suitable others are sought (C-12)",
        "contract_agreed_to_draw_up_contract": "the contract is agreed by both sides (C-18)",
        "methodology_agreed_to_propose_methodology": "Panel and author agree the methodology (C-25)",
        "methodology_signed_to_propose_methodology": "the methodology may be returned (C-26)",
    },
    "review_and_report": {
        "draft_accepted_to_submit_draft": "the Panel may send the draft back (C-03)",
        "final_agreed_to_submit_draft": "the Panel agrees the final draft or sends it back (C-04)",
    },
    "review_work": {
        "work_done_to_report_progress": "progress is reported until the work is done (C-03)",
    },
    "following_review": {
        "all_agree_to_make_recommendations": "recommendations are agreed with all parties (A3-06)",
    },
    "other_authority": {
        "find_placement_to_decide_lead": "what was found out decides who leads (N-21)",
        "answered_to_record_lead_answer": "an answer that has not come is asked for again (N-21)",
    },
}

drawn = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def test_there_are_diagrams_to_look_at():
    assert {
        "serious_incident",
        "agency_information",
        "other_authority",
        "commissioning",
        "terms_of_reference",
        "finding_author",
        "whole_review",
        "new_facts",
        "scope_change",
        "overrun",
        "dissatisfaction",
        "minority_report",
        "hold_for_proceedings",
        "urgent_safety",
        "withdraw",
        "review_and_report",
        "review_work",
        "following_review",
    } <= {path.stem for path in FILES}


@drawn
def test_everything_is_drawn_and_every_label_has_its_place(path: Path):
    assert missing(draw(path)) == []


@drawn
def test_no_shape_or_label_covers_another(path: Path):
    assert overlaps(draw(path)) == []


@drawn
def test_no_flow_runs_through_a_shape_or_a_label(path: Path):
    assert struck_through(draw(path)) == []


@drawn
def test_flows_run_level_or_upright(path: Path):
    assert slanted(draw(path)) == []


@drawn
def test_every_crossing_is_explained(path: Path):
    assert crossings(draw(path)) == set(CROSSINGS.get(path.stem, {}))


@drawn
def test_time_runs_to_the_right_but_in_the_loops_of_the_protocol(path: Path):
    assert backwards(draw(path)) == set(LOOPS.get(path.stem, {}))


@drawn
def test_each_step_stands_in_the_lane_of_whoever_does_it(path: Path):
    assert out_of_lane(draw(path)) == []


@drawn
def test_no_line_between_lanes_runs_through_a_label(path: Path):
    assert labels_cut_by_lanes(draw(path)) == []


def test_a_broken_drawing_is_found_out():
    diagram = _serious_incident()

    covered = _moved(diagram, "alert_chairs", onto="acknowledge_notification")
    detour = _rerouted(diagram, "acting_chair_settled_to_who_leads", through="triage")

    assert "acknowledge_notification covers alert_chairs" in overlaps(covered)
    assert "acting_chair_settled_to_who_leads runs through triage" in struck_through(detour)
    assert any("acting_chair_settled_to_who_leads" in pair for pair in crossings(detour))
    assert "alert_chairs_to_classify_notification" in backwards(
        _moved(diagram, "classify_notification", onto="notification_submitted")
    )
    assert out_of_lane(_moved(diagram, "triage", onto="decide_review")) != []
    assert missing(replace(diagram, edges={})) != []


def _serious_incident() -> Diagram:
    return draw(next(path for path in FILES if path.stem == "serious_incident"))


def _moved(diagram: Diagram, element: str, *, onto: str) -> Diagram:
    shape = replace(diagram.shapes[element], bounds=diagram.shapes[onto].bounds)
    return replace(diagram, shapes={**diagram.shapes, element: shape})


def _rerouted(diagram: Diagram, flow: str, *, through: str) -> Diagram:
    edge = diagram.edges[flow]
    (x, y), last = edge.points[0], edge.points[-1]
    middle = _middle(diagram.shapes[through].bounds)
    bent = ((x, y), (x, middle[1]), (middle[0] + 200, middle[1]), (middle[0] + 200, last[1]), last)
    return replace(diagram, edges={**diagram.edges, flow: replace(edge, points=bent)})


def _middle(bounds: Bounds) -> tuple[float, float]:
    return bounds.x + bounds.width / 2, bounds.y + bounds.height / 2 + 10

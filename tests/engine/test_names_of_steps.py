"""Every step of a diagram has a name that a person can read, with or without a label."""

import re
from pathlib import Path

import pytest

from engine.bpmn.called import called, leads_to
from engine.bpmn.model import Diagram
from engine.bpmn.reader import read_diagram
from engine.deployment import build, read_folder

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def diagrams() -> dict[str, Diagram]:
    return dict(build(read_folder(ROOT)).diagrams)


@pytest.fixture(scope="module")
def incident(diagrams) -> Diagram:
    return diagrams["serious_incident"]


def name_of(diagram: Diagram, element: str) -> str:
    return called(diagram, diagram.elements[element])


def test_a_label_is_the_name(incident):
    assert name_of(incident, "triage") == "Triage the notification"


def test_a_split_says_what_goes_on_at_the_same_time(incident):
    assert name_of(incident, "recommendation_split") == (
        "At the same time: “Prepare the report for the Board”, “Was it considered urgently?”, "
        "“Decide on a review”"
    )


def test_a_join_says_that_it_waits_and_for_what(incident):
    assert name_of(incident, "convening_join") == (
        "Waits for all ways, before “Is further investigation required?”"
    )


def test_a_gateway_where_ways_meet_says_what_comes_next(incident):
    assert name_of(incident, "chair_settled") == (
        "The ways meet, before “Does another authority lead?”"
    )


def test_a_start_without_a_label_says_what_it_begins():
    drawn = (ROOT / "workflows/agency_information.bpmn").read_bytes()
    unnamed = drawn.replace(b' name="Agency asked"', b"")
    assert unnamed != drawn

    diagram = read_diagram(unnamed, file="agency_information.bpmn")

    assert name_of(diagram, "agency_asked") == "Begins with “Request the return”"


def test_a_flow_leads_past_what_has_no_label_and_does_not_wait(incident):
    assert leads_to(incident, incident.flows["triage_outcome_to_to_be_considered"]) == (
        "Tell the notifier: to be considered and Tell the Independent Chair"
    )
    assert leads_to(incident, incident.flows["receive_board_report_to_recommendation_join"]) == (
        "Waits for all ways, before “Case closed”"
    )


def test_no_name_is_an_id(diagrams):
    assert diagrams
    for diagram in diagrams.values():
        for element in diagram.elements.values():
            assert not re.fullmatch(r"[a-z0-9_]+", called(diagram, element)), element.id

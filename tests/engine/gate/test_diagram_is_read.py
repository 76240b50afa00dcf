"""A diagram is read whole, in its own words, with the lines of the file."""

from pathlib import Path

import pytest
from lxml import etree

from engine.bpmn.model import Bounds, Kind, Trigger
from engine.bpmn.reader import read_diagram
from tests.engine.gate.drawing import BPMN
from tests.engine.gate.tiny_diagrams import INCIDENT, RETURNS
from tests.engine.gate.tiny_folder import tiny_folder

WORKFLOWS = sorted((Path(__file__).parents[3] / "workflows").glob("*.bpmn"))
NODES = ("Task", "Event", "Gateway", "Activity", "SubProcess", "subProcess")


@pytest.fixture(scope="module")
def incident():
    return read_diagram(tiny_folder()[INCIDENT], file=INCIDENT)


@pytest.fixture(scope="module")
def returns():
    return read_diagram(tiny_folder()[RETURNS], file=RETURNS)


def test_a_user_task_is_read_with_all_that_people_need(incident):
    triage = incident.elements["triage"]

    assert (triage.kind, triage.label) == (Kind.USER_TASK, "Triage the notification")
    assert (triage.lane, triage.role) == ("SIG Chair", "sig_chair")
    assert triage.clauses == ("N-01", "T-01")
    assert triage.documentation == "Decide whether the group meets."
    assert triage.form == "triage"
    assert triage.due.text == "case.triage_due"


def test_work_inside_a_sub_process_belongs_to_the_lane_around_it_or_the_one_it_names(incident):
    assert incident.elements["hear"].lane == "Independent Chair"
    assert incident.elements["heard"].lane == "SIG Chair"
    assert incident.elements["hear"].scope == "hearing"
    assert [event.id for event in incident.start_events("hearing")] == ["hearing_begun"]


def test_an_event_on_the_edge_knows_its_step_and_whether_it_interrupts(incident):
    late = incident.elements["triage_late"]

    assert (late.trigger, late.attached_to, late.interrupting) == (Trigger.TIMER, "triage", False)
    assert late.timer.text == "working days after(case.date_received, settings.triage_days)"
    assert incident.elements["hearing_refused"].interrupting
    assert incident.elements["hearing_refused"].escalation == "withdrawn"
    assert [event.id for event in incident.boundary_events("triage")] == ["triage_late"]


def test_a_gateway_knows_its_flows_in_the_order_of_the_file(incident):
    flows = incident.outgoing("outcome")

    assert [flow.id for flow in flows] == ["nothing", "convene"]
    assert incident.elements["outcome"].default == "nothing"
    assert flows[1].condition.text == 'triage.outcome = "convene"'
    assert flows[1].label == "Convene"


def test_calls_decisions_notices_and_messages_are_read(incident):
    collect = incident.elements["collect"].calls

    assert collect.process == "returns"
    assert [(each.source.text, each.target) for each in collect.inputs] == [
        ("triage.agencies", "agencies")
    ]
    assert [each.target for each in collect.outputs] == ["returned"]
    assert incident.elements["classify"].decision.variable == "harm_level"
    assert incident.elements["remind"].notice.to == ("role:sig_chair", "notifier", "body:police")
    assert incident.elements["follow_up_begun"].message.name == "follow_up"


def test_a_loop_is_read(returns):
    loop = returns.elements["answer"].loop

    assert (loop.collection.text, loop.element) == ("agencies", "agency")
    assert (loop.output_collection, loop.output_element.text) == ("returned", "answer.known")
    assert not loop.sequential
    assert returns.elements["answer"].assignment.narrows_to == "agency"


def test_the_drawing_is_read(incident):
    assert incident.shapes["triage"].bounds == Bounds(0, 0, 9, 9)
    assert incident.edges["convene"].points == ((0, 0), (9, 0))


def test_lines_are_those_of_the_file(incident):
    lines = tiny_folder()[INCIDENT].decode().splitlines()

    assert 'id="triage"' in lines[incident.elements["triage"].line - 1]
    assert 'id="convene"' in lines[incident.flows["convene"].line - 1]


def test_there_are_diagrams_to_read():
    assert len(WORKFLOWS) >= 3


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_nothing_of_the_protocol_is_left_out(path):
    root = etree.parse(path).getroot()
    process = root.find(f"{{{BPMN}}}process")
    drawn = {
        node.get("id")
        for node in process.iter(f"{{{BPMN}}}*")
        if etree.QName(node).localname.endswith(NODES)
    }
    flows = {node.get("id") for node in process.iter(f"{{{BPMN}}}sequenceFlow")}

    diagram = read_diagram(path.read_bytes(), file=f"workflows/{path.name}")

    assert set(diagram.elements) == drawn
    assert set(diagram.flows) == flows
    assert diagram.faults == ()
    assert {element.id for element in diagram.elements.values() if element.role is None} == set()

"""A folder that can be deployed: a start form and user tasks in a row, each with a form of one question.

The tables, settings and clauses are the protocol's own, so that what is measured runs behind the whole gate.
"""

import itertools
import json
from collections.abc import Iterator
from pathlib import Path

from engine.deployment import read_folder
from engine.version import Files

PROCESS = "row_of_tasks"
_KEPT = (
    "workflows/decisions/",
    "workflows/settings.yaml",
    "workflows/clauses.yaml",
    # Mails to those who hold tasks, which settings.yaml names.
    "workflows/messages/task_",
)
_NAMESPACES = (
    'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"'
    ' xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"'
    ' xmlns:di="http://www.omg.org/spec/DD/20100524/DI"'
    ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
)


def row_of_tasks(root: Path, *, tasks: int) -> Files:
    """Return the files of the folder: process `row_of_tasks` with tasks step_1 ... step_<tasks>."""
    kept = {path: content for path, content in read_folder(root).items() if path.startswith(_KEPT)}
    steps = [f"step_{number}" for number in range(1, tasks + 1)]
    forms = {f"forms/{PROCESS}/{step}.form": _form(step) for step in ("begun", *steps)}
    return {**kept, **forms, f"workflows/{PROCESS}.bpmn": "".join(_diagram(steps)).encode()}


def _form(form_id: str) -> bytes:
    question = {
        "type": "radio",
        "id": "agreed",
        "key": "agreed",
        "label": "Do you agree?",
        "values": [{"label": "Yes", "value": "yes"}, {"label": "No", "value": "no"}],
        "validate": {"required": True},
    }
    remark = {
        "type": "textarea",
        "id": "remark",
        "key": "remark",
        "label": "Your remark",
        "validate": {"maxLength": 2000},
    }
    return json.dumps(
        {"type": "default", "id": form_id, "schemaVersion": 18, "components": [question, remark]}
    ).encode()


def _diagram(steps: list[str]) -> Iterator[str]:
    names = ["begun", *steps, "finished"]
    flows = list(itertools.pairwise(names))
    yield f'<bpmn:definitions {_NAMESPACES} id="definitions" targetNamespace="bench">\n'
    yield '<bpmn:collaboration id="pool_of_all">'
    yield f'<bpmn:participant id="pool" name="Board" processRef="{PROCESS}"/>'
    yield "</bpmn:collaboration>\n"
    yield f'<bpmn:process id="{PROCESS}" name="Tasks in a row" isExecutable="true">\n'
    yield '<bpmn:laneSet id="lanes">'
    yield '<bpmn:lane id="notifier" name="Notifier"><bpmn:flowNodeRef>begun</bpmn:flowNodeRef></bpmn:lane>'
    yield '<bpmn:lane id="business_manager" name="Business Manager">'
    yield "".join(f"<bpmn:flowNodeRef>{name}</bpmn:flowNodeRef>" for name in names[1:])
    yield "</bpmn:lane></bpmn:laneSet>\n"
    yield _element("startEvent", "begun", "Begun", None, "to_step_1")
    for step, after in zip(steps, names[2:], strict=True):
        yield _element("userTask", step, step.replace("_", " "), f"to_{step}", f"to_{after}")
    yield '<bpmn:endEvent id="finished" name="Finished">'
    yield "<bpmn:incoming>to_finished</bpmn:incoming></bpmn:endEvent>\n"
    for source, target in flows:
        yield f'<bpmn:sequenceFlow id="to_{target}" sourceRef="{source}" targetRef="{target}"/>\n'
    yield "</bpmn:process>\n"
    yield from _drawing(names, flows)
    yield "</bpmn:definitions>\n"


def _element(tag: str, name: str, label: str, incoming: str | None, outgoing: str) -> str:
    task = "<zeebe:userTask/>" if tag == "userTask" else ""
    entering = f"<bpmn:incoming>{incoming}</bpmn:incoming>" if incoming else ""
    return (
        f'<bpmn:{tag} id="{name}" name="{label}"><bpmn:documentation>Say yes.</bpmn:documentation>'
        f'<bpmn:extensionElements>{task}<zeebe:formDefinition formId="{name}"/>'
        '<zeebe:properties><zeebe:property name="clause" value="T-01"/></zeebe:properties>'
        f"</bpmn:extensionElements>{entering}<bpmn:outgoing>{outgoing}</bpmn:outgoing></bpmn:{tag}>\n"
    )


def _drawing(names: list[str], flows: list[tuple[str, str]]) -> Iterator[str]:
    width = 160 * len(names) + 200
    yield '<bpmndi:BPMNDiagram id="drawing"><bpmndi:BPMNPlane id="plane" bpmnElement="pool_of_all">'
    yield _shape("pool", 0, 0, width, 300)
    yield _shape("notifier", 30, 0, width - 30, 100)
    yield _shape("business_manager", 30, 100, width - 30, 200)
    left = {name: 80 + 160 * number for number, name in enumerate(names)}
    for name in names:
        if name in ("begun", "finished"):
            yield _shape(name, left[name], 32 if name == "begun" else 182, 36, 36)
        else:
            yield _shape(name, left[name], 160, 100, 80)
    for source, target in flows:
        start = left[source] + (36 if source == "begun" else 100)
        level = 50 if source == "begun" else 200
        yield f'<bpmndi:BPMNEdge id="edge_to_{target}" bpmnElement="to_{target}">'
        yield f'<di:waypoint x="{start}" y="{level}"/><di:waypoint x="{left[target]}" y="200"/>'
        yield "</bpmndi:BPMNEdge>"
    yield "</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>\n"


def _shape(name: str, x: int, y: int, width: int, height: int) -> str:
    return (
        f'<bpmndi:BPMNShape id="shape_{name}" bpmnElement="{name}">'
        f'<dc:Bounds x="{x}" y="{y}" width="{width}" height="{height}"/></bpmndi:BPMNShape>'
    )

"""A place on the canvas for all that is in a diagram, so that a test writes only what it is about."""

import re

from lxml import etree

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
NAMESPACES = (
    f'xmlns:bpmn="{BPMN}" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" '
    'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
    'xmlns:di="http://www.omg.org/spec/DD/20100524/DI" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)


def drawn(body: str) -> bytes:
    """Return a diagram file with a place on the canvas for all that is in it."""
    outer = re.sub(r"(<bpmn:subProcess [^>]*>).*?(</bpmn:subProcess>)", r"\1\2", body, flags=re.S)
    listed = re.findall(r"<bpmn:flowNodeRef>(\w+)<", body)
    nodes = re.findall(
        r"<bpmn:(?:\w+(?:Task|Event|Gateway)|task|callActivity|subProcess|transaction|adHocSubProcess)"
        r' id="([^"]*)"',
        outer,
    )
    refs = "".join(
        f"<bpmn:flowNodeRef>{node}</bpmn:flowNodeRef>" for node in nodes if node not in listed
    )
    text = (
        f'<bpmn:definitions {NAMESPACES} id="definitions" targetNamespace="small">'
        f"{body.replace('REFS', refs)}<bpmndi:BPMNDiagram id='drawing'><bpmndi:BPMNPlane id='plane' "
        "bpmnElement='collaboration'/></bpmndi:BPMNDiagram></bpmn:definitions>"
    )
    root = etree.fromstring(text.encode())
    plane = next(root.iter("{http://www.omg.org/spec/BPMN/20100524/DI}BPMNPlane"))
    for node in list(root.iter(f"{{{BPMN}}}*")):
        _draw(plane, node)
    return etree.tostring(root)


def _draw(plane: object, node: object) -> None:
    di = "http://www.omg.org/spec/BPMN/20100524/DI"
    name = etree.QName(node).localname
    element = node.get("id")
    if name in ("sequenceFlow", "messageFlow", "association"):
        edge = etree.SubElement(plane, f"{{{di}}}BPMNEdge", bpmnElement=element)
        for x in ("0", "9"):
            etree.SubElement(edge, "{http://www.omg.org/spec/DD/20100524/DI}waypoint", x=x, y="0")
    elif element and not name.endswith("Definition"):
        shape = etree.SubElement(plane, f"{{{di}}}BPMNShape", bpmnElement=element)
        etree.SubElement(
            shape,
            "{http://www.omg.org/spec/DD/20100524/DC}Bounds",
            x="0",
            y="0",
            width="9",
            height="9",
        )
